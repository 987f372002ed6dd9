// SPDX-License-Identifier: Apache-2.0

/// One stored audit entry with what the chain gave for it.
public struct AuditLink: Sendable, Hashable {
    /// The canonical bytes of the entry.
    public var entry: [UInt8]
    /// 32 bytes each.
    public var hash: [UInt8]
    public var mac: [UInt8]

    public init(entry: [UInt8], hash: [UInt8], mac: [UInt8]) {
        self.entry = entry
        self.hash = hash
        self.mac = mac
    }
}

/// The first thing wrong with a log. Positions count from 0.
public enum AuditFault: Error, Sendable, Equatable {
    /// The entry was changed, or another stood before it: changed, dropped, inserted or moved.
    case hash(at: Int)
    /// Hashes were worked out anew by somebody without the key of that time.
    case mark(at: Int)
    /// The log ends before the last entry that is known to have been written.
    case cut(expected: Int, found: Int)
    /// The log goes on after the last entry that is known to have been written.
    case extra(expected: Int, found: Int)
    /// The log has the expected length and another last entry.
    case head
}

/// Checks a log entry by entry, in order, in constant memory. 1,000,000 entries take about 2 s with marks.
/// ``AuditChain`` says what a whole log proves to whom.
public struct AuditVerifier: Sendable {
    /// Where the checked entries end.
    public private(set) var head: AuditChain.Head
    private var epoch: AuditEpoch?

    /// Checks hashes only: needs no key.
    public init(install: [UInt8]) {
        head = .init(count: 0, hash: AuditChain.start(install))
        epoch = nil
    }

    /// Checks hashes and marks: for whoever opened a key slot.
    public init(genesis: AuditGenesis) {
        head = .init(count: 0, hash: AuditChain.start(genesis.install))
        epoch = genesis.firstEpoch
    }

    /// Checks what comes after a head that is taken on trust; with a genesis the marks, too.
    public init(install: [UInt8], genesis: AuditGenesis?, after head: AuditChain.Head) {
        self.head = head
        epoch = genesis.map { genesis in
            (0..<(head.count / AuditEpoch.length)).reduce(genesis.firstEpoch) { epoch, _ in epoch.next }
        }
    }

    /// Checks the next entry. Throws what is wrong with it; the verifier then stays before that entry.
    public mutating func check(_ link: AuditLink) throws(AuditFault) {
        let hash = AuditChain.hash(of: link.entry, after: head.hash)
        guard ConstantTime.equal(hash, link.hash) else { throw .hash(at: head.count) }
        if let epoch, !ConstantTime.equal(epoch.mac.authenticate(hash), link.mac) { throw .mark(at: head.count) }
        head = .init(count: head.count + 1, hash: hash)
        if head.count.isMultiple(of: AuditEpoch.length) { epoch = epoch?.next }
    }

    /// Says that there are no more entries. Throws when the log does not end where `expected` says: the head of a
    /// restored state or of an anchor.
    public func finish(expecting expected: AuditChain.Head) throws(AuditFault) {
        guard head.count >= expected.count else { throw .cut(expected: expected.count, found: head.count) }
        guard head.count == expected.count else { throw .extra(expected: expected.count, found: head.count) }
        guard ConstantTime.equal(head.hash, expected.hash) else { throw .head }
    }
}

extension AuditChain {
    /// Checks a whole log: hashes, marks when a genesis is given, and the end when it is known. Throws the first fault.
    public static func verify(
        _ links: some Sequence<AuditLink>, install: [UInt8], genesis: AuditGenesis? = nil, expecting end: Head? = nil
    ) throws(AuditFault) {
        var verifier = genesis.map { AuditVerifier(genesis: $0) } ?? AuditVerifier(install: install)
        for link in links { try verifier.check(link) }
        if let end { try verifier.finish(expecting: end) }
    }
}
