// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store
import Testing

@testable import Workflows

/// A signal is no case; somebody decides once what becomes of it.
struct SignalTests {
    private func report(_ office: Office, _ more: [FieldName: Value] = [:], by access: Access? = nil) async throws
        -> EntityID
    {
        let values: [FieldName: Value] = [
            "wh_SignalSaid": .text("Two girls do not leave the house"), "wh_SignalPlace": .text("Ward 5, Kaduwela"),
        ].merging(more) { _, new in new }
        return try await reportSignal(values, by: access ?? office.owner, in: office.store)
    }

    private func decide(
        _ id: EntityID, _ decision: SignalDecision, _ office: Office, base: Int = 1, by access: Access? = nil
    ) async throws -> EntityID {
        try await decideSignal(
            id, decision, base: base, name: "Dilani", by: access ?? office.owner, in: office.store)
    }

    @Test func `a signal is in no list of cases, in no count and in no export`() async throws {
        try await Office.with { office in
            _ = try await StatusTests.registered(office)
            func seen() async throws -> [String] {
                var seen: [String] = []
                for access in [office.owner, office.supervisor] {
                    let (lines, total) = try await listCases(CaseQuery(), by: access, in: office.store)
                    let facets = try await caseFacets(by: access, in: office.store)
                    seen.append("\(lines.count) \(total) \(facets)")
                    let drafts = try await listCases(CaseQuery(draftsOnly: true), by: access, in: office.store)
                    seen.append("\(drafts.total)")
                }
                let file = try await exportRegister(
                    as: .htcdsCSV, approved: true, by: office.supervisor, in: office.store)
                return seen + ["\(file.rows)"]
            }
            let before = try await seen()
            let id = try await report(office)
            #expect(try await seen() == before)
            #expect(try await listSignals(by: office.owner, in: office.store).map(\.id) == [id])
            // The control: the same case, taken up, is in all of them.
            _ = try await decide(id, SignalDecision(.becameCase, reason: "Seen by our team"), office)
            #expect(try await seen() != before)
            #expect(try await listSignals(by: office.owner, in: office.store).isEmpty)
        }
    }

    @Test func `the most urgent comes first, then the oldest, and what is decided last`() async throws {
        try await Office.with { office in
            func one(_ urgency: String?, _ day: String) async throws -> EntityID {
                var more: [FieldName: Value] = ["wh_SignalReceived": .date(PartialDate(day)!)]
                if let urgency { more["wh_SignalUrgency"] = .codes([urgency]) }
                return try await report(office, more)
            }
            let wait = try await one("CanWait", "2020-01-01")
            let young = try await one("Now", "2025-03-01")
            let old = try await one("Now", "2025-01-01")
            let unknown = try await one(nil, "2025-01-01")
            let soon = try await one("Soon", "2025-01-01")
            let decided = try await one("Now", "2024-01-01")
            _ = try await decide(decided, SignalDecision(.notEnough, reason: "Nobody there"), office)
            let order = try await listSignals(by: office.owner, in: office.store).map(\.id)
            #expect(order == [old, young, soon, unknown, wait, decided])
        }
    }

    @Test func `what becomes a case keeps where it began, and the decision stays`() async throws {
        try await Office.with { office in
            let id = try await report(office)
            #expect(try await decide(id, SignalDecision(.becameCase, reason: "Seen"), office) == id)
            let file = try await readCase(id, by: office.owner, in: office.store)
            let signal = try #require(file.ownSignal)
            #expect(!file.isSignal && signal.record.text("wh_SignalSaid") != nil && signal.version == 2)
            #expect(signal.record.code("wh_SignalOutcome") == "BecameCase")
            #expect(office.store.facts(ofCase: id)?.state == .open)
            await #expect(throws: Rejected.self) {
                try await editRecord(
                    signal.id, in: id, base: 2, to: signal.record.draft, by: office.owner, store: office.store)
            }
            await #expect(throws: Rejected.self) {
                var draft = try #require(file.caseRecord).record.draft
                draft.values["wh_RecordState"] = .codes(["Signal"])
                _ = try await editRecord(id, in: id, base: 2, to: draft, by: office.owner, store: office.store)
            }
        }
    }

    @Test func `a signal joins a case, with a copy that says where it comes from`() async throws {
        try await Office.with { office in
            let id = try await report(office)
            let other = try await StatusTests.registered(office)
            let found = try await decide(id, SignalDecision(.joinedCase, reason: "Same house", joins: other), office)
            #expect(found == other)
            let copy = try await readCase(other, by: office.owner, in: office.store).records(.signal)
            #expect(copy.count == 1 && copy[0].record.text("wh_SignalOrigin") == id.description)
            #expect(copy[0].record["wh_SignalOutcome"] == nil)
            let line = try #require(try await listSignals(by: office.owner, in: office.store).first)
            #expect(line.signal.outcome == "JoinedCase")
        }
    }

    @Test func `no trafficking, but somebody needs help: the offer is written with the decision`() async throws {
        try await Office.with { office in
            let id = try await report(office)
            let decision = SignalDecision(.helpElsewhere, reason: "No wages paid", passedTo: "Labour office")
            _ = try await decide(id, decision, office)
            let referral = try #require(
                try await readCase(id, by: office.owner, in: office.store).records(.referral).first)
            #expect(referral.record.code("wh_ReferralStatus") == "Proposed")
            #expect(referral.record.text("cas_ReferredOrganisation") == "Labour office")
            #expect(office.store.facts(ofCase: id)?.state == .draft)
        }
    }

    @Test func `of two who decide at once one does, and the other is told`() async throws {
        try await Office.with { office in
            let id = try await report(office)
            let outcomes: [SignalDecision.Outcome] = [.notEnough, .becameCase, .notEnough, .becameCase]
            let results = await withTaskGroup(of: Bool.self) { group in
                for outcome in outcomes {
                    group.addTask {
                        do {
                            _ = try await decide(id, SignalDecision(outcome, reason: "So"), office)
                            return true
                        } catch { return !(error is SignalObstacle) }
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(results.count(where: { $0 }) == 1)
            let versions = try await readCase(id, by: office.owner, in: office.store).ownSignal?.version
            #expect(versions == 2)
        }
    }

    @Test func `nothing is decided without a reason, a case or an office, and nothing half`() async throws {
        try await Office.with { office in
            let id = try await report(office)
            let bad: [SignalDecision] = [
                SignalDecision(.notEnough, reason: "  "), SignalDecision(.joinedCase, reason: "Same"),
                SignalDecision(.passedOn, reason: "Theirs"), SignalDecision(.helpElsewhere, reason: "Wages"),
            ]
            for decision in bad {
                await #expect(throws: Rejected.self) { try await decide(id, decision, office) }
            }
            await #expect(throws: (any Error).self) {
                try await decide(id, SignalDecision(.joinedCase, reason: "Same", joins: .random()), office)
            }
            let other = try await report(office)
            await #expect(throws: StoreError.self) {
                try await decide(id, SignalDecision(.joinedCase, reason: "Same", joins: other), office)
            }
            #expect(try await readCase(id, by: office.owner, in: office.store).ownSignal?.version == 1)
            _ = try await decide(id, SignalDecision(.passedOn, reason: "Theirs", passedTo: "Coast guard"), office)
        }
    }

    @Test func `who hands in reads their own and decides nothing; an empty signal is refused`() async throws {
        try await Office.with { office in
            let village = office.access(.firstResponder, 7)
            let id = try await report(office, by: village)
            #expect(try await listSignals(by: village, in: office.store).map(\.id) == [id])
            await #expect(throws: Refusal.self) {
                try await decide(id, SignalDecision(.notEnough, reason: "x"), office, by: village)
            }
            await #expect(throws: Refusal.self) {
                try await decide(id, SignalDecision(.notEnough, reason: "x"), office, by: office.access(.caseworker, 8))
            }
            await #expect(throws: Rejected.self) { try await reportSignal([:], by: village, in: office.store) }
            let decided: [FieldName: Value] = ["wh_SignalOutcome": .codes(["NotEnough"])]
            let sly = try await report(office, decided)
            let line = try await listSignals(by: office.owner, in: office.store).first { $0.id == sly }
            #expect(line?.signal.outcome == nil)
        }
    }

    @Test func `what was refused is kept as long as what was never taken up, and a case is not`() async throws {
        let time = ErasureStateTests.Time()
        try await Office.with(clock: time.clock) { office in
            let refused = try await report(office)
            _ = try await decide(refused, SignalDecision(.notEnough, reason: "Nobody there"), office)
            let taken = try await report(office)
            _ = try await decide(taken, SignalDecision(.becameCase, reason: "Seen"), office)
            #expect(try await office.store.dueCases(of: office.store.agency).isEmpty)
            time.pass(days: 2 * 366)
            let due = try await office.store.dueCases(of: office.store.agency)
            #expect(due.map(\.id) == [refused] && due.map(\.kind) == [.neverTakenUp])
        }
    }

    @Test func `opened again, the register lists the same signals`() async throws {
        try await Office.with { office in
            let id = try await report(office, ["wh_SignalUrgency": .codes(["Now"])])
            let other = try await report(office)
            _ = try await decide(other, SignalDecision(.becameCase, reason: "Seen"), office)
            let before = try await listSignals(by: office.owner, in: office.store)
            let again = try await office.sealed.unseal(with: Office.secret)
            #expect(try await listSignals(by: office.owner, in: again) == before && before.map(\.id) == [id])
            #expect(again.isSignal(id) && !again.isSignal(other))
            #expect(try await listCases(CaseQuery(), by: office.owner, in: again).total == 1)
        }
    }

    @Test func `signals of one place within a month are hinted at each other`() async throws {
        try await Office.with { office in
            func one(_ place: String, _ day: String) async throws -> EntityID {
                try await report(
                    office, ["wh_SignalPlace": .text(place), "wh_SignalReceived": .date(PartialDate(day)!)])
            }
            let first = try await one("Kaduwela, ward 5", "2025-03-01")
            let second = try await one("the house in KADUWELA", "2025-03-20")
            _ = try await one("Kaduwela", "2025-06-20")
            _ = try await one("Tamale", "2025-03-02")
            let lines = try await listSignals(by: office.owner, in: office.store)
            let line = try #require(lines.first { $0.id == first })
            #expect(line.alike(among: lines).map(\.id) == [second])
        }
    }
}
