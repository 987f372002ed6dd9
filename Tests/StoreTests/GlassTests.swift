// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

@Suite struct GlassTests {
    private static let reason = "Her brother waits at the gate"

    private static func broken(_ office: TierOffice, _ caseID: EntityID, by worker: TierOffice.Worker) async throws
        -> GlassGrant
    {
        try await office.store.breakGlass(
            caseID, .imminentDanger, reason: reason,
            permit: try office.permit(worker, .caseBreakGlass, caseID, purpose: .safety))
    }

    @Test func `broken glass shows a case for an hour to who is not assigned, and not what is clinical`() async throws {
        try await TierOffice.with { office in
            let (ana, dima) = (office.hire(.caseworker), office.hire(.caseworker))
            let caseID = try await office.register(["prs_FirstName": .text("Ifeoma")], by: ana)[.caseFile]!
            #expect(throws: Refusal(.caseRead, nil)) {
                try office.permit(dima, .caseRead, caseID, purpose: .safety)
            }
            _ = try await Self.broken(office, caseID, by: dima)
            let file = try await office.read(caseID, by: dima, purpose: .safety)
            #expect(file.people.values.first?.record.text("prs_FirstName") == "Ifeoma")
            let permit = try office.permit(dima, .caseRead, caseID, purpose: .safety)
            #expect(!permit.allClasses.contains(.f6) && permit.obligations.contains(.tellSecond))
            #expect(throws: Refusal(.recordEdit, .breakGlass)) {
                try office.permit(dima, .recordEdit, caseID, purpose: .safety)
            }
            // Power cut, and the hour over.
            try await office.reopen()
            #expect(office.store.isGlassBroken(caseID, by: dima.id, now: office.time.now))
            office.time.pass(hours: 1)
            #expect(throws: Refusal(.caseRead, nil)) {
                try office.permit(dima, .caseRead, caseID, purpose: .safety)
            }
        }
    }

    @Test func `a third time within a day and a short reason are refused`() async throws {
        try await TierOffice.with { office in
            let (ana, dima) = (office.hire(.caseworker), office.hire(.caseworker))
            let caseID = try await office.register(["prs_FirstName": .text("Ifeoma")], by: ana)[.caseFile]!
            _ = try await Self.broken(office, caseID, by: dima)
            office.time.pass(hours: 2)
            _ = try await Self.broken(office, caseID, by: dima)
            office.time.pass(hours: 21)
            await #expect(throws: GlassObstacle.twiceToday) { try await Self.broken(office, caseID, by: dima) }
            office.time.pass(hours: 1)
            _ = try await Self.broken(office, caseID, by: dima)
            let permit = try office.permit(ana, .caseBreakGlass, caseID, purpose: .safety)
            for reason in ["danger", "                         danger", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
                await #expect(throws: GlassObstacle.shortReason) {
                    try await office.store.breakGlass(caseID, .other, reason: reason, permit: permit)
                }
            }
        }
    }

    @Test func `what nobody looked at for three days blocks the next, until somebody looks`() async throws {
        try await TierOffice.with { office in
            let (ana, dima, lead) = (office.hire(.caseworker), office.hire(.caseworker), office.hire(.supervisor))
            let caseID = try await office.register(["prs_FirstName": .text("Ifeoma")], by: ana)[.caseFile]!
            let grant = try await Self.broken(office, caseID, by: dima)
            #expect(office.store.glassToReview(of: office.agency).map(\.id) == [grant.id])
            office.time.pass(hours: 72.1)
            await #expect(throws: GlassObstacle.unreviewed) { try await Self.broken(office, caseID, by: dima) }
            try await office.store.reviewGlass(
                grant.id, finding: "She was in danger and he was right",
                permit: try office.permit(lead, .recordReview, caseID, isOwn: false))
            #expect(office.store.glassToReview(of: office.agency).isEmpty)
            _ = try await Self.broken(office, caseID, by: dima)
        }
    }

    @Test func `nobody looks at their own broken glass as the second person`() async throws {
        try await TierOffice.with { office in
            let (ana, both) = (office.hire(.caseworker), office.hire(.supervisor))
            let caseID = try await office.register(["prs_FirstName": .text("Ifeoma")], by: ana)[.caseFile]!
            let grant = try await Self.broken(office, caseID, by: both)
            #expect(throws: Refusal(.recordReview, .ownRequest)) {
                try office.permit(both, .recordReview, caseID, isOwn: true)
            }
            let lied = try office.permit(both, .recordReview, caseID, isOwn: false)
            await #expect(throws: Refusal(.recordReview, .ownRequest)) {
                try await office.store.reviewGlass(grant.id, finding: "All in order, I say", permit: lied)
            }
        }
    }
}
