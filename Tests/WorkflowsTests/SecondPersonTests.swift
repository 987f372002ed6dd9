// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Testing

@testable import Workflows

/// What needs somebody else: reviews, broken glass, shares, states of cases.
@Suite struct SecondPersonTests {
    private static func registered(_ office: Office) async throws -> (caseID: EntityID, person: EntityID) {
        let caseID = try await registerCase(
            ["prs_FirstName": .text("Amina"), "prs_SecondName": .text("Diallo")], by: office.owner, in: office.store)
        let file = try await readCase(caseID, by: office.owner, in: office.store)
        return (caseID, file.people.keys.first!)
    }

    private static func rename(_ person: EntityID, to name: String, base: Int, _ office: Office) async throws {
        let draft = Draft(.person, ["prs_FirstName": .text(name), "prs_SecondName": .text("Diallo")])
        _ = try await editRecord(person, in: person, base: base, to: draft, by: office.owner, store: office.store)
    }

    @Test func `a changed name waits, is shown field by field, and is put back by another supervisor`() async throws {
        try await Office.with { office in
            let (_, person) = try await Self.registered(office)
            try await Self.rename(person, to: "Aminata", base: 1, office)
            await #expect(throws: Refusal(.recordEdit, .locked)) {
                try await Self.rename(person, to: "Awa", base: 2, office)
            }
            let lead = office.access(.supervisor, 2)
            let waiting = try await listReviews(by: lead, in: office.store)
            #expect(waiting.map(\.obstacle) == [nil] && waiting[0].attention == .reviewer)
            #expect(try await listReviews(by: office.supervisor, in: office.store).map(\.obstacle) == [.ownRequest])
            let paper = try await readReview(waiting[0].id, by: lead, in: office.store)
            #expect(
                paper.differences == [
                    FieldDifference(field: "prs_FirstName", before: .text("Amina"), after: .text("Aminata"))
                ])
            #expect(paper.unseen.isEmpty)
            await #expect(throws: Rejected.self) {
                try await reviewChange(waiting[0].id, .revert, reason: "no", by: lead, in: office.store)
            }
            await #expect(throws: Refusal(.recordReview, .ownRequest)) {
                try await reviewChange(
                    waiting[0].id, .accept, reason: "I know what I wrote", by: office.supervisor, in: office.store)
            }
            try await reviewChange(
                waiting[0].id, .revert, reason: "Her papers say Amina", by: lead, in: office.store)
            let versions = try await readVersions(
                of: person, in: person, kind: .person, by: office.owner, store: office.store)
            #expect(versions.map { $0.record.text("prs_FirstName") } == ["Amina", "Aminata", "Amina"])
            #expect(try await listReviews(by: lead, in: office.store).isEmpty)
        }
    }

    @Test func `who may not know of a change is told what they are told of nothing`() async throws {
        try await Office.with { office in
            let (_, person) = try await Self.registered(office)
            try await Self.rename(person, to: "Aminata", base: 1, office)
            let review = try #require(office.store.reviews(of: office.store.agency).first)
            let stranger = office.access(.caseworker, 9)
            for id in [review.id, .random()] {
                await #expect(throws: Refusal.self) { try await readReview(id, by: stranger, in: office.store) }
            }
            do { _ = try await readReview(review.id, by: stranger, in: office.store) } catch let error as Refusal {
                #expect(error.reason == nil)
            }
        }
    }

    @Test func `the glass breaks for safety only, and lies before the supervisors`() async throws {
        try await Office.with { office in
            let (caseID, _) = try await Self.registered(office)
            var stranger = office.access(.caseworker, 9)
            await #expect(throws: Refusal(.caseRead, nil)) {
                try await readCase(caseID, by: stranger, in: office.store)
            }
            stranger.purpose = .care
            await #expect(throws: Refusal(.caseBreakGlass, nil)) {
                try await breakGlass(
                    of: caseID, .medical, reason: "She fainted in the waiting room", by: stranger, in: office.store)
            }
            stranger.purpose = .safety
            _ = try await breakGlass(
                of: caseID, .medical, reason: "She fainted in the waiting room", by: stranger, in: office.store)
            #expect(try await readCase(caseID, by: stranger, in: office.store).people.count == 1)
            let list = try await listBrokenGlass(by: office.supervisor, in: office.store)
            #expect(list.map(\.account) == [stranger.actor.id] && list[0].category == .medical)
            await #expect(throws: Refusal(.requestApprove, .role)) {
                try await listBrokenGlass(by: stranger, in: office.store)
            }
            try await reviewBrokenGlass(
                list[0].id, finding: "An ambulance was called", by: office.supervisor, in: office.store)
            #expect(try await listBrokenGlass(by: office.supervisor, in: office.store).isEmpty)
        }
    }

    @Test func `a hold needs a second person, and an archive takes no writing`() async throws {
        try await Office.with { office in
            let (caseID, person) = try await Self.registered(office)
            let second = office.access(.supervisor, 12)
            for (order, state) in [(HoldOrder.hold, RecordState.legalHold), (.lift, .open)] {
                await #expect(throws: SecondPersonNeeded(verb: .caseState)) {
                    try await setCaseState(
                        caseID, order == .hold ? .hold : .reopen, by: office.supervisor, in: office.store)
                }
                let request = try await askForHold(
                    caseID, order, words: "The court asked", by: office.supervisor, in: office.store)
                await #expect(throws: Refusal(.requestApprove, .ownRequest)) {
                    try await answerRequest(request.id, approve: true, by: office.supervisor, in: office.store)
                }
                #expect(office.store.facts(ofCase: caseID)?.state != state)
                try await answerRequest(request.id, approve: true, by: second, in: office.store)
                #expect(office.store.facts(ofCase: caseID)?.state == state)
            }
            try await setCaseState(caseID, .archive, by: office.supervisor, in: office.store)
            await #expect(throws: Refusal(.recordEdit, .state)) {
                try await Self.rename(person, to: "Aminata", base: 1, office)
            }
            try await setCaseState(caseID, .reopen, by: office.supervisor, in: office.store)
            try await Self.rename(person, to: "Aminata", base: 1, office)
        }
    }
}
