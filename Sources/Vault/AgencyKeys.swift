// SPDX-License-Identifier: Apache-2.0

/// Opens and makes the keys of an install's agencies.
public struct AgencyKeys: Sendable {
    private let key: KeyMaterial
    private let mode: SealingMode

    init(_ key: KeyMaterial, mode: SealingMode) {
        self.key = key
        self.mode = mode
    }

    /// A new agency's key, and the 40 bytes to store from which `open` gives it back. About 3 µs.
    public func make() -> (key: AgencyKey, wrapped: [UInt8]) {
        let agency = KeyMaterial.random()
        return (AgencyKey(agency, mode: mode), key.wrap(agency))
    }

    /// The agency's key. Throws `damaged` when the bytes were altered or belong to another install.
    public func open(_ wrapped: [UInt8]) throws(VaultError) -> AgencyKey {
        let stored = try StoredKeys(wrapped, under: key, lasting: Self.lastingLabel)
        guard stored.rest.isEmpty || stored.rest.count > AgencyKey.lastingPurposes.count else { throw .damaged }
        return AgencyKey(stored.first, lasting: stored.rest, mode: mode)
    }

    /// A key to take the place of another, and what to store: 40 bytes, and 40 for each key that must last (five at
    /// the first rotation, one more with each). About 20 µs.
    public func successor(of old: AgencyKey) -> (key: AgencyKey, wrapped: [UInt8]) {
        let stored = StoredKeys(first: .random(), rest: old.legacy)
        let key = AgencyKey(stored.first, lasting: stored.rest, mode: mode)
        return (key, stored.wrapped(under: self.key, lasting: Self.lastingLabel))
    }

    /// What is stored of a key, for another root. Throws `damaged`.
    func rewrap(_ wrapped: [UInt8], to other: AgencyKeys) throws(VaultError) -> [UInt8] {
        try StoredKeys(wrapped, under: key, lasting: Self.lastingLabel)
            .wrapped(under: other.key, lasting: Self.lastingLabel)
    }

    private static let lastingLabel: StaticString = "wayhouse/agency/lasting/1"
}
