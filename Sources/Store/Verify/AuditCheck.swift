// SPDX-License-Identifier: Apache-2.0

import Cases
import Vault

/// Reads the audit log entry by entry, in order, and says what is wrong with it. Knows no database: the same code reads
/// a register's table and a test's array. A value: a copy goes on from where it is.
struct AuditCheck: Sendable {
    /// The first thing wrong with the log; what comes after it is not looked at.
    private(set) var fault: Fault?
    /// Entries looked at.
    private(set) var count = 0
    /// The digest that each entry that wrote records claims, by its number.
    private(set) var digests: [Int: String] = [:]
    /// The digest of the sealed words of each search, by its number.
    private(set) var words: [Int: String] = [:]
    /// The digest over the sealed chunks of each file, by the number of the entry that added it.
    private(set) var files: [Int: String] = [:]
    /// What each erasure claims to have left behind, by its number.
    private(set) var erasures: [Int: String] = [:]
    /// What the table that finds entries must hold, whatever its order.
    private(set) var index = RowSum()
    private(set) var tree = MerkleFrontier()
    /// Roots of the tree at the sizes that were asked for, and the hash of the entry there.
    private(set) var stands: [Int: (root: [UInt8], last: [UInt8])] = [:]

    private let since: Int
    private let wanted: Set<Int>
    private var verifier: AuditVerifier
    private let genesis: AuditGenesis?
    private let install: [UInt8]
    private var last: Int64?

    /// - Parameters:
    ///   - genesis: Checks the marks, too, when given.
    ///   - since: Entries up to this number are taken on trust.
    ///   - sizes: Numbers of entries for which the tree's root is wanted.
    init(install: [UInt8], genesis: AuditGenesis?, since: Int = 0, sizes: Set<Int> = []) {
        self.install = install
        self.genesis = genesis
        self.since = since
        wanted = sizes
        verifier = genesis.map { AuditVerifier(genesis: $0) } ?? AuditVerifier(install: install)
    }

    /// The number and hash of the last entry that was looked at.
    var head: AuditChain.Head { verifier.head }

    /// Takes the next row of the table, in the order of its numbers.
    mutating func add(seq: Int, _ link: AuditLink) {
        guard fault == nil else { return }
        let claimed = Act(canonical: link.entry)
        guard seq == count + 1 else {
            let text = "Audit entry \(count + 1) is missing, or one stands twice."
            return fail(.gap, text, claimed, at: count + 1)
        }
        count += 1
        if let claimed { index.add(AuditIndex.rows(of: claimed)) }
        if let claimed, claimed.isErasure { erasures[count] = claimed.digest }
        if count <= since {
            if count == since {
                verifier = AuditVerifier(
                    install: install, genesis: genesis, after: .init(count: count, hash: link.hash))
            }
        } else {
            check(link, claimed)
        }
        guard fault == nil else { return }
        last = claimed?.at
        tree.append(link.hash)
        if wanted.contains(count) { stands[count] = (tree.root, link.hash) }
    }

    private mutating func check(_ link: AuditLink, _ claimed: Act?) {
        do throws(AuditFault) { try verifier.check(link) } catch {
            if case .mark = error {
                return fail(.mark, "The mark of audit entry \(count) was not made with this register's key.", claimed)
            }
            return fail(.chain, "Audit entry \(count) was changed, or one before it was taken out or put in.", claimed)
        }
        guard let act = claimed, act.seq == count else {
            return fail(.chain, "Audit entry \(count) cannot be read.", claimed)
        }
        if act.action == Verb.fileAdd.rawValue { files[count] = act.digest }
        if !act.digest.isEmpty, !act.isAboutFile, !act.isErasure { digests[count] = act.digest }
        if !act.words.isEmpty { words[count] = act.words }
    }

    /// Says that there are no more entries, and where the register's own note says that the log ends.
    mutating func finish(_ end: End) {
        guard fault == nil else { return }
        switch end {
        case .unknown: return
        case .damaged: if count > 0 { fail(.mark, "The note of where the audit log ends was changed.", nil) }
        case .at(let head):
            if count < head.count {
                let text = "The audit log ends at entry \(count), and \(head.count) were written: the rest was cut off."
                return fail(.anchor, text, nil, at: count + 1)
            }
            if count > head.count {
                return fail(
                    .anchor, "The audit log goes on after entry \(head.count), its last.", nil, at: head.count + 1)
            }
            if count >= since, verifier.head.hash != head.hash {
                fail(.anchor, "The audit log has another last entry.", nil)
            }
        }
    }

    /// Where the register's own note says that the log ends.
    enum End: Sendable {
        case unknown
        case damaged
        case at(AuditChain.Head)
    }

    private mutating func fail(_ kind: Fault.Kind, _ text: String, _ claimed: Act?, at seq: Int? = nil) {
        var fault = Fault(kind, text, seq: seq ?? (count == 0 ? nil : count))
        (fault.from, fault.to) = (last, claimed?.at)
        if let subject = claimed?.subject { fault.records = [subject] }
        self.fault = fault
    }
}

extension Act {
    /// Whether its digest is that of a file that was let out, not of rows that were written.
    var isAboutFile: Bool {
        outcome.hasPrefix("written") || action == Verb.registerExport.rawValue
            || action == Verb.datasetPublish.rawValue || action == Verb.fileAdd.rawValue
    }
}

extension Act {
    /// Whether its digest is that of what an erasure left behind.
    var isErasure: Bool { action == Verb.caseErase.rawValue && !digest.isEmpty }
}

/// Adds up rows so that two tables with the same rows give the same sum in whatever order they are read.
struct RowSum: Sendable, Hashable {
    private var rows = 0
    private var sum: [UInt64] = [0, 0, 0, 0]

    mutating func add(_ some: [[SQLValue]]) {
        for row in some {
            var bytes: [UInt8] = []
            for value in row {
                switch value {
                case .blob(let blob): bytes += [1] + blob
                case .int(let number): bytes += [2] + (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
                case .text(let text): bytes += [3] + Array(text.utf8)
                case .null: bytes.append(0)
                }
            }
            let hash = sha256(bytes)
            for word in 0..<4 {
                sum[word] &+= hash[(word * 8)..<(word * 8 + 8)].reduce(0) { $0 << 8 | UInt64($1) }
            }
            rows += 1
        }
    }
}
