// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Sharing a part of a case, and taking it back.
enum ShareHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let file = try await readCase(id, by: member.access, in: member.store)
        let sight = try await lookAround(file, by: member.access, in: member.store)
        let names = try await agencyNames(in: member.store)
        let lines = try await listShares(ofCase: id, by: member.access, in: member.store).map { share in
            SharesPage.Line(
                id: share.grant.id, taker: names[share.grant.taker] ?? share.grant.taker.code,
                classes: share.grant.classes, purpose: share.grant.purpose, until: share.grant.until,
                standing: standing(share.grant, share.standing, now: sight.now))
        }
        var page = SharesPage(caseID: id, shares: lines, mayShare: sight.mayShare.isMade)
        page.isDone = member.query["done"] == "yes"
        return .page(page.markup(in: member.context))
    }

    static func standing(_ grant: ShareGrant, _ facts: Cases.CaseFacts.Share, now: Int64) -> SharesPage.Standing {
        if grant.isWithdrawn { return .withdrawn }
        if now >= grant.until { return .over }
        return facts.isWithdrawn || facts.consent != .covers ? .closed : .open
    }

    static func form(_ member: Member) async throws -> WebResponse {
        .page(try await page(typed: member.form, member).markup(in: member.context))
    }

    /// The last page: exactly what would go.
    static func look(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let order = order(member) else {
            return try await again(member.context.words["share.incomplete"], member)
        }
        do {
            let file = try await previewShare(id, order, by: member.access, in: member.store)
            let names = try await agencyNames(in: member.store)
            let page = SharePreviewPage(
                file: file, taker: names[order.taker] ?? order.taker.code, purpose: order.purpose, until: order.until,
                typed: member.form)
            return .page(page.markup(in: member.context))
        } catch let refusal as Refusal where refusal.reason == .consent {
            return try await again(member.context.words["share.consentFails"], member)
        }
    }

    static func share(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let order = order(member) else {
            return try await again(member.context.words["share.incomplete"], member)
        }
        do {
            _ = try await shareCase(id, order, by: member.access, in: member.store)
            return .see("/cases/\(id)/shares?done=yes")
        } catch let refusal as Refusal where refusal.reason == .consent {
            return try await again(member.context.words["share.consentFails"], member)
        } catch let obstacle as ShareObstacle {
            return try await again(member.context.words[.shareObstacle, obstacle.rawValue], member)
        }
    }

    static func withdraw(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        try await withdrawShare(try member.visit.id("share"), ofCase: id, by: member.access, in: member.store)
        return .see("/cases/\(id)/shares?done=yes")
    }

    /// Nil when something was not chosen.
    private static func order(_ member: Member) -> ShareOrder? {
        let form = member.form
        let classes = Set(form.all("classes").compactMap { FieldClass(rawValue: $0) })
        guard let taker = form["to"].flatMap({ EntityID($0) }), let consent = form["consent"].flatMap({ EntityID($0) }),
            let purpose = form["purpose"].flatMap({ Purpose(rawValue: $0) }), !classes.isEmpty,
            let until = Choice.end(form["days"], from: member.store.clock.now())
        else { return nil }
        return ShareOrder(
            taker: taker, classes: classes.union([.f0]), purpose: purpose, until: until, consent: consent)
    }

    private static func again(_ problem: String, _ member: Member) async throws -> WebResponse {
        var page = try await page(typed: member.form, member)
        page.problem = problem
        return .page(page.markup(in: member.context), status: 422)
    }

    private static func page(typed: FormPairs, _ member: Member) async throws -> SharePage {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        let facts = CaseFacts(file: file, context: member.context)
        let consents = file.records(.consent).filter { $0.record.code("wh_ConsentStatus") == "Given" }.map { stored in
            (id: stored.id, says: facts.plainTitle(of: stored.record))
        }
        let now = member.store.clock.now()
        let names = try await agencyNames(in: member.store)
        var takers: [EntityID: SharePage.Taker] = [:]
        for agreement in member.store.agreements(of: member.actor.agency)
        where agreement.giver == member.actor.agency && agreement.holds(at: now) {
            let before = takers[agreement.taker]
            takers[agreement.taker] = SharePage.Taker(
                id: agreement.taker, name: names[agreement.taker] ?? agreement.taker.code,
                classes: agreement.classes.union(before?.classes ?? []),
                purposes: agreement.purposes.union(before?.purposes ?? []))
        }
        return SharePage(
            caseID: file.id, takers: takers.values.sorted { ($0.name, $0.id) < ($1.name, $1.id) }, consents: consents,
            typed: typed)
    }
}
