// SPDX-License-Identifier: Apache-2.0

/// The key of one case or person (or of the system). Every table and column has its own key below it.
public struct ScopeKey: Sendable {
    let key: KeyedHash
    let mode: SealingMode
    /// Keys of epochs before, which open what was sealed then and seal nothing.
    let earlier: [ScopeKey]

    init(_ key: KeyMaterial, earlier: [KeyMaterial] = [], mode: SealingMode) {
        self.init(key, before: earlier.map { ScopeKey($0, mode: mode) }, mode: mode)
    }

    private init(_ key: KeyMaterial, before earlier: [ScopeKey], mode: SealingMode) {
        self.key = key.keyed
        self.earlier = earlier
        self.mode = mode
    }

    /// The sealing key of one table and column, derived once: take it before bulk work. About 1 µs.
    public func channel(table: String, column: String) -> SealingChannel {
        var purpose = Parts("wayhouse/field/1")
        purpose.append(table)
        purpose.append(column)
        return SealingChannel(
            key.child(purpose), table: table, column: column, mode: mode,
            earlier: earlier.map { $0.channel(table: table, column: column) })
    }

    /// The bytes as an envelope that opens at this place only. See ``SealingChannel/seal(_:at:)``.
    public func seal(_ plaintext: [UInt8], at place: Place) throws(VaultError) -> [UInt8] {
        try channel(table: place.table, column: place.column).seal(plaintext, at: place)
    }

    /// The bytes that were sealed at this place. See ``SealingChannel/open(_:at:)``.
    public func open(_ envelope: [UInt8], at place: Place) throws(VaultError) -> [UInt8] {
        try channel(table: place.table, column: place.column).open(envelope, at: place)
    }

    /// The key of one compartment of this scope: HKDF-Extract over the compartment's key and a key below this one.
    /// Neither half opens anything alone, and destroying either (the scope's wrapped key, or all envelopes of the
    /// compartment's) destroys what was sealed under both. Under 10 µs.
    public func compartment(_ compartment: CompartmentKey) -> ScopeKey {
        let half = key.child(Parts("wayhouse/compartment/half/1"))
        return ScopeKey(
            compartment.key.joined(with: half, label: "wayhouse/compartment/key/1"),
            before: earlier.map { $0.compartment(compartment) }, mode: mode)
    }
}
