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
        AgencyKey(try key.unwrap(wrapped), mode: mode)
    }
}
