// SPDX-License-Identifier: Apache-2.0

/// The key of one agency: opens the keys of its cases and persons, and makes its fingerprints. Nothing of one agency
/// opens or resembles anything of another.
public struct AgencyKey: Sendable {
    private let key: KeyedHash
    private let mode: SealingMode

    init(_ key: KeyMaterial, mode: SealingMode) {
        self.key = key.keyed
        self.mode = mode
    }

    /// A new random key for one case or person, and the 40 bytes to store. `scope` is the 16 bytes of its id; `epoch`
    /// counts its re-encryptions from 1. Destroying the stored bytes (and their backups) erases all that was sealed.
    /// About 4 µs.
    public func newScopeKey(scope: [UInt8], epoch: Int) -> (key: ScopeKey, wrapped: [UInt8]) {
        let random = KeyMaterial.random()
        return (ScopeKey(random, mode: mode), wrapping(scope, epoch).wrap(random))
    }

    /// The key of a case or person. Throws `damaged` when the bytes were altered, or belong to another scope, epoch or
    /// agency. About 2.2 µs.
    public func scopeKey(unwrapping wrapped: [UInt8], scope: [UInt8], epoch: Int) throws(VaultError) -> ScopeKey {
        ScopeKey(try wrapping(scope, epoch).unwrap(wrapped), mode: mode)
    }

    /// 32 bytes that are equal for equal bytes, within this agency and purpose only: for "this file was imported
    /// already" and for exact dedupe keys such as document numbers (normalise first). Whoever has the agency key can
    /// try guesses, so never for fields of few values; store the first 4 bytes where collisions are welcome. About 3
    /// µs and 0.6 ms a MiB.
    public func fingerprint(of bytes: [UInt8], purpose: String) -> [UInt8] {
        var label = Parts("wayhouse/fingerprint/1")
        label.append(purpose)
        return key.child(label).authenticate(bytes)
    }

    /// Seals the words of searches, which stand beside the audit log for the data protection officer alone. About 2 µs.
    public func auditWordsKey() -> ScopeKey {
        ScopeKey(key.child(Parts("wayhouse/audit/words/1")), mode: mode)
    }

    private func wrapping(_ scope: [UInt8], _ epoch: Int) -> KeyMaterial {
        var purpose = Parts("wayhouse/scope/1")
        purpose.append(scope)
        purpose.append(epoch)
        return key.child(purpose)
    }
}
