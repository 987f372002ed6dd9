// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Testing
import Vault

@testable import Store

/// LOCK-1 on the real store.
@Suite struct ReviewStoreTests {
    /// 20,000 are asked for by hand: some minutes.
    private static let steps = ProcessInfo.processInfo.environment["WAYHOUSE_LOCK_STEPS"].flatMap(Int.init) ?? 600

    /// The store against the machine, which is held against the reference in CasesTests.
    @Test func `the store follows the machine over many random steps, power cuts among them`() async throws {
        try await TierOffice.with { office in
            var run = try await LockRun(office, seed: 41)
            for step in 0..<Self.steps {
                try await run.step()
                if step.isMultiple(of: 200) { try await office.reopen() }
            }
            #expect(run.divergences == 0 && run.locked > 50 && run.decided > 25 && run.refused > 25)
        }
    }

    @Test func `an edit whose lock cannot be written is not written either`() async throws {
        try await TierOffice.with { office in
            let run = try await LockRun(office, seed: 1)
            try await office.store.database.stop("review", true)
            await #expect(throws: SQLError.self) { try await run.write("Adaeze", by: run.editors[0]) }
            let version = try await run.versions().last!.version
            #expect(version == 1 && office.store.reviews(of: office.agency).isEmpty)
            // The control: without the cut the same edit writes both.
            try await office.store.database.stop("review", false)
            try await run.write("Adaeze", by: run.editors[0])
            #expect(try await run.versions().last!.version == 2)
            #expect(office.store.reviews(of: office.agency).count == 1)
        }
    }

    @Test func `while it waits, a file that goes out holds what stood before`() async throws {
        try await TierOffice.with { office in
            let run = try await LockRun(office, seed: 2)
            try await run.write("Adaeze", by: run.editors[0])
            let lead = run.reviewers[0]
            let export = try Policy.permit(
                Actor(id: lead.id, role: .supervisor, agency: lead.agency), .registerExport, by: .exportRegister,
                .register, AccessContext(purpose: .care, isStepUpFresh: true))
            let names = Names()
            try await office.store.forEachCase(permit: export) { names.add($0) }
            #expect(names.all == ["Ifeoma"])
            let colleague = try await office.read(run.caseID, by: run.editors[1])
            #expect(colleague.people.values.first?.record.text("prs_FirstName") == "Adaeze")
        }
    }

    @Test func `an office of one accepts by itself after a day, with an entry of its own`() async throws {
        try await TierOffice.with { office in
            let run = try await LockRun(office, seed: 3)
            for reviewer in run.reviewers { office.dismiss(reviewer) }
            try await run.write("Adaeze", by: run.editors[0])
            office.time.pass(hours: 23.9)
            #expect(try await office.store.settleAlone() == 0)
            office.time.pass(hours: 0.2)
            #expect(try await office.store.settleAlone() == 1)
            #expect(office.store.reviews(of: office.agency).isEmpty)
            let last = try await office.store.database.read { connection in
                try connection.query("SELECT entry FROM audit ORDER BY seq DESC LIMIT 1").first!.bytes(0)!
            }
            #expect(String(decoding: last, as: UTF8.self).contains("done:alone"))
        }
    }
}

/// Names seen on another thread.
private final class Names: @unchecked Sendable {
    private(set) var all: [String] = []
    func add(_ file: CaseFile) { all += file.people.values.compactMap { $0.record.text("prs_FirstName") } }
}

/// One person's record in an office of three editors and two reviewers, one of whom edits too; and what the machine
/// says.
private struct LockRun {
    let office: TierOffice
    let caseID: EntityID
    let person: EntityID
    let editors: [TierOffice.Worker]
    let reviewers: [TierOffice.Worker]
    private(set) var machine = ReviewMachine(version: 1)
    private(set) var (divergences, locked, decided, refused) = (0, 0, 0, 0)
    private var random: SeededNumbers
    private var names: [Int: String] = [1: "Ifeoma"]

    init(_ office: TierOffice, seed: UInt64) async throws {
        self.office = office
        random = SeededNumbers(seed: seed)
        let both = office.hire(.caseworker, .supervisor)
        editors = [office.hire(.caseworker), office.hire(.caseworker), both]
        reviewers = [office.hire(.supervisor), both]
        let ids = try await office.register(
            ["prs_FirstName": .text("Ifeoma"), "prs_Gender": .codes(["Feminine"])], by: editors[0])
        (caseID, person) = (ids[.caseFile]!, ids[.person]!)
        try await office.assign(Array(editors[1...]), caseID, by: reviewers[0])
    }

    mutating func step() async throws {
        office.time.pass(hours: Double.random(in: 0...20, using: &random))
        let now = office.time.now
        let before = machine
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4:
            let (editor, isName) = (editors.randomElement(using: &random)!, Bool.random(using: &random))
            let name = isName ? "Name \(machine.version + 1)" : nil
            let run = self
            let answer = await Self.answer { try await run.write(name, by: editor) }
            compare(answer) { machine throws(Reason) in try machine.write(by: editor.id, waits: isName, at: now) }
            if machine != before { names[machine.version] = name ?? names[machine.version - 1] }
        case 4..<8:
            let reviewer = reviewers.randomElement(using: &random)!
            let verdict = Verdict.allCases.randomElement(using: &random)!
            guard let review = office.store.reviews(in: person)[person] else { return check() }
            let run = self
            let answer = await Self.answer { try await run.decide(review.id, verdict, by: reviewer) }
            compare(answer) { machine throws(Reason) in try machine.decide(verdict, by: reviewer.id) }
            if machine.version != before.version { names[machine.version] = names[before.version - 1] }
        case 8:
            let accepted = machine.acceptAlone(others: 1, at: now)
            if (try await office.store.settleAlone() == 1) != accepted { divergences += 1 }
        default:
            // Adding goes on, whatever waits.
            try await office.add(
                Draft(.comment, ["cco_CaseComment": .text("Brought tea")]), to: caseID, by: editors[0])
        }
        if machine.pending != nil { locked += 1 }
        if before.pending != nil, machine.pending == nil { decided += 1 }
        check()
        let stored = try await versions()
        if stored.last?.version != machine.version { divergences += 1 }
        if stored.last?.record.text("prs_FirstName") != names[machine.version] { divergences += 1 }
    }

    private mutating func check() {
        let tier = office.store.index.withLock { $0.tier }
        let base = tier.effectiveVersions(in: person)[person] ?? machine.version
        if base != machine.effectiveVersion { divergences += 1 }
        if tier.locked(in: person).isEmpty != (machine.pending == nil) { divergences += 1 }
        if tier.reviews[person]?[person]?.pending != machine.pending { divergences += 1 }
    }

    private mutating func compare(_ answer: Reason?, _ said: (inout ReviewMachine) throws(Reason) -> Void) {
        var expected: Reason?
        do throws(Reason) { try said(&machine) } catch { expected = error }
        if answer != expected { divergences += 1 }
        if expected != nil { refused += 1 }
    }

    private static func answer(_ body: () async throws -> Void) async -> Reason? {
        do {
            try await body()
            return nil
        } catch { return (error as? Refusal)?.reason ?? .wholeRecord }
    }

    /// A new name, or another coded fact.
    func write(_ name: String?, by editor: TierOffice.Worker) async throws {
        let latest = try await versions().last!
        var draft = latest.record.draft
        if let name {
            draft.values["prs_FirstName"] = .text(name)
        } else {
            draft.values["prs_NumberOfChildren"] = .number(Double(latest.version))
        }
        let permit = try permit(.recordEdit, editor, as: .caseworker, isOwn: latest.author == editor.id)
        _ = try await office.store.commit(
            [.update(person, scope: person, base: latest.version, try draft.checked(under: .current))], permit: permit,
            hand: editor.hand)
    }

    private func decide(_ id: EntityID, _ verdict: Verdict, by reviewer: TierOffice.Worker) async throws {
        let editor = machine.pending?.editor ?? office.store.review(id)?.pending.editor
        let permit = try permit(.recordReview, reviewer, as: .supervisor, isOwn: editor == reviewer.id)
        try await office.store.decide(id, verdict, reason: "Looked at the paper file", permit: permit)
    }

    func versions() async throws -> [Stored] {
        try await office.store.seen(
            person, scope: person, permit: try permit(.caseRead, reviewers[0], as: .supervisor, isOwn: nil))
    }

    private func permit(_ verb: Verb, _ worker: TierOffice.Worker, as role: Role, isOwn: Bool?) throws -> Permit {
        let actor = Actor(id: worker.id, role: role, agency: worker.agency)
        let context = AccessContext(purpose: .care, isStepUpFresh: true, isDeviceEnrolled: true)
        let facts = office.store.facts(
            ofPerson: person, for: actor, to: verb.action!, context, now: office.time.now)
        return try Policy.permit(
            actor, verb, facts, subject: .person(person), record: person, isOwn: isOwn, context, now: office.time.now)
    }
}

/// The same numbers for the same seed.
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
