// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

@testable import Web

extension Samples {
    static let moment: Int64 = 1_795_000_000_000
    static let agency = id(90)
    static let officer = Colleague(id: id(80), name: "Dilani Perera", roles: [.caseworker], agency: agency)
    static let lead = Colleague(id: id(81), name: "สุดา ใจดี", roles: [.supervisor], agency: agency)

    /// What stands around the sample case for somebody in a role.
    static func sight(
        _ role: Role, isAssigned: Bool = true, isLocked: Bool = false, sharedBy: String? = nil, glass: Bool = false
    ) -> CaseSight {
        let actor = Actor(id: id(80), role: role, agency: sharedBy == nil ? agency : id(91))
        var facts = Cases.CaseFacts(
            id: caseFile.id, agency: agency, state: .open, assigned: isAssigned ? [id(80)] : [])
        if isLocked { facts.locked = [id(4)] }
        if sharedBy != nil {
            facts.shares = [
                .init(
                    id: id(95), to: id(91), classes: [.f0, .f1, .f2, .f4], purpose: .care, until: moment + 86_400_000,
                    act: 7, consent: .covers)
            ]
        }
        var around = CaseSight.Around()
        around.seers = [
            CaseSeer(who: officer, role: .caseworker, isAssigned: true, classes: [.f0, .f1, .f2, .f3, .f4, .f5]),
            CaseSeer(who: lead, role: .supervisor, isAssigned: false, classes: [.f0, .f1, .f2, .f4]),
        ]
        around.others = [Colleague(id: id(82), name: "Mariam", roles: [.shelterManager], agency: agency)]
        around.guests = [CaseGuest(id: id(95), name: "Clinic by the lake", until: moment, classes: [.f0, .f1])]
        around.sharedBy = sharedBy
        if glass { around.glassUntil = moment }
        let context = AccessContext(
            purpose: .care, isStepUpFresh: role == .supervisor, isBreakGlass: glass, isDeviceEnrolled: true)
        return CaseSight(actor: actor, context: context, facts: facts, now: moment, around: around)
    }

    static func casePage(_ sight: CaseSight) -> CasePage {
        let permit = try? Policy.permit(
            sight.actor, .caseRead, sight.facts, subject: .caseFile(caseFile.id), sight.context, now: sight.now)
        var page = CasePage(
            CaseFile(id: caseFile.id, records: caseFile.records, people: caseFile.people, permit: permit))
        page.sight = sight
        return page
    }

    private static let differences: [FieldDifference] = [
        FieldDifference(field: "prs_FirstName", before: .text("Nimali"), after: .text("නිමාලි")),
        FieldDifference(field: "prs_MobilePhone", before: .text("+94 77 000 0000"), after: nil),
    ]

    static var accessPages: [(name: String, markup: Markup)] { [cases, reviews, sharing, emergencies].flatMap(\.self) }

    private static var cases: [(name: String, markup: Markup)] {
        [
            ("case-caseworker", casePage(sight(.caseworker, isLocked: true)).markup(in: context())),
            ("case-supervisor", casePage(sight(.supervisor)).markup(in: context())),
            ("case-shelter", casePage(sight(.shelterManager)).markup(in: context())),
            ("case-shared", casePage(sight(.caseworker, sharedBy: "House by the river")).markup(in: context())),
            ("case-emergency", casePage(sight(.clinician, isAssigned: false, glass: true)).markup(in: context())),
            ("state", StatePage(caseID: id(1), state: .open).markup(in: context())),
            (
                "state-away",
                StatePage(caseID: id(1), state: .archived, problem: "A change waits.").markup(in: context())
            ),
            ("roles", RolesPage().markup(in: context())),
        ]
    }

    private static var reviews: [(name: String, markup: Markup)] {
        var own = ReviewsPage.Line(
            id: id(70), kind: .person, caseID: id(1), editor: "Dilani Perera", opened: moment,
            attention: .dataProtection)
        own.isOwn = true
        var gone = ReviewsPage.Line(
            id: id(71), kind: .consent, caseID: id(2), editor: "ف. ا.", opened: moment, attention: .everySupervisor)
        gone.isRemoval = true
        gone.isAsked = true
        var page = ReviewPage(
            id: id(70), kind: .person, caseID: id(1), editor: "Dilani Perera", opened: moment, differences: differences,
            unseen: [.f5], history: "/h")
        page.asked = "Is this the number of her sister?"
        var short = page
        short.reason = "ok"
        var mine = page
        mine.isOwn = true
        return [
            ("reviews", ReviewsPage(lines: [own, gone], isDone: true).markup(in: context())),
            ("reviews-none", ReviewsPage(lines: []).markup(in: context())),
            ("review", page.markup(in: context())), ("review-short", short.markup(in: context())),
            ("review-own", mine.markup(in: context())),
        ]
    }

    private static var sharing: [(name: String, markup: Markup)] {
        let agreement = Agreement(
            id: id(75), giver: agency, taker: id(91), classes: [.f1, .f2, .f4], purposes: [.care, .legalAid],
            until: moment, proposer: id(81), proposerAgency: agency)
        let lines = AgreementsPage.Standing.allCases.map {
            AgreementsPage.Line(agreement, giver: "House by the lake", taker: "Clinic by the lake", standing: $0)
        }
        let shares = SharesPage.Standing.allCases.map {
            SharesPage.Line(
                id: id(76), taker: "Clinic by the lake", classes: [.f0, .f1, .f2], purpose: .care, until: moment,
                standing: $0)
        }
        let taker = SharePage.Taker(
            id: id(91), name: "Clinic by the lake", classes: [.f1, .f2, .f4], purposes: [.care, .legalAid])
        var form = SharePage(
            caseID: id(1), takers: [taker], consents: [(id(11), "Refer me to services · Clinic by the lake")])
        form.problem = Words.english["share.incomplete"]
        var agreements = AgreementsPage(agreements: lines, agencies: [(id(91), "Clinic by the lake")])
        agreements.isDone = true
        return [
            ("agreements", agreements.markup(in: context())),
            ("agreements-none", AgreementsPage(agreements: [], agencies: []).markup(in: context())),
            ("shares", SharesPage(caseID: id(1), shares: shares, mayShare: true).markup(in: context())),
            ("share", form.markup(in: context())),
            ("share-nobody", SharePage(caseID: id(1), takers: [], consents: []).markup(in: context())),
            (
                "share-look",
                SharePreviewPage(
                    file: caseFile, taker: "Clinic by the lake", purpose: .care, until: moment,
                    typed: ["to": id(91).description, "days": "30"]
                ).markup(in: context())
            ),
        ]
    }

    private static var emergencies: [(name: String, markup: Markup)] {
        let grant = GlassGrant(
            id: id(77), caseID: id(1), account: id(80), began: moment, category: .childAtRisk,
            reason: "அவளுடைய மகளைப் பற்றிய அழைப்பு. The school rang about her daughter.")
        return [
            ("break-glass", GlassPage(problem: Words.english["glass.noCategory"]).markup(in: context())),
            (
                "emergencies",
                GlassListPage(lines: [
                    .init(grant, name: "Dilani Perera", isOwn: false, isOverdue: true),
                    .init(grant, name: "Dilani Perera", isOwn: true, isOverdue: false),
                ]).markup(in: context())
            ),
        ]
    }
}
