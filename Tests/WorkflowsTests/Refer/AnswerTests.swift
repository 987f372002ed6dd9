// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// A referral that waits for its answer, and the day on which the answer came.
@Suite struct AnswerTests {
    /// A case that was referred to the first agency on Monday, 21 September 2026, 14:13 in UTC.
    private struct Sent {
        let world: ReferralOffice
        let id: EntityID
        let referral: EntityID
        let dao: Access
        let boss: Access
        static let day: Int64 = 86_400_000
        static let title = "Referral waits for an answer"

        static func with(_ body: (Sent) async throws -> Void) async throws {
            try await ReferralOffice.with(1) { world in
                let dao = try await world.office.person("dao", [.caseworker])
                let boss = try await world.office.person("boss", [.supervisor])
                let id = try await registerCase(["prs_FirstName": .text("Selvi")], by: dao, in: world.store)
                try await world.agree(with: 1)
                let consent = try await giveConsent(world.consentOrder(for: [1]), inCase: id, by: dao, in: world.store)
                let grant = try await proposeReferral(
                    ofCase: id, world.order(1, consent: consent, [.f1]), by: dao, in: world.store)
                try await body(Sent(world: world, id: id, referral: grant.id, dao: dao, boss: boss))
            }
        }

        struct Board: Equatable {
            var tasks: [String] = []
            var deadlines = 0
        }

        /// What waits for an answer, as somebody sees it in My work: tasks with their last days, and deadlines.
        func board(_ access: Access) async throws -> Board {
            let board = try await readWork(OfficeClocks(), by: access, in: world.store)
            var (tasks, deadlines): ([String], Int) = ([], 0)
            for duty in board.parts.values.joined() {
                switch duty.what {
                case .task(let task) where task.title == Self.title: tasks.append(duty.day?.description ?? "")
                case .deadline(let deadline) where deadline.rule.id == "referral-answer": deadlines += 1
                default: break
                }
            }
            return Board(tasks: tasks, deadlines: deadlines)
        }

        func tell() async throws { try await tellDeadlines(OfficeClocks(), in: world.store) }

        var work: CaseWork { world.store.work(ofCase: id)?.work ?? CaseWork() }

        func answer(_ act: ReferralAct = .accept) async throws {
            try await answerReferral(referral, act, by: world.of(1, .supervisor), in: world.store)
        }
    }

    @Test func `what nobody answers is a task of the supervisor's, once, and ends by itself with the answer`()
        async throws
    {
        try await Sent.with { sent in
            // Three working days until Thursday, and two more until Monday's end.
            sent.world.time.pass(7 * Sent.day)
            try await sent.tell()
            #expect(try await sent.board(sent.boss).tasks.isEmpty)
            sent.world.time.pass(Sent.day)
            let changed = sent.world.store.work(ofCase: sent.id)?.changed
            for _ in 0..<3 { try await sent.tell() }
            #expect(sent.work.tasks.count == 1 && sent.work.tasks[0].role == .supervisor)
            #expect(sent.world.store.work(ofCase: sent.id)?.changed == changed, "nothing moved in the case")
            // The supervisor has it as a task in place of the deadline, whoever works on the case as the deadline.
            #expect(try await sent.board(sent.boss) == .init(tasks: ["2026-09-30"]))
            #expect(try await sent.board(sent.dao) == .init(deadlines: 1))
            try await sent.answer()
            #expect(try await sent.board(sent.boss) == .init(), "from that moment")
            #expect(try await sent.board(sent.dao) == .init())
            for _ in 0..<2 { try await sent.tell() }
            #expect(sent.work.tasks[0].done?.name == StepName.taskOver && sent.work.openTasks.isEmpty)
            sent.world.time.pass(30 * Sent.day)
            try await sent.tell()
            #expect(sent.work.tasks.count == 1 && sent.work.happened.isEmpty)
        }
    }

    @Test func `a task that the supervisor did leaves the deadline, and one taken back ends too`() async throws {
        try await Sent.with { sent in
            sent.world.time.pass(8 * Sent.day)
            try await sent.tell()
            let task = try #require(sent.work.tasks.first)
            try await finishTask(
                task.id, note: "Rang them", in: sent.id, clocks: OfficeClocks(), by: sent.boss, store: sent.world.store)
            #expect(try await sent.board(sent.boss) == .init(deadlines: 1), "nobody has answered yet")
            try await sent.tell()
            #expect(sent.work.tasks.count == 1 && sent.work.tasks[0].done?.note == "Rang them")
        }
        try await Sent.with { sent in
            sent.world.time.pass(8 * Sent.day)
            try await sent.tell()
            try await endReferral(sent.referral, ofCase: sent.id, .revoke, by: sent.dao, in: sent.world.store)
            try await sent.tell()
            #expect(sent.work.tasks.count == 1 && sent.work.openTasks.isEmpty)
        }
    }

    @Test func `an answer in time gives nobody a task, and the program alone brings one before a role`() async throws {
        try await Sent.with { sent in
            try await sent.answer(.decline(.noCapacity))
            sent.world.time.pass(20 * Sent.day)
            try await sent.tell()
            #expect(sent.work.tasks.isEmpty)
            let record = try Draft(
                .task, ["wh_TaskTitle": .text("x"), "wh_TaskRole": .text("supervisor")], links: [.caseFile: sent.id]
            ).checked(under: sent.world.store.codebook)
            let forged = EntityID.random()
            let permit = try await sent.dao.permit(
                .recordAdd, case: sent.id, record: forged, isOwn: true, in: sent.world.store)
            await #expect(throws: StoreError.notPermitted) {
                _ = try await sent.world.store.commit([.insert(forged, scope: sent.id, record)], permit: permit)
            }
        }
    }

    /// Where the receiver is, at which hour of 22 September it answers, and on which day that is there. The sender's
    /// office is in UTC.
    @Test(arguments: [
        // 23:30 on Monday in New York, where it is Tuesday already at the sender's.
        (zone: "America/New_York", hour: 3.5, day: "2026-09-21"),
        // 00:30 on Wednesday in Colombo, Tuesday still at the sender's.
        (zone: "Asia/Colombo", hour: 19.0, day: "2026-09-23"),
        // Nobody said where the receiver is: the server's day.
        (zone: "", hour: 3.5, day: "2026-09-22"),
    ])
    func `what begins with an answer begins on the day it was where the answer was given`(
        answer: (zone: String, hour: Double, day: String)
    ) async throws {
        try await Sent.with { sent in
            let day = answer.day
            try await sent.world.place(1, in: answer.zone.isEmpty ? nil : answer.zone)
            let start = Int64(Day("2026-09-22")!.number) * Sent.day + Int64(answer.hour * 3_600_000)
            sent.world.time.pass(start - sent.world.store.clock.now())
            try await sent.answer()
            let clocks = try OfficeClocks.changed { clocks in
                clocks.append([
                    "id": "first-talk", "title": "First talk", "stage": "services", "starts": ["referral.answered"],
                    "stops": ["plan.agreed"], "voids": ["case.closed"], "again": "each",
                    "lasts": ["count": 5, "unit": "calendarDays"], "breach": ["tell": "caseworker"], "source": "Ours.",
                ])
            }
            let file = try await readCase(sent.id, by: sent.dao, in: sent.world.store)
            let record = try #require(file.records(.referral).first?.record)
            #expect(record.date("wh_ReferralAnswered")?.description == day)
            // Two days on, so that the day has begun at the sender's as well.
            sent.world.time.pass(2 * Sent.day)
            let line = try #require(sent.world.store.work(ofCase: sent.id))
            let found = clocks.deadlines(of: line, now: sent.world.store.clock.now())
                .first { $0.rule.id == "first-talk" }
            #expect(found?.started == Day(day))
            #expect(found?.state == .running(lastDay: Day(day)!.adding(days: 5)))
        }
    }

    @Test func `who follows a referral by hand is dated too, and says another day if it was another`() async throws {
        try await Sent.with { sent in
            let record = try #require(sent.world.store.referral(sent.referral)?.referral?.record)
            let seen = try #require(
                try await readVersions(of: record, in: sent.id, by: sent.dao, store: sent.world.store).last)
            var draft = seen.record.draft
            draft.values["wh_ReferralStatus"] = .codes(["Accepted"])
            _ = try await editRecord(
                record, in: sent.id, base: seen.version, to: draft, by: sent.dao, store: sent.world.store)
            #expect(sent.work.moments.first { $0.name == "referral.answered" }?.day.description == "2026-09-21")
            draft.values["wh_ReferralAnswered"] = .date(PartialDate("2026-09-18")!)
            _ = try await editRecord(
                record, in: sent.id, base: seen.version + 1, to: draft, by: sent.dao, store: sent.world.store)
            let moments = sent.work.moments.filter { $0.name.hasPrefix("referral.") }
            #expect(moments.map(\.name) == ["referral.answered"] && moments[0].day.description == "2026-09-18")
            #expect(moments[0].about == record)
        }
    }
}

extension ReferralOffice {
    /// Says where a receiver is.
    fileprivate func place(_ taker: Int, in zone: String?) async throws {
        let permit = try await office.access(.systemOperator).permit(.agencyManage, by: .manageAgencies, in: store)
        var agency = try await store.agency(takers[taker - 1])
        agency.settings.zone = zone
        try await store.save(agency, permit: permit)
    }
}
