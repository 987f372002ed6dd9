// SPDX-License-Identifier: Apache-2.0

import Standard
import Cases
import Foundation
import Testing
import Vault

@testable import Store

/// AUD-1 and AUD-2 on the rows of real registers, with the code that reads a register's table.
@Suite struct AuditTamperingTests {
    @Test func `10,000 tamperings are all found; without key and known end some are not`() async throws {
        let (log, other) = (try await TamperedLog.made(entries: 330), try await TamperedLog.made(entries: 40))
        #expect(log.rows.count == 330 && log.fault(in: log.rows) == nil)
        var random = SplitMix64(seed: 20_261_121)
        var (done, missed, seenBlind) = (0, [TamperedLog.Way: Int](), 0)
        while done < 10_000 {
            let way = TamperedLog.Way.allCases[done % TamperedLog.Way.allCases.count]
            guard let (rows, first) = log.tampered(way, other: other, using: &random) else { continue }
            done += 1
            if log.fault(in: rows, from: first) == nil { missed[way, default: 0] += 1 }
            if done.isMultiple(of: 100) {
                #expect(log.fault(in: rows) != nil, "from the beginning, too")
                if log.isSeenWithoutKey(rows) { seenBlind += 1 }
            }
        }
        #expect(missed.isEmpty, "\(missed)")
        #expect(seenBlind < 100, "the control: marks and the known end are needed")
    }

    @Test func `a fault says what, where, when and about whom`() async throws {
        let log = try await TamperedLog.made(entries: 20)
        var rows = log.rows
        rows[6].link.entry[rows[6].link.entry.count / 2] ^= 1
        #expect(log.fault(in: rows)?.kind == .chain && log.fault(in: rows)?.seq == 7)
        rows = log.rows
        rows[6].link.mac[0] ^= 1
        let mark = log.fault(in: rows)
        #expect(mark?.kind == .mark && mark?.seq == 7 && mark?.from != nil && mark?.to != nil)
        #expect(mark?.records.count == (Act(canonical: rows[6].link.entry)?.subject == nil ? 0 : 1))
        rows = log.rows
        rows.remove(at: 6)
        #expect(log.fault(in: rows)?.kind == .gap && log.fault(in: rows)?.seq == 7)
        rows = Array(log.rows.dropLast(4))
        #expect(log.fault(in: rows)?.kind == .anchor && log.fault(in: rows)?.seq == 17)
    }

    @Test func `entries taken on trust are not looked at, and those after them are`() async throws {
        let log = try await TamperedLog.made(entries: 300)
        func fault(_ rows: [TamperedLog.Row], since: Int) -> Fault? {
            var check = AuditCheck(install: log.install, genesis: log.genesis, since: since)
            for row in rows { check.add(seq: row.seq, row.link) }
            check.finish(.at(log.chain.head))
            return check.fault
        }
        for since in [1, 255, 256, 257, 299, 300, 400] { #expect(fault(log.rows, since: since) == nil) }
        var rows = log.rows
        rows[260].link.mac[0] ^= 1
        #expect(fault(rows, since: 260)?.seq == 261)
        #expect(fault(rows, since: 261) == nil)
    }

    /// Everything in the register that speaks of the end is cut back, too: what a copy of an earlier day is.
    @Test(
        .disabled(if: TestServer.isForAll, "NOT TESTED on PostgreSQL: copies the folder"),
        arguments: [1, 2, 5, 25, 100, 119])
    func `a register put back to an earlier day is seen by what was kept outside, and only by that`(
        cut: Int
    ) async throws {
        let folder = TestRegister.folder()
        let (old, mirror) = (folder + "-old", folder + "-mirror")
        defer { for path in [folder, old, mirror] { try? FileManager.default.removeItem(atPath: path) } }
        let sealed = try await SealedStore.create(
            folder, organisation: "Lantern House", secret: TestRegister.secret, cost: .trivial)
        var store = try await sealed.unseal(
            with: TestRegister.secret, mirror: AuditMirror(path: mirror, isRequired: true))
        let permit = try TestRegister(folder: folder, store: store).permit(.registerList)
        for number in 0..<120 {
            if number == 120 - cut {
                try await store.close()
                try FileManager.default.copyItem(atPath: folder, toPath: old)
                store = try await SealedStore.open(folder).unseal(
                    with: TestRegister.secret, mirror: AuditMirror(path: mirror, isRequired: true))
            }
            try await store.note(permit, count: number)
        }
        let checkpoint = try #require(try await store.checkpoint())
        try await store.close()
        let words = try #require(Anchor(checkpoint.content.words.uppercased()))
        let file = try #require(Anchor(checkpoint.text))
        let bare = try #require(Anchor(String(checkpoint.content.words.split(separator: " ")[1])))
        let copy = try MirrorFile(path: mirror)
        for anchor in [words, file, bare] {
            let whole = try await verified(folder, VerifyOptions(anchors: [anchor], mirror: copy))
            #expect(whole.isWhole && whole.anchors == 1 && whole.unanchored == 0, "\(whole.faults)")
            #expect(try await verified(old, VerifyOptions(anchors: [anchor])).exitCode == 6)
        }
        #expect(try await verified(old, VerifyOptions(mirror: copy)).exitCode == 7)
        let alone = try await verified(old, VerifyOptions())
        #expect(alone.isWhole && alone.unanchored == alone.entries && alone.entries > 0)
        let blind = try await keyless(old, VerifyOptions(anchors: [words]))
        #expect(blind.exitCode == 6 && !blind.isKeyed)
    }

    @Test func `checkpoints come every 1,000 entries and every hour, and stay true`() async throws {
        let time = Moment(1_800_000_000_000)
        try await TestRegister.with(clock: Clock { time.now }) { register in
            let permit = try register.permit(.registerList)
            func sizes() async throws -> [Int] {
                try await register.store.database.read { connection in
                    try connection.query("SELECT size FROM checkpoint ORDER BY size").compactMap { $0.int(0) }
                }
            }
            try await register.store.note(permit, count: 1)
            #expect(try await sizes() == [1])
            for _ in 0..<999 { try await register.store.note(permit, count: 1) }
            #expect(try await sizes() == [1])
            try await register.store.note(permit, count: 1)
            #expect(try await sizes() == [1, 1_001])
            try await register.store.note(permit, count: 1)
            time.now += 3_600_001
            try await register.store.note(permit, count: 1)
            #expect(try await sizes() == [1, 1_001, 1_003])
            let again = try await register.reopened()
            try await again.store.note(permit, count: 1)
            try await again.store.close()
            let result = try await verified(register.folder, VerifyOptions(deep: true))
            #expect(result.isWhole && result.checkpoints == 4, "\(result.faults)")
        }
    }

    private func verified(_ folder: String, _ options: VerifyOptions) async throws -> Verification {
        let sealed = try await SealedStore.open(folder)
        let result = try await sealed.verify(with: TestRegister.secret, options)
        try await sealed.close()
        return result
    }

    private func keyless(_ folder: String, _ options: VerifyOptions) async throws -> Verification {
        let sealed = try await SealedStore.open(folder)
        let result = try await sealed.verify(with: nil, options)
        try await sealed.close()
        return result
    }
}
