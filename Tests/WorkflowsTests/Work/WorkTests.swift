// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// Tasks, steps and the board of what somebody has to do.
@Suite struct WorkTests {
    private let clocks = OfficeClocks()

    private func day(_ text: String) -> PartialDate { PartialDate(text)! }

    @Test func `a task is set, put off with a reason, and done once`() async throws {
        let hand = Hand("2026-06-01")
        try await Office.with(clock: hand.clock) { office in
            let id = try await office.opened("Selvi")
            let task = try await setTask(
                TaskOrder("Ask the embassy for papers", due: day("2026-06-03")), in: id, clocks: clocks,
                by: office.owner, store: office.store, idempotencyKey: "form")
            let again = try await setTask(
                TaskOrder("Ask the embassy for papers", due: day("2026-06-03")), in: id, clocks: clocks,
                by: office.owner, store: office.store, idempotencyKey: "form")
            #expect(task == again)
            var board = try await readWork(clocks, by: office.owner, in: office.store)
            #expect(board.parts[.week]?.contains { $0.day == Day("2026-06-03") } == true)
            try await postponeTask(
                task, until: day("2026-06-20"), reason: "The embassy is closed", in: id, clocks: clocks,
                by: office.owner, store: office.store)
            board = try await readWork(clocks, by: office.owner, in: office.store)
            #expect(board.parts[.later]?.contains { $0.day == Day("2026-06-20") } == true)
            hand.go(to: "2026-06-21")
            board = try await readWork(clocks, by: office.owner, in: office.store)
            #expect(board.parts[.late]?.contains { $0.day == Day("2026-06-20") } == true)
            for _ in 0..<2 {
                try await finishTask(task, in: id, clocks: clocks, by: office.owner, store: office.store)
            }
            let known = try #require(office.store.work(ofCase: id)?.work.tasks.first)
            #expect(known.done?.author == office.owner.actor.id && known.putOff.count == 1)
            #expect(office.store.work(ofCase: id)?.work.openTasks.isEmpty == true)
        }
    }

    @Test func `what makes no sense is refused with a word for each, and nothing is written`() async throws {
        let hand = Hand("2026-06-01")
        try await Office.with(clock: hand.clock) { office in
            let id = try await office.opened("Selvi")
            let refused = await #expect(throws: Rejected.self) {
                try await setTask(
                    TaskOrder(" ", due: day("2026-05-30"), holder: .random()), in: id, clocks: clocks,
                    by: office.owner, store: office.store)
            }
            #expect(refused?.findings.map(\.field) == ["wh_TaskTitle", "wh_TaskDue", "wh_TaskFor"])
            let step = await #expect(throws: Rejected.self) {
                try await noteStep(
                    StepOrder("follow-up.3.done", day: day("2026-06-02")), in: id, clocks: clocks, by: office.owner,
                    store: office.store)
            }
            #expect(step?.findings.map(\.field) == ["wh_StepDay", "wh_StepOutcome"])
            await #expect(throws: Rejected.self) {
                try await noteStep(
                    StepOrder("task.done"), in: id, clocks: clocks, by: office.owner, store: office.store)
            }
            await #expect(throws: StoreError.notFound) {
                try await finishTask(.random(), in: id, clocks: clocks, by: office.owner, store: office.store)
            }
            #expect(office.store.work(ofCase: id)?.work.tasks.isEmpty == true)
            #expect(office.store.work(ofCase: id)?.work.happened.isEmpty == true)
        }
    }

    @Test func `tasks, steps and notices are written by their own verbs only, and never changed`() async throws {
        try await Office.with { office in
            let id = try await office.opened("Nadia")
            for kind in [RecordKind.task, .step, .notice] {
                await #expect(throws: Rejected.self) {
                    try await addRecord(Draft(kind), toCase: id, by: office.owner, store: office.store)
                }
            }
            let task = try await setTask(
                TaskOrder("Call the shelter"), in: id, clocks: clocks, by: office.owner, store: office.store)
            await #expect(throws: Rejected.self) {
                try await removeRecord(task, in: id, kind: .task, base: 1, by: office.owner, store: office.store)
            }
            // Nobody but the program writes that somebody was told: not even with leave to add records.
            let record = try Draft(.notice, ["wh_NoticeKey": .text("x")], links: [.caseFile: id])
                .checked(under: office.store.codebook)
            let forged = EntityID.random()
            let permit = try await office.owner.permit(
                .recordAdd, case: id, record: forged, isOwn: true, in: office.store)
            await #expect(throws: StoreError.notPermitted) {
                _ = try await office.store.commit([.insert(forged, scope: id, record)], permit: permit)
            }
        }
    }

    @Test func `who does not work on a case sees neither its deadlines nor its tasks, and cannot set any`() async throws
    {
        try await Office.with { office in
            let id = try await office.opened("Tala")
            _ = try await setTask(
                TaskOrder("Call"), in: id, clocks: clocks, by: office.owner, store: office.store)
            let stranger = office.access(.caseworker, 9)
            #expect(try await readWork(clocks, by: stranger, in: office.store).parts.isEmpty)
            await #expect(throws: Refusal.self) {
                try await setTask(TaskOrder("Mine"), in: id, clocks: clocks, by: stranger, store: office.store)
            }
            // The control: whoever it is assigned to does.
            #expect(try await readWork(clocks, by: office.owner, in: office.store).parts.isEmpty == false)
        }
    }

    @Test func `a task for somebody who has left falls to whoever works on the case, then to the supervisor`()
        async throws
    {
        try await Office.with { office in
            let (dao, sunita) = (
                try await office.person("dao", [.caseworker]), try await office.person("sunita", [.caseworker])
            )
            let boss = try await office.person("boss", [.supervisor])
            let id = try await office.opened("Mira", by: dao)
            try await assignCase(id, add: [sunita.actor.id], by: office.supervisor, in: office.store)
            _ = try await setTask(
                TaskOrder("Find a school", holder: dao.actor.id), in: id, clocks: clocks, by: sunita,
                store: office.store)
            func tasks(_ access: Access) async throws -> [WorkPart] {
                let board = try await readWork(clocks, by: access, in: office.store)
                return WorkPart.allCases.filter { part in
                    board.parts[part]?.contains { if case .task = $0.what { true } else { false } } == true
                }
            }
            #expect(try await tasks(dao) == [.later])
            #expect(try await tasks(sunita) == [.waiting], "she gave it to somebody else")
            var gone = try #require(office.store.account(dao.actor.id))
            gone.state = .disabled
            try await office.store.save(gone, action: "test.prepare")
            #expect(try await tasks(sunita) == [.later])
            #expect(try await tasks(boss) == [])
            try await assignCase(id, add: [], remove: [sunita.actor.id], by: office.supervisor, in: office.store)
            #expect(try await tasks(boss) == [.later])
            await #expect(throws: Rejected.self) {
                try await setTask(
                    TaskOrder("Again", holder: dao.actor.id), in: id, clocks: clocks, by: boss, store: office.store)
            }
        }
    }

    @Test func `closing a case notes the day, and follow-ups fall due three and six months later, on a working day`()
        async throws
    {
        let hand = Hand("2026-01-26")
        try await Office.with(clock: hand.clock) { office in
            let clocks = try OfficeClocks.inLondon(withStale: true)
            let id = try await office.opened("Ines")
            let file = try await readCase(id, by: office.owner, in: office.store)
            var draft = try #require(file.caseRecord).record.draft
            draft.values["cas_Status"] = .codes(["Closed"])
            guard
                case .saved = try await editRecord(
                    id, in: id, base: 1, to: draft, by: office.owner, store: office.store)
            else { throw StoreError.notFound }
            let closed = try await readCase(id, by: office.owner, in: office.store)
            #expect(closed.caseRecord?.record.date("wh_ClosedDate") == day("2026-01-26"))
            func open() throws -> [String: Deadline] {
                let line = try #require(office.store.work(ofCase: id))
                return Dictionary(clocks.deadlines(of: line, now: hand.now).map { ($0.rule.id, $0) }) { a, _ in a }
            }
            // 26 April and 26 July 2026 are Sundays.
            #expect(try open()["follow-up-3"]?.day(clocks.time) == Day("2026-04-27"))
            #expect(try open()["follow-up-6"]?.day(clocks.time) == Day("2026-07-27"))
            #expect(try open()["stale"] == nil, "a closed case is not still")
            hand.go(to: "2026-04-20")
            let step = try await noteStep(
                StepOrder("follow-up.3.done", outcome: "Well"), in: id, clocks: clocks, by: office.owner,
                store: office.store)
            #expect(try open()["follow-up-3"] == nil && open()["follow-up-6"] != nil)
            try await takeBackStep(
                step, reason: "Another person", in: id, clocks: clocks, by: office.owner, store: office.store)
            #expect(try open()["follow-up-3"] != nil)
        }
    }

    @Test func `handing cases over moves them with their tasks and leaves a note`() async throws {
        try await Office.with { office in
            let (dao, sunita) = (
                try await office.person("dao", [.caseworker]), try await office.person("sunita", [.caseworker])
            )
            let boss = try await office.person("boss", [.supervisor])
            let id = try await office.opened("Mira", by: dao)
            _ = try await setTask(
                TaskOrder("Find a school", holder: dao.actor.id), in: id, clocks: clocks, by: dao, store: office.store)
            await #expect(throws: Refusal.self) {
                try await handOverCases(
                    from: dao.actor.id, to: [id: sunita.actor.id], note: "", clocks: clocks, by: dao,
                    in: office.store)
            }
            let count = try await handOverCases(
                from: dao.actor.id, to: [id: sunita.actor.id], note: "Her brother calls on Sundays", clocks: clocks,
                by: boss, in: office.store)
            #expect(count == 1)
            let board = try await readWork(clocks, by: sunita, in: office.store)
            let titles = board.parts.values.joined().compactMap { duty -> String? in
                if case .task(let task) = duty.what { task.title } else { nil }
            }
            #expect(Set(titles) == ["Find a school", "Her brother calls on Sundays"])
            await #expect(throws: Refusal.self) { try await readCase(id, by: dao, in: office.store) }
        }
    }

    @Test func `words are found in one case, as far as the reader may see it`() async throws {
        try await Office.with { office in
            let id = try await office.opened("Nguyễn Thị")
            _ = try await addRecord(
                Draft(.comment, ["cco_CaseComment": .text("Met at the tea shop near the harbour")]), toCase: id,
                by: office.owner, store: office.store)
            func found(_ words: String, _ access: Access) async throws -> [String] {
                try await searchCase(id, for: words, by: access, in: office.store).found.map(\.text)
            }
            #expect(try await found("harb tea", office.owner) == ["Met at the tea shop near the harbour"])
            #expect(try await found("nguyen", office.owner) == ["Nguyễn Thị"])
            #expect(try await found("harbour nothing", office.owner).isEmpty)
            #expect(try await found("  ", office.owner).isEmpty)
            await #expect(throws: Refusal.self) { try await found("tea", office.access(.caseworker, 9)) }
            let acts = try await readActs(latest: 20, about: id, by: office.supervisor, in: office.store)
            #expect(acts.contains { $0.action == "case.read" && $0.isDone })
        }
    }

    @Test func `the life of a person over cases holds only those that the reader may see`() async throws {
        try await Office.with { office in
            let first = try await office.opened("Selvi")
            let person = try await readCase(first, by: office.owner, in: office.store).people.keys.first!
            let other = office.access(.caseworker, 2)
            let second = try await registerCase(
                ["vic_TypeOfExploitation": .codes(["ForcedBegging"])], for: person, by: office.owner, in: office.store)
            let mine = try await readCases(of: person, from: first, by: office.owner, in: office.store)
            #expect(Set(mine.map(\.id)) == [first, second])
            try await office.store.assignForTest(first, to: other.actor.id, by: office.supervisor)
            let theirs = try await readCases(of: person, from: first, by: other, in: office.store)
            #expect(theirs.map(\.id) == [first])
            await #expect(throws: StoreError.notFound) {
                try await readCases(of: .random(), from: first, by: office.owner, in: office.store)
            }
        }
    }
}

extension CaseStore {
    /// Gives a case to an actor who has no account.
    fileprivate func assignForTest(_ id: EntityID, to account: EntityID, by access: Access) async throws {
        let permit = try await access.permit(.caseAssign, case: id, in: self)
        try await assign(add: [account], remove: [], case: id, permit: permit)
    }
}
