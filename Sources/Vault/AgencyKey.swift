// SPDX-License-Identifier: Apache-2.0

/// The key of one agency: opens the keys of its cases and persons, and makes its fingerprints. Nothing of one agency
/// opens or resembles anything of another.
///
/// A key that took the place of another keeps what must stay as it was: the fingerprints that stand in the database,
/// and the words of searches in the audit log, which is only added to.
public struct AgencyKey: Sendable {
    private let key: KeyedHash
    private let mode: SealingMode
    /// Empty for a first key. Else a fingerprint key for each of `lastingPurposes`, then the words' keys of those
    /// before, the latest first.
    let lasting: [KeyMaterial]

    /// Fingerprints that are kept longer than a key may be.
    static let lastingPurposes = ["derived id", "idempotency", "idempotency content", "import file"]

    init(_ key: KeyMaterial, lasting: [KeyMaterial] = [], mode: SealingMode) {
        self.key = key.keyed
        self.lasting = lasting
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
        let stored = try StoredKeys(wrapped, under: wrapping(scope, epoch), lasting: Self.earlierLabel)
        return ScopeKey(stored.first, earlier: stored.rest, mode: mode)
    }

    /// A new random key in the place of a case's or person's, for its next epoch, and what to store: 40 bytes, and 40
    /// for each epoch before, whose keys open what is not sealed anew. Throws `damaged`. About 10 µs.
    public func nextScopeKey(
        after wrapped: [UInt8], scope: [UInt8], epoch: Int
    ) throws(VaultError) -> (key: ScopeKey, wrapped: [UInt8]) {
        let old = try StoredKeys(wrapped, under: wrapping(scope, epoch), lasting: Self.earlierLabel)
        let new = StoredKeys(first: .random(), rest: [old.first] + old.rest)
        let stored = new.wrapped(under: wrapping(scope, epoch + 1), lasting: Self.earlierLabel)
        return (ScopeKey(new.first, earlier: new.rest, mode: mode), stored)
    }

    private static let earlierLabel: StaticString = "wayhouse/scope/earlier/1"

    /// The stored bytes of a case or person under a new key of the agency. Throws `damaged`. About 5 µs.
    public func rewrap(
        _ wrapped: [UInt8], scope: [UInt8], epoch: Int, to new: AgencyKey
    ) throws(VaultError) -> [UInt8] {
        try StoredKeys(wrapped, under: wrapping(scope, epoch), lasting: Self.earlierLabel)
            .wrapped(under: new.wrapping(scope, epoch), lasting: Self.earlierLabel)
    }

    /// 32 bytes that are equal for equal bytes, within this agency and purpose only: for "this file was imported
    /// already" and for exact dedupe keys such as document numbers (normalise first). Whoever has the agency key can
    /// try guesses, so never for fields of few values; store the first 4 bytes where collisions are welcome. About 3
    /// µs and 0.6 ms a MiB.
    public func fingerprint(of bytes: [UInt8], purpose: String) -> [UInt8] {
        fingerprinting(purpose).authenticate(bytes)
    }

    private func fingerprinting(_ purpose: String) -> KeyMaterial {
        if !lasting.isEmpty, let place = Self.lastingPurposes.firstIndex(of: purpose) { return lasting[place] }
        var label = Parts("wayhouse/fingerprint/1")
        label.append(purpose)
        return key.child(label)
    }

    /// Seals the words of searches, which stand beside the audit log for the data protection officer alone. About 2 µs.
    public func auditWordsKey() -> ScopeKey { ScopeKey(words, mode: mode) }

    /// What opens them: this key's, then those of the keys before it.
    public func auditWordsKeys() -> [ScopeKey] {
        [auditWordsKey()] + lasting.dropFirst(Self.lastingPurposes.count).map { ScopeKey($0, mode: mode) }
    }

    private var words: KeyMaterial { key.child(Parts("wayhouse/audit/words/1")) }

    /// What the next key keeps of this one.
    var legacy: [KeyMaterial] {
        Self.lastingPurposes.map { fingerprinting($0) } + [words] + lasting.dropFirst(Self.lastingPurposes.count)
    }

    private func wrapping(_ scope: [UInt8], _ epoch: Int) -> KeyMaterial {
        var purpose = Parts("wayhouse/scope/1")
        purpose.append(scope)
        purpose.append(epoch)
        return key.child(purpose)
    }
}
