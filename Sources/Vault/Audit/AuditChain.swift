// SPDX-License-Identifier: Apache-2.0

/// The chain that makes any change to the audit log visible.
///
/// Entry i has the hash `h_i = SHA-256(0x01 ‖ length of entry ‖ entry ‖ h_{i-1})`, where `h_{-1}` is bound to the
/// install, and the mark `HMAC-SHA-256(K_e, h_i)` under the key of its epoch `e = i / 256`. The key of the next epoch
/// comes from the one before by a one-way step, and the one before is overwritten.
///
/// Who can check what:
/// - **Anyone** who can read the log checks the hashes: nothing was changed, dropped, inserted or reordered by
///   somebody who did not also rewrite all that follows.
/// - **Whoever opens a key slot** checks the marks too, from ``AuditGenesis``: a rewritten log does not pass. Secrets
///   on paper or in a safe are what makes this possible; the running server needs neither root key nor genesis after
///   unsealing and must let both go.
/// - **A thief of the running server** holds the key of the current epoch: he can re-mark entries of that epoch (255 at
///   most) and write new ones, and none before.
///
/// Its limits: entries cut from the end leave a shorter chain that is whole. The state kept beside the log
/// (``sealedState()``) shows a cut by anyone who has no keys, but not a log and state put back together from an older
/// copy, nor a thief of the running server; only an anchor outside the machine does (signed checkpoints). Somebody
/// who opens a slot can forge everything. The key steps by position alone, not at each unsealing as well: then the
/// genesis is all that a checker needs.
///
/// A value type on purpose: append to a copy inside the transaction and keep the copy when it commits.
public struct AuditChain: Sendable {
    /// How many entries there are, and the hash of the last.
    public struct Head: Sendable, Hashable {
        public let count: Int
        /// 32 bytes.
        public let hash: [UInt8]

        public init(count: Int, hash: [UInt8]) {
            self.count = count
            self.hash = hash
        }
    }

    /// Where the chain stands.
    public private(set) var head: Head
    /// The latest moment that any entry was written at, in milliseconds since 1970; 0 when none said so. No clock that
    /// is set back takes it back.
    public private(set) var latest: Int64
    private(set) var epoch: AuditEpoch
    private let stateKey: KeyMaterial

    /// An empty chain, for a new install.
    public init(genesis: AuditGenesis) {
        self.init(genesis: genesis, continuing: Head(count: 0, hash: Self.start(genesis.install)))
    }

    /// Goes on after the given head (that of the last stored entry). Steps the key to its epoch: 3 µs for each 256
    /// entries. The head is taken on trust: compare it with a restored state, or verify.
    public init(genesis: AuditGenesis, continuing head: Head, latest: Int64 = 0) {
        precondition(head.count >= 0 && head.hash.count == 32, "a head is a count and a SHA-256")
        self.head = head
        self.latest = latest
        epoch = (0..<(head.count / AuditEpoch.length)).reduce(genesis.firstEpoch) { epoch, _ in epoch.next }
        stateKey = genesis.stateKey
    }

    /// The chain as it was when `sealedState()` gave these bytes. Throws `damaged` when they were altered or are of
    /// another install, `unsupported(.version)` when a later version made them.
    public static func restore(_ state: [UInt8], genesis: AuditGenesis) throws(VaultError) -> AuditChain {
        let (head, latest) = try read(state, under: genesis.stateKey)
        return AuditChain(genesis: genesis, continuing: head, latest: latest)
    }

    /// Steps on to where another server left the chain, as `sealedState()` gave these bytes there. Needs no genesis:
    /// keys only go forward. The head is taken on trust, as in `restore`.
    ///
    /// - Throws: `damaged` when they were altered, are of another install, or are of an earlier place in the chain.
    public mutating func follow(_ state: [UInt8]) throws(VaultError) {
        let (head, latest) = try Self.read(state, under: stateKey)
        let steps = head.count / AuditEpoch.length - self.head.count / AuditEpoch.length
        guard head.count >= self.head.count else { throw .damaged }
        for _ in 0..<steps { epoch = epoch.next }
        self.head = head
        self.latest = max(self.latest, latest)
    }

    private static func read(_ state: [UInt8], under key: KeyMaterial) throws(VaultError) -> (Head, latest: Int64) {
        guard let version = state.first else { throw .damaged }
        guard version == 1 || version == 2 else { throw .unsupported(.version) }
        let saidCount = version == 1 ? 41 : 49
        guard state.count == saidCount + 32 else { throw .damaged }
        let (said, mark) = (Array(state[..<saidCount]), Array(state[saidCount...]))
        guard ConstantTime.equal(key.authenticate(said), mark) else { throw .damaged }
        let head = Head(count: Int(number(said[1..<9])), hash: Array(said[9..<41]))
        return (head, version == 1 ? 0 : Int64(bitPattern: number(said[41..<49])))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    /// Adds an entry and gives what is stored beside it, 32 bytes each. About 3 µs for 200 bytes.
    ///
    /// - Parameter moment: When it was written, in milliseconds since 1970.
    public mutating func append(canonicalEntry entry: [UInt8], at moment: Int64 = 0) -> (hash: [UInt8], mac: [UInt8]) {
        let hash = Self.hash(of: entry, after: head.hash)
        let mac = epoch.mac.authenticate(hash)
        head = Head(count: head.count + 1, hash: hash)
        latest = max(latest, moment)
        if head.count.isMultiple(of: AuditEpoch.length) { epoch = epoch.next }
        return (hash, mac)
    }

    /// 81 bytes to store in the same transaction as the entry: version, count, last hash and latest moment, marked
    /// under a key of this install. It holds no key: the key of the epoch is worked out again from the genesis, so that
    /// an old copy of a state gives nobody an old key.
    public func sealedState() -> [UInt8] {
        func eight(_ number: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } }
        let said = [2] + eight(UInt64(head.count)) + head.hash + eight(UInt64(bitPattern: latest))
        return said + stateKey.authenticate(said)
    }

    /// The hash before the first entry.
    static func start(_ install: [UInt8]) -> [UInt8] {
        var parts = Parts("wayhouse/audit/start/1")
        parts.append(install)
        return sha256([0x00] + parts.bytes)
    }

    static func hash(of entry: [UInt8], after previous: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entry.count + 41)
        bytes.append(0x01)
        let count = UInt64(entry.count)
        for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: count >> (56 - 8 * UInt64(place)))) }
        bytes.append(contentsOf: entry)
        bytes.append(contentsOf: previous)
        return sha256(bytes)
    }
}
