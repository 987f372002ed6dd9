// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Opening a case in an emergency, and looking at it afterwards.
enum GlassHandlers {
    /// The same page for everybody who may break the glass of anything, whatever the address says.
    static func form(_ member: Member) throws -> WebResponse {
        try check(member)
        return .page(GlassPage(typed: ["case": member.query["case"] ?? ""]).markup(in: member.context))
    }

    static func open(_ member: Member) async throws -> WebResponse {
        try check(member)
        let form = member.form
        guard let category = form["category"].flatMap({ GlassCategory(rawValue: $0) }) else {
            return again(member, member.context.words["glass.noCategory"])
        }
        do {
            let id = member.caseMeant(form["case"] ?? "")
            _ = try await breakGlass(
                of: id, category, reason: form["reason"] ?? "", by: member.forSafety, in: member.store)
            return .see("/cases/\(id)")
        } catch let obstacle as GlassObstacle {
            return again(member, member.context.words[.glassObstacle, obstacle.rawValue])
        }
    }

    /// Asked before anything is looked up, so that the answer does not depend on what there is.
    private static func check(_ member: Member) throws {
        guard member.actor.role.mayBreakGlass else { throw Refusal(.caseBreakGlass, .role) }
        guard member.access.isStepUpFresh else { throw Refusal(.caseBreakGlass, .stepUp) }
    }

    private static func again(_ member: Member, _ problem: String) -> WebResponse {
        let page = GlassPage(typed: member.form, problem: problem)
        return .page(page.markup(in: member.context), status: 422)
    }

    static func list(_ member: Member) async throws -> WebResponse {
        let now = member.store.clock.now()
        let directory = Directory(in: member.store)
        let lines = try await listBrokenGlass(by: member.access(for: .approveRequests), in: member.store).map { grant in
            GlassListPage.Line(
                grant, name: directory.name(of: grant.account), isOwn: grant.account == member.actor.id,
                isOverdue: grant.isOverdue(at: now))
        }
        var page = GlassListPage(lines: lines)
        page.isDone = member.query["done"] == "yes"
        return .page(page.markup(in: member.context))
    }

    static func review(_ member: Member) async throws -> WebResponse {
        try await reviewBrokenGlass(
            try member.visit.id("grant"), finding: member.form["finding"] ?? "",
            by: member.access(for: .approveRequests), in: member.store)
        return .see("/emergencies?done=yes")
    }
}

extension Member {
    /// The same person, for somebody's safety.
    var forSafety: Access {
        var access = access
        access.purpose = .safety
        return access
    }

    /// The case that a code or an id means; an id that is nobody's for anything else, so that what is not there and
    /// what must not be known of go the same way.
    func caseMeant(_ text: String) -> EntityID {
        let text = text.filter { !$0.isWhitespace }
        if let id = EntityID(text) { return id }
        return store.caseID(ofCode: text, agency: actor.agency) ?? .random()
    }
}
