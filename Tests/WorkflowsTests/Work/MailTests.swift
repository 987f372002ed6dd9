// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Standard
import Store
import Testing

@testable import Workflows

/// What leaves by e-mail, to whom, and how often.
@Suite struct MailTests {
    /// A program that keeps what it is given.
    private struct Program {
        let folder: String
        var route: MailRoute {
            MailRoute(.program(folder + "/send"), from: MailAddress("notes@lake.example")!, name: "Lanterns")
        }

        init(_ office: Office) throws {
            folder = office.folder
            let script = "#!/bin/sh\necho \"$@\" >> \(folder)/sent\ncat >> \(folder)/sent\n"
            try Data(script.utf8).write(to: URL(filePath: folder + "/send"))
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder + "/send")
        }

        var sent: String {
            String(decoding: FileManager.default.contents(atPath: folder + "/sent") ?? Data(), as: UTF8.self)
        }
    }

    @Test func `whoever asked hears once an hour that something waits, and nothing else`() async throws {
        let hand = Hand("2026-05-04")
        try await Office.with(clock: hand.clock) { office in
            let clocks = try OfficeClocks.inLondon()
            let program = try Program(office)
            let (dao, sunita) = (
                try await office.person("dao", [.caseworker]), try await office.person("sunita", [.caseworker])
            )
            try await setNoticeAddress("dao@lake.example", by: dao, in: office.store)
            let id = try await office.opened("Zqcanary", by: dao)
            _ = try await office.opened("Other", by: sunita)
            #expect(try await sendNotices(by: program.route, in: office.store) == 0)
            hand.go(to: "2026-05-19")
            #expect(try await tellDeadlines(clocks, in: office.store) > 0)
            #expect(try await sendNotices(by: program.route, in: office.store) == 1)
            #expect(try await sendNotices(by: program.route, in: office.store) == 0)
            hand.now += 2 * 3_600_000
            #expect(try await sendNotices(by: program.route, in: office.store) == 0, "nothing new")
            let sent = program.sent
            #expect(sent.contains("-i -f notes@lake.example -- dao@lake.example"))
            #expect(!sent.contains("sunita") && !sent.contains("Zqcanary") && !sent.contains(id.code))
            let body = try #require(sent.split(separator: "\r\n").last)
            let text = String(decoding: Data(base64Encoded: String(body)) ?? Data(), as: UTF8.self)
            #expect(text == "Something waits for you in Lanterns.")
        }
    }

    @Test func `a message that cannot go is tried again, and keeps nobody from working`() async throws {
        let hand = Hand("2026-05-04")
        try await Office.with(clock: hand.clock) { office in
            let clocks = try OfficeClocks.inLondon()
            let dao = try await office.person("dao", [.caseworker])
            try await setNoticeAddress("dao@lake.example", by: dao, in: office.store)
            _ = try await office.opened("Selvi", by: dao)
            hand.go(to: "2026-05-19")
            try await tellDeadlines(clocks, in: office.store)
            let nowhere = MailRoute(
                .relay(host: "127.0.0.1", port: 1), from: MailAddress("notes@lake.example")!, name: "Lanterns")
            await #expect(throws: MailFault.unreachable) { try await sendNotices(by: nowhere, in: office.store) }
            let missing = MailRoute(
                .program(office.folder + "/nothing"), from: MailAddress("notes@lake.example")!, name: "Lanterns")
            await #expect(throws: MailFault.self) { try await sendNotices(by: missing, in: office.store) }
            #expect(try await readWork(clocks, by: dao, in: office.store).parts.isEmpty == false)
            #expect(try await sendNotices(by: try Program(office).route, in: office.store) == 1)
        }
    }

    @Test func `a referral that nobody answers calls both sides, each once a step, and says nothing`() async throws {
        try await ReferralOffice.with(1) { world in
            let program = try Program(world.office)
            try await world.office.store.account("leads", .supervisor, of: world.takers[0], "leads@there.example")
            try await world.office.store.account("works", .caseworker, of: world.takers[0], "works@there.example")
            try await world.office.store.account("watches", .supervisor, of: world.store.agency, "watches@here.example")
            let dao = try await world.office.person("dao", [.caseworker])
            let id = try await registerCase(["prs_FirstName": .text("Zqcanary")], by: dao, in: world.store)
            try await world.agree(with: 1)
            let consent = try await giveConsent(world.consentOrder(for: [1]), inCase: id, by: dao, in: world.store)
            func round(after days: Int64) async throws -> [String] {
                world.time.pass(days * 86_400_000)
                try await tellDeadlines(OfficeClocks(), in: world.store)
                let before = program.sent.count
                _ = try await sendNotices(by: program.route, in: world.store)
                #expect(try await sendNotices(by: program.route, in: world.store) == 0, "nothing new, nothing sent")
                let new = String(program.sent.dropFirst(before))
                return ["leads", "works", "watches"].filter { new.contains("-- \($0)@") }
            }
            #expect(try await round(after: 0).isEmpty)
            world.time.pass(60_000)
            let grant = try await proposeReferral(
                ofCase: id, world.order(1, consent: consent, [.f1]), by: dao, in: world.store)
            #expect(try await round(after: 1) == ["leads"], "it has come, to who leads there")
            // Three working days, and two more until it is brought before supervision.
            var heard: [String: Int] = [:]
            for _ in 0..<14 { for name in try await round(after: 1) { heard[name, default: 0] += 1 } }
            #expect(heard["watches"] == 1 && heard["works"] == nil, "\(heard)")
            #expect((2...3).contains(heard["leads"] ?? 0), "\(heard)")
            let work = try #require(world.store.work(ofCase: id)).work
            #expect(work.notices.count { $0.key.hasPrefix("referral-answer") && $0.tell == .supervisor } == 1)
            try await answerReferral(grant.id, .accept, by: world.of(1, .supervisor), in: world.store)
            for _ in 0..<10 { #expect(try await round(after: 1).contains("leads") == false, "answered") }
            #expect(!program.sent.contains("Zqcanary") && !program.sent.contains(grant.id.description))
        }
    }

    @Test func `an address that could become an option or a second line is refused`() async throws {
        for text in ["-oQ/tmp@lake.example", "a@b\r\nBcc: c@d", "a b@c.example", "a@b@c", "@lake", "lake", "a@.lake"] {
            #expect(MailAddress(text) == nil, "\(text)")
        }
        #expect(MailAddress("amal.perera+work@lake.example") != nil)
        try await Office.with { office in
            let dao = try await office.person("dao", [.caseworker])
            await #expect(throws: Rejected.self) {
                try await setNoticeAddress("-x@lake.example", by: dao, in: office.store)
            }
            #expect(office.store.account(dao.actor.id)?.noticeAddress == nil)
        }
    }
}

extension CaseStore {
    /// Somebody who asked to be told.
    fileprivate func account(_ name: String, _ role: Role, of agency: EntityID, _ address: String) async throws {
        var account = Account(name: name, agency: agency, roles: [role])
        account.noticeAddress = address
        account.toldAt = clock.now()
        try await save(account, action: "test.prepare")
    }
}
