// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Vault

@testable import Store
@testable import Vault

/// The rows of a real register's log, and what a hand on the database can do to them.
struct TamperedLog {
    typealias Row = (seq: Int, link: AuditLink)

    let install: [UInt8]
    let genesis: AuditGenesis
    /// What the running server holds.
    let chain: AuditChain
    let rows: [Row]
    /// The check as it stands before each row.
    let before: [AuditCheck]

    enum Way: CaseIterable {
        case entry, hash, mac, seq, delete, insert, swap, duplicate, date, splice, rechain, remark
    }

    /// A register with so many entries of several kinds.
    static func made(entries: Int) async throws -> TamperedLog {
        try await TestRegister.with { register in
            let ids = try await register.register(CaseStoreTests.nadia)
            let read = try register.permit(.caseRead, .caseFile(ids[.caseFile]!))
            let search = try register.permit(.registerSearch)
            for number in 1..<entries {
                if number.isMultiple(of: 3) {
                    try await register.store.note(search, count: number, words: "invented \(number)")
                } else {
                    try await register.store.note(read, count: number)
                }
            }
            try await register.store.close()
            let sealed = try await SealedStore.open(register.folder)
            defer { sealed.lock?.release() }
            let root = try RootKey.open(sealed.slots, with: TestRegister.secret, install: sealed.install)
            return try await TamperedLog(sealed, root.auditGenesis(install: sealed.install))
        }
    }

    private init(_ sealed: SealedStore, _ genesis: AuditGenesis) async throws {
        install = sealed.install
        self.genesis = genesis
        let (rows, state) = try await sealed.database.read { connection in
            let rows = try connection.query("SELECT seq, entry, hash, mac FROM audit ORDER BY seq").map { row -> Row in
                (row.int(0)!, AuditLink(entry: row.bytes(1)!, hash: row.bytes(2)!, mac: row.bytes(3)!))
            }
            return (rows, try connection.setting(AuditTrail.setting)!)
        }
        self.rows = rows
        chain = try AuditChain.restore(state, genesis: genesis)
        var check = AuditCheck(install: install, genesis: genesis)
        before = rows.map { row in
            defer { check.add(seq: row.seq, row.link) }
            return check
        }
    }

    /// What the check says of other rows, from the first that may differ on.
    func fault(in rows: [Row], from first: Int = 0) -> Fault? {
        var check = first < before.count ? before[first] : AuditCheck(install: install, genesis: genesis)
        for row in rows[min(first, rows.count)...] { check.add(seq: row.seq, row.link) }
        check.finish(.at(chain.head))
        return check.fault
    }

    /// What somebody would say who has no key and does not know where the log ended.
    func isSeenWithoutKey(_ rows: [Row]) -> Bool {
        var check = AuditCheck(install: install, genesis: nil)
        for row in rows { check.add(seq: row.seq, row.link) }
        check.finish(.unknown)
        return check.fault != nil
    }

    /// The rows after one tampering, and the first place that it may touch; nil when it would change nothing.
    func tampered(_ way: Way, other: TamperedLog, using random: inout some RandomNumberGenerator) -> ([Row], Int)? {
        var rows = rows
        let at = Int.random(in: rows.indices, using: &random)
        let to = Int.random(in: rows.indices, using: &random)
        func flip(_ bytes: inout [UInt8]) {
            bytes[Int.random(in: bytes.indices, using: &random)] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
        }
        switch way {
        case .entry: flip(&rows[at].link.entry)
        case .hash: flip(&rows[at].link.hash)
        case .mac: flip(&rows[at].link.mac)
        case .seq: rows[at].seq += Int.random(in: 1...9, using: &random)
        case .delete: rows.remove(at: at)
        case .insert:
            let link = AuditLink(entry: rows[to].link.entry, hash: .random(32), mac: .random(32))
            rows.insert((rows[at].seq, link), at: at)
        case .swap:
            guard at != to else { return nil }
            (rows[at].link, rows[to].link) = (rows[to].link, rows[at].link)
        case .duplicate:
            rows.insert(rows[to], at: at)
            for place in at..<rows.count { rows[place].seq = place + 1 }
        case .date: rows[at].link.entry = redated(rows[at].link.entry)
        case .splice: rows[at].link = other.rows[at % other.rows.count].link
        case .rechain:
            rows[at].link.entry = redated(rows[at].link.entry)
            rechain(&rows, from: at, marking: nil)
        case .remark:
            rows[at].link.entry = redated(rows[at].link.entry)
            rechain(&rows, from: at, marking: chain.epoch)
        }
        return (rows, min(at, way == .swap ? to : at))
    }

    /// The same entry an hour earlier.
    private func redated(_ entry: [UInt8]) -> [UInt8] {
        var act = Act(canonical: entry)!
        act.at -= 3_600_000
        return act.canonical
    }

    /// Works out every hash anew from a place on, and the marks with the key that the server holds now.
    private func rechain(_ rows: inout [Row], from at: Int, marking epoch: AuditEpoch?) {
        var previous = at == 0 ? AuditChain.start(install) : rows[at - 1].link.hash
        for place in at..<rows.count {
            previous = AuditChain.hash(of: rows[place].link.entry, after: previous)
            rows[place].link.hash = previous
            if let epoch { rows[place].link.mac = epoch.mac.authenticate(previous) }
        }
    }
}
