// SPDX-License-Identifier: Apache-2.0

/// The key over everything of one install. It exists in memory only, and only while somebody unseals, adds a slot or
/// adds an agency: take from it the keys the work needs and let it go. A server that keeps it could also forge its
/// own audit log (see ``AuditChain``).
///
/// Below it: system key (users, sessions, settings), audit genesis, and one random key per agency. Erasing a case is
/// destroying the wrapped key of its scope. Cost of each derivation: about 2 µs.
public struct RootKey: Sendable {
    private let key: KeyMaterial
    private let mode = SealingMode.current
    /// Empty for a first root. Else pepper, audit genesis and checkpoint key, which stay as they were, then the system
    /// keys of the roots before, the latest first, which open what was sealed then.
    private let lasting: [KeyMaterial]

    private init(_ key: KeyMaterial, lasting: [KeyMaterial] = []) {
        self.key = key
        self.lasting = lasting
    }

    private static let lastingLabel: StaticString = "wayhouse/eldest/lasting/1"
    private static let (pepperPlace, genesisPlace, checkpointPlace, systemPlace) = (0, 1, 2, 3)

    /// This root with what it keeps of those before it, as `successor` gave it to store; nil for a first root. Throws
    /// `damaged`.
    public func keeping(_ stored: [UInt8]?) throws(VaultError) -> RootKey {
        guard let stored, !stored.isEmpty else { return self }
        let lasting = try StoredKeys.rest(stored[...], under: key.child(Parts(Self.lastingLabel)))
        guard lasting.count > Self.systemPlace else { throw .damaged }
        return RootKey(key, lasting: lasting)
    }

    /// A new root in the place of this one, and what to store beside its slots: 40 bytes for each key that must last,
    /// four at the first rotation, one more with each. What this root opened of agencies must be wrapped anew
    /// (`rewrap`).
    public func successor(install: [UInt8]) -> (root: RootKey, stored: [UInt8]) {
        let kept = [
            lasted(Self.pepperPlace) ?? system(install, "wayhouse/system/pepper/1"),
            lasted(Self.genesisPlace) ?? system(install, "wayhouse/audit/genesis/1"),
            lasted(Self.checkpointPlace) ?? system(install, "wayhouse/audit/checkpoint/1"),
            system(install, "wayhouse/system/seal/1"),
        ]
        let new = RootKey(.random(), lasting: kept + lasting.dropFirst(Self.systemPlace))
        let wrapping = new.key.child(Parts(Self.lastingLabel))
        return (new, new.lasting.reduce([]) { $0 + wrapping.wrap($1) })
    }

    /// What is stored of an agency's key, for another root. Throws `damaged`.
    public func rewrap(agency wrapped: [UInt8], to other: RootKey) throws(VaultError) -> [UInt8] {
        try agencyKeys.rewrap(wrapped, to: other.agencyKeys)
    }

    private func lasted(_ place: Int) -> KeyMaterial? { lasting.isEmpty ? nil : lasting[place] }

    /// A new random root key, for a new install.
    public static func generate() -> RootKey {
        RootKey(.random())
    }

    /// A slot that the secret opens. `install` is the 16 bytes of the install's id; a slot moved to another install
    /// opens nothing. With the standard cost a passphrase takes about 0.4 s and 128 MiB.
    /// Throws `weakSecret`, `unsupported(.cost)`, `outOfMemory`.
    public func slot(
        for secret: Secret, install: [UInt8], cost: KeyCost = .standard, label: String = ""
    ) throws(VaultError) -> KeySlot {
        try KeySlot(sealing: key, for: secret, install: install, cost: cost, label: label)
    }

    /// A slot that any `needed` of `count` custodians open together, and their shares, which are kept nowhere. Under
    /// 2 ms. Throws `CustodianFault.badCount`.
    public func custodianSlot(
        count: Int, needed: Int, install: [UInt8], label: String = ""
    ) throws -> (slot: KeySlot, shares: [CustodianShare]) {
        var secret = Entropy.bytes(32)
        defer { secret.wipe() }
        let shares = try CustodianShares.split(secret: secret, count: count, threshold: needed)
        let split = KeySlot.Split(needed: needed, count: count, mark: shares[0].mark)
        let slot = try KeySlot(
            sealing: key, for: .custodians(secret), install: install, cost: .trivial, label: label, split: split)
        return (slot, shares)
    }

    /// The root key that the secret opens. Tries every slot of the secret's kind, so the cost is up to that many
    /// derivations; a slot that cannot be tried is passed over. Throws `noSlot` when there is none of that kind,
    /// `wrongKey` when none opens, or why the last spoilt one could not be tried.
    public static func open(_ slots: [KeySlot], with secret: Secret, install: [UInt8]) throws(VaultError) -> RootKey {
        let candidates = slots.filter { $0.kind == secret.kind }
        guard !candidates.isEmpty else { throw .noSlot }
        var failure = VaultError.wrongKey
        for slot in candidates {
            do throws(VaultError) {
                if let key = try slot.open(with: secret, install: install) { return RootKey(key) }
            } catch {
                failure = error  // one spoilt slot does not shut out the others
            }
        }
        throw failure
    }

    /// What opens and makes the keys of agencies, for a server that takes new agencies in while it runs: no more than
    /// all their keys together.
    public var agencyKeys: AgencyKeys { AgencyKeys(key.child(Parts("wayhouse/agency/1")), mode: mode) }

    /// A new agency's key, and the 40 bytes to store from which `agencyKey(unwrapping:)` gives it back.
    public func newAgencyKey() -> (key: AgencyKey, wrapped: [UInt8]) { agencyKeys.make() }

    /// The agency's key. Throws `damaged` when the bytes were altered or belong to another install.
    public func agencyKey(unwrapping wrapped: [UInt8]) throws(VaultError) -> AgencyKey {
        try agencyKeys.open(wrapped)
    }

    /// Seals what belongs to the install and to no case: staff accounts, sessions, settings.
    public func systemKey(install: [UInt8]) -> ScopeKey {
        ScopeKey(
            system(install, "wayhouse/system/seal/1"), earlier: Array(lasting.dropFirst(Self.systemPlace)), mode: mode)
    }

    /// Goes into every password verifier: a stolen user table cannot even be guessed at without it.
    public func pepper(install: [UInt8]) -> Pepper {
        Pepper(key: lasted(Self.pepperPlace) ?? system(install, "wayhouse/system/pepper/1"))
    }

    /// Where the audit chain of the install begins. Whoever opens a slot can have it, to start the chain at unseal
    /// and to check it in `verify`; the running server must not keep it.
    public func auditGenesis(install: [UInt8]) -> AuditGenesis {
        AuditGenesis(
            key: lasted(Self.genesisPlace) ?? system(install, "wayhouse/audit/genesis/1"), install: install)
    }

    /// Signs the checkpoints of the install's audit log.
    public func checkpointKey(install: [UInt8]) -> CheckpointKey {
        CheckpointKey(lasted(Self.checkpointPlace) ?? system(install, "wayhouse/audit/checkpoint/1"))
    }

    private func system(_ install: [UInt8], _ label: StaticString) -> KeyMaterial {
        var purpose = Parts(label)
        purpose.append(install)
        return key.child(purpose)
    }
}
