// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Agreements between agencies.
enum AgreementHandlers {
    static func list(_ member: Member) async throws -> WebResponse { try await page(member) }

    static func propose(_ member: Member) async throws -> WebResponse {
        let form = member.form
        let classes = Set(form.all("classes").compactMap { FieldClass(rawValue: $0) }).intersection(
            AgreementsPage.classes)
        let purposes = Set(form.all("purposes").compactMap { Purpose(rawValue: $0) })
        guard let other = form["with"].flatMap({ EntityID($0) }), !classes.isEmpty, !purposes.isEmpty,
            let until = Choice.end(form["days"], from: member.store.clock.now())
        else { return try await page(member, problem: member.context.words["share.incomplete"], status: 422) }
        _ = try await proposeAgreement(
            with: other, givesTo: form["way"] != "take", classes, for: purposes, until: until, charter: charter(member),
            by: member.access(for: .manageAgreements),
            in: member.store)
        return .see("/agreements?done=yes")
    }

    static func accept(_ member: Member) async throws -> WebResponse {
        try await acceptAgreement(
            try member.visit.id("agreement"), charter: charter(member), by: member.access(for: .manageAgreements),
            in: member.store)
        return .see("/agreements?done=yes")
    }

    /// The charter as it stands, when its box was ticked.
    private static func charter(_ member: Member) -> Int? { member.form["charter"] == "yes" ? Agreement.charter : nil }

    static func end(_ member: Member) async throws -> WebResponse {
        try await endAgreement(
            try member.visit.id("agreement"), by: member.access(for: .manageAgreements), in: member.store)
        return .see("/agreements?done=yes")
    }

    private static func page(_ member: Member, problem: String? = nil, status: Int = 200) async throws -> WebResponse {
        let agreements = try await listAgreements(by: member.access(for: .manageAgreements), in: member.store)
        let names = try await agencyNames(in: member.store)
        let (own, now) = (member.actor.agency, member.store.clock.now())
        let lines = agreements.map { agreement in
            AgreementsPage.Line(
                agreement, giver: names[agreement.giver] ?? agreement.giver.code,
                taker: names[agreement.taker] ?? agreement.taker.code, standing: standing(agreement, of: own, now: now))
        }
        let others = names.filter { $0.key != own }.map { (id: $0.key, name: $0.value) }
            .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        var page = AgreementsPage(agreements: lines, agencies: others)
        page.problem = problem
        page.isDone = member.query["done"] == "yes"
        return .page(page.markup(in: member.context), status: status)
    }

    static func standing(_ agreement: Agreement, of own: EntityID, now: Int64) -> AgreementsPage.Standing {
        if agreement.isEnded || now >= agreement.until { return .over }
        if agreement.accepter != nil { return .holds }
        return agreement.proposerAgency == own ? .mineToThem : .theirsToMe
    }
}
