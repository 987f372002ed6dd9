// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

@Suite struct ShareTests {
    @Test func `another agency sees a fixed copy of what was shared and nothing else`() async throws {
        try await TierOffice.with { office in
            let deal = try await Deal(office)
            #expect(throws: Refusal(.caseRead, nil)) { try office.permit(deal.theirs, .caseRead, deal.caseID) }
            _ = try await deal.share([.f1, .f2])
            let file = try await deal.read()
            let person = file.people.values.first?.record
            #expect(person?.text("prs_FirstName") == "Ifeoma")
            #expect(person?["prs_MobilePhone"] == nil && file.records(.comment).isEmpty)
            // What is written later is not part of it.
            try await office.add(
                Draft(.event, ["hte_Country": .codes(["PT"])]), to: deal.caseID, by: deal.ours)
            #expect(try await deal.read().records(.event).isEmpty)
        }
    }

    @Test func `a consent that is taken back closes the share at once, whatever waits for review`() async throws {
        try await TierOffice.with { office in
            let deal = try await Deal(office)
            _ = try await deal.share([.f1, .f2])
            _ = try await deal.read()
            try await deal.consent { $0.values["wh_ConsentStatus"] = .codes(["Withdrawn"]) }
            #expect(office.store.reviews(of: office.agency).count == 1)
            #expect(throws: Refusal(.caseRead, nil)) { try office.permit(deal.theirs, .caseRead, deal.caseID) }
            try await office.reopen()
            #expect(throws: Refusal(.caseRead, nil)) { try office.permit(deal.theirs, .caseRead, deal.caseID) }
        }
    }

    @Test func `a wider consent waits for review before anything is shared on it`() async throws {
        try await TierOffice.with { office in
            let deal = try await Deal(office, status: "Refused")
            try await deal.consent { $0.values["wh_ConsentStatus"] = .codes(["Given"]) }
            await #expect(throws: Refusal(.caseShare, .consent)) { try await deal.share([.f1]) }
            let review = try #require(office.store.reviews(of: office.agency).first)
            try await office.store.decide(
                review.id, .accept, reason: "I was there when she said so",
                permit: try office.permit(
                    deal.lead, as: .supervisor, .recordReview, deal.caseID, record: deal.paper, isOwn: false))
            _ = try await deal.share([.f1])
            _ = try await deal.read()
        }
    }

    @Test func `a share ends with its day, its consent, its agreement and by being taken back`() async throws {
        let endings: [@Sendable (TierOffice, Deal, ShareGrant) async throws -> Void] = [
            { office, _, _ in office.time.pass(hours: 24 * 31) },
            { office, deal, _ in
                try await deal.consent { $0.values["wh_ConsentExpiry"] = .date(PartialDate("2026-11-17")!) }
                _ = office
            },
            { office, deal, _ in
                try await office.store.end(
                    agreement: deal.agreement,
                    permit: try office.office(.agreementManage, .manageAgreements, deal.theirLead, as: .supervisor))
            },
            { office, deal, grant in
                try await office.store.withdraw(
                    share: grant.id, ofCase: deal.caseID,
                    permit: try office.permit(deal.ours, .caseShare, deal.caseID, consent: .covers))
            },
        ]
        for end in endings {
            try await TierOffice.with { office in
                let deal = try await Deal(office)
                let grant = try await deal.share([.f1, .f2])
                _ = try await deal.read()
                try await end(office, deal, grant)
                #expect(throws: Refusal(.caseRead, nil)) {
                    try office.permit(deal.theirs, .caseRead, deal.caseID)
                }
            }
        }
    }

    @Test func `nothing is shared beyond the agreement, beyond a year, or of the second tier`() async throws {
        try await TierOffice.with { office in
            let deal = try await Deal(office)
            await #expect(throws: ShareObstacle.noAgreement) { try await deal.share([.f1, .f10]) }
            await #expect(throws: ShareObstacle.secondTier) { try await deal.share([.f5]) }
            await #expect(throws: ShareObstacle.nothing) { try await deal.share([]) }
            await #expect(throws: ShareObstacle.badEnd) { try await deal.share([.f1], days: 366) }
            await #expect(throws: ShareObstacle.badEnd) { try await deal.share([.f1], days: -1) }
        }
    }

    @Test func `an agreement needs a supervisor of the other side`() async throws {
        try await TierOffice.with { office in
            let deal = try await Deal(office, isAccepted: false)
            await #expect(throws: ShareObstacle.noAgreement) { try await deal.share([.f1]) }
            let own = try office.office(.agreementManage, .manageAgreements, deal.lead, as: .supervisor)
            await #expect(throws: Refusal(.agreementManage, .ownRequest)) {
                try await office.store.accept(agreement: deal.agreement, permit: own)
            }
        }
    }

    @Test func `a version that waited when it was shared is not in the copy`() async throws {
        try await TierOffice.with { office in
            let deal = try await Deal(office)
            try await office.edit(deal.caseID, in: deal.caseID, by: deal.ours) {
                $0.values["wh_CaseReference"] = .text("LX-99")
            }
            #expect(office.store.reviews(of: office.agency).count == 1)
            _ = try await deal.share([.f1, .f2])
            #expect(try await deal.read().caseRecord?.record.text("wh_CaseReference") == "LX-12")
            // Once a second person has let it stand, it is still not in a copy that was made before.
            let review = try #require(office.store.reviews(of: office.agency).first)
            try await office.store.decide(
                review.id, .accept, reason: "The register of the court says so",
                permit: try office.permit(
                    deal.lead, as: .supervisor, .recordReview, deal.caseID, record: deal.caseID, isOwn: false))
            #expect(try await deal.read().caseRecord?.record.text("wh_CaseReference") == "LX-12")
            #expect(
                try await office.read(deal.caseID, by: deal.ours).caseRecord?.record.text("wh_CaseReference")
                    == "LX-99")
        }
    }
}

/// Two agencies, an agreement, a case of ours with a consent in it.
struct Deal {
    let office: TierOffice
    let (ours, lead): (TierOffice.Worker, TierOffice.Worker)
    let (theirs, theirLead): (TierOffice.Worker, TierOffice.Worker)
    let (caseID, paper, agreement): (EntityID, EntityID, EntityID)

    init(_ office: TierOffice, status: String = "Given", isAccepted: Bool = true) async throws {
        self.office = office
        (ours, lead) = (office.hire(.caseworker), office.hire(.supervisor))
        let store = office.store
        let custodian = TierOffice.Worker(
            id: office.agency, agency: office.agency, roles: [.custodian], key: .random())
        let other = try await store.createAgency(
            named: "Clínica São Tomé",
            permit: try office.office(.agencyManage, .manageAgencies, custodian, as: .custodian))
        (theirs, theirLead) = (office.hire(.caseworker, at: other), office.hire(.supervisor, at: other))
        caseID = try await office.register(
            [
                "prs_FirstName": .text("Ifeoma"), "prs_MobilePhone": .text("+351 900 000 000"),
                "wh_CaseReference": .text("LX-12"),
            ], by: ours)[.caseFile]!
        paper = try await office.add(
            Draft(
                .consent,
                [
                    "wh_ConsentStatus": .codes([status]), "wh_ConsentPurpose": .codes(["ReferToServices"]),
                    "wh_ConsentDate": .date(PartialDate("2026-11-18")!),
                    "wh_ConsentRecipient": .text("CLINICA Sao Tome"),
                ]), to: caseID, by: ours)
        let proposal = Agreement(
            id: .random(), giver: office.agency, taker: other, classes: [.f1, .f2, .f7], purposes: [.care],
            until: office.time.now + 200 * 86_400_000, proposer: lead.id, proposerAgency: office.agency)
        agreement = proposal.id
        try await store.propose(
            proposal, permit: try office.office(.agreementManage, .manageAgreements, lead, as: .supervisor))
        guard isAccepted else { return }
        try await store.accept(
            agreement: agreement,
            permit: try office.office(.agreementManage, .manageAgreements, theirLead, as: .supervisor))
    }

    /// Shares, and lets their supervisor give it to one of their own.
    func share(_ classes: Set<FieldClass>, days: Int64 = 30) async throws -> ShareGrant {
        let order = ShareOrder(
            taker: theirs.agency, classes: classes, purpose: .care, until: office.time.now + days * 86_400_000,
            consent: paper)
        let permit = try office.permit(ours, .caseShare, caseID, purpose: .care, consent: .covers)
        let grant = try await office.store.share(order, ofCase: caseID, permit: permit)
        try await office.tamper(
            "INSERT INTO assignment (scope, account) VALUES (x'\(caseID)', x'\(theirs.id)') ON CONFLICT DO NOTHING")
        try await office.reopen()
        return grant
    }

    func read() async throws -> CaseFile { try await office.read(caseID, by: theirs) }

    func consent(_ change: (inout Draft) -> Void) async throws {
        try await office.edit(paper, in: caseID, by: ours, change)
    }
}
