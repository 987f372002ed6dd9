// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

/// LOCK-1, the pure half: transitions, timers, who may review.
@Suite struct ReviewTests {
    @Test func `the machine agrees with the reference over 20,000 random steps`() {
        #expect((1...20).reduce(0) { $0 + Self.divergences(run: $1) { $0 } } == 0)
    }

    /// The control: machines that forget one rule each are found out.
    @Test func `a machine that forgets one rule diverges`() {
        let forgets: [@Sendable (Step) -> Step] = [
            { step in if case .decide(let verdict, _) = step { .decide(verdict, by: 9) } else { step } },
            { step in if case .write(let who, _) = step { .write(who, waits: false) } else { step } },
            { step in if case .pass = step { .pass(others: 0) } else { step } },
            { step in if case .decide(.revert, let who) = step { .decide(.accept, by: who) } else { step } },
            { step in if case .decide(.ask, let who) = step { .decide(.accept, by: who) } else { step } },
        ]
        for forget in forgets { #expect(Self.divergences(run: 1, forget) > 0) }
    }

    @Test func `escalation comes after 72 hours and after 7 days, not before`() throws {
        var machine = ReviewMachine(version: 3)
        try machine.write(by: Self.people[0], waits: true, at: 1_000)
        let waiting = try #require(machine.pending)
        let hour: Int64 = 3_600_000
        #expect(waiting.attention(at: 1_000 + 72 * hour) == .reviewer)
        #expect(waiting.attention(at: 1_001 + 72 * hour) == .dataProtection)
        #expect(waiting.attention(at: 1_000 + 168 * hour) == .dataProtection)
        #expect(waiting.attention(at: 1_001 + 168 * hour) == .everySupervisor)
        // A clock set back makes nothing older.
        #expect(waiting.attention(at: 0) == .reviewer)
    }

    @Test func `a locked record takes notes and looks, and nothing that lets it out or changes it`() throws {
        var machine = ReviewMachine(version: 1)
        #expect(Action.allCases.allSatisfy { machine.allows($0) })
        try machine.write(by: Self.people[0], waits: true, at: 0)
        #expect(Action.allCases.filter { !machine.allows($0) } == [.edit, .delete, .export, .share, .merge])
    }

    @Test(arguments: ReviewTrigger.allCases) func `drafts, what was handed in, and additions never wait`(
        trigger: ReviewTrigger
    ) throws {
        let before = try Self.person(["prs_FirstName": .text("Amara"), "prs_Gender": .codes(["Feminine"])])
        let filled = try Self.person([
            "prs_FirstName": .text("Amara"), "prs_SecondName": .text("Okafor"), "prs_Gender": .codes(["Feminine"]),
        ])
        #expect(!trigger.locks(from: before, to: filled, in: .open, under: .current))
        #expect(!trigger.locks(from: nil, to: before, in: .open, under: .current))
        for state in [RecordState.draft, .unverified] {
            #expect(!trigger.locks(from: filled, to: before, in: state, under: .current))
            #expect(!trigger.locks(from: filled, to: nil, in: state, under: .current))
        }
    }

    @Test func `changing or emptying a name waits, a coded fact only when all is reviewed`() throws {
        let before = try Self.person(["prs_FirstName": .text("Amara"), "prs_Gender": .codes(["Feminine"])])
        let renamed = try Self.person(["prs_FirstName": .text("Amaka"), "prs_Gender": .codes(["Feminine"])])
        let emptied = try Self.person(["prs_Gender": .codes(["Feminine"])])
        let declined = try Self.person(["prs_FirstName": .absent(.declined), "prs_Gender": .codes(["Feminine"])])
        let recoded = try Self.person(["prs_FirstName": .text("Amara"), "prs_Gender": .codes(["Masculine"])])
        func locks(_ trigger: ReviewTrigger, _ new: Record?) -> Bool {
            trigger.locks(from: before, to: new, in: .open, under: .current)
        }
        for new in [renamed, emptied, declined, nil] {
            #expect(locks(.sensitive, new) && locks(.all, new) && !locks(.off, new))
        }
        #expect(!locks(.sensitive, recoded) && locks(.all, recoded))
        #expect(!ReviewTrigger.sensitive.locks(from: declined, to: before, in: .open, under: .current))
    }

    @Test func `any change of a consent waits, and closing a case, and another link`() throws {
        let here: [Link: EntityID] = [.caseFile: EntityID(high: 1, low: 1)]
        let asked = try Draft(.consent, ["wh_ConsentStatus": .codes(["Given"])], links: here).checked(under: .current)
        let wider = try Draft(
            .consent, ["wh_ConsentStatus": .codes(["Given"]), "wh_ConsentRecipient": .text("Casa Aurora")], links: here
        ).checked(under: .current)
        #expect(ReviewTrigger.sensitive.locks(from: asked, to: wider, in: .open, under: .current))
        let open = try Draft(.caseFile, ["cas_Status": .codes(["Active"])]).checked(under: .current)
        let closed = try Draft(.caseFile, ["cas_Status": .codes(["ClosedReferred"])]).checked(under: .current)
        #expect(ReviewTrigger.sensitive.locks(from: open, to: closed, in: .open, under: .current))
        #expect(!ReviewTrigger.sensitive.locks(from: closed, to: open, in: .open, under: .current))
        let note = try Draft(.comment, [:], links: here).checked(under: .current)
        let moved = try Draft(.comment, [:], links: [.caseFile: EntityID(high: 2, low: 2)]).checked(under: .current)
        #expect(ReviewTrigger.sensitive.locks(from: note, to: moved, in: .open, under: .current))
    }

    @Test func `a reviewer is shown each field that differs and no other`() throws {
        let before = try Self.person(["prs_FirstName": .text("Ніна"), "prs_SecondName": .text("Коваль")])
        let after = try Self.person(["prs_FirstName": .text("Ніна"), "prs_SecondName": .text("Коваленко")])
        #expect(
            before.differences(to: after) == [
                FieldDifference(
                    field: "prs_SecondName", before: .text("Коваль"), after: .text("Коваленко"))
            ])
        #expect(before.differences(to: nil).map(\.field) == ["prs_FirstName", "prs_SecondName"])
        #expect(before.differences(to: before).isEmpty)
    }

    // What the random runs do

    enum Step: Sendable {
        case write(Int, waits: Bool)
        case decide(Verdict, by: Int)
        case pass(others: Int)
    }

    static let people = (0..<10).map { EntityID(high: 7, low: UInt64($0)) }

    private static func person(_ values: [FieldName: Value]) throws -> Record {
        try Draft(.person, values).checked(under: .current)
    }

    /// How often machine and reference said or became something different in 1,000 steps; `doctor` changes what the
    /// machine is told.
    private static func divergences(run: UInt64, _ doctor: (Step) -> Step) -> Int {
        var random = SplitMix64(seed: run)
        var machine = ReviewMachine(version: 1)
        var reference = ReviewReference()
        var (now, divergences): (Int64, Int) = (0, 0)
        for _ in 0..<1_000 {
            now += Int64.random(in: 0...30, using: &random) * 1_800_000
            let step = randomStep(using: &random)
            if answer(&machine, doctor(step), now) != answer(&reference, step, now) { divergences += 1 }
            let attention = machine.pending.map { $0.attention(at: now).rawValue }
            if machine.version != reference.version || machine.effectiveVersion != reference.effective
                || attention != reference.attention(at: now)
                || machine.allows(.edit) != (reference.waiting == nil) || !machine.allows(.appendNote)
            {
                divergences += 1
            }
        }
        return divergences
    }

    private static func randomStep(using random: inout SplitMix64) -> Step {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4: .write(.random(in: 0..<4, using: &random), waits: .random(using: &random))
        case 4..<7:
            .decide(Verdict.allCases.randomElement(using: &random)!, by: .random(in: 0..<4, using: &random))
        default: .pass(others: .random(in: 0..<3, using: &random))
        }
    }

    private static func answer(_ machine: inout ReviewMachine, _ step: Step, _ now: Int64) -> String {
        do throws(Reason) {
            switch step {
            case .write(let who, let waits): try machine.write(by: people[who], waits: waits, at: now)
            case .decide(let verdict, let who): try machine.decide(verdict, by: people[who])
            case .pass(let others): return "\(machine.acceptAlone(others: others, at: now))"
            }
            return "done"
        } catch { return "\(error)" }
    }

    private static func answer(_ reference: inout ReviewReference, _ step: Step, _ now: Int64) -> String {
        switch step {
        case .write(let who, let waits): reference.write(who, waits: waits, at: now).map { "\($0)" } ?? "done"
        case .decide(let verdict, let who): reference.decide(verdict, by: who).map { "\($0)" } ?? "done"
        case .pass(let others): "\(reference.pass(others: others, at: now))"
        }
    }
}
