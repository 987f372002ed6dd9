// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Erasing a case for good: asking, taking back, what waits, what was done; and legal holds.
enum ErasureHandlers {
    static func form(_ member: Member) async throws -> WebResponse { try await form(member, problem: nil) }

    private static func form(_ member: Member, problem: String?) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let access = member.access(for: .approveRequests)
        _ = try await readCase(id, by: access, in: member.store)
        guard access.actor.role.powers.contains(.approveRequests) else { throw Refusal(.caseErase, .role) }
        let standing = try await erasureStanding(of: id, in: member.store)
        let page = ErasePage(caseID: id, standing: standing, problem: problem)
        return .page(page.markup(in: member.context), status: problem == nil ? 200 : 422)
    }

    static func ask(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let reason = member.form["reason"].flatMap({ EraseReason(rawValue: $0) }),
            let identity = member.form["identity"].flatMap({ ErasureOrder.IdentityCheck(rawValue: $0) })
        else { return try await form(member, problem: member.context.words["erase.incomplete"]) }
        do {
            try await askToErase(
                id, reason, identity: identity, words: member.form["words"] ?? "",
                by: member.access(for: .approveRequests), in: member.store)
            return .see("/erasures?done=asked")
        } catch let obstacle as ErasureObstacle {
            return try await form(member, problem: member.context.words[.eraseObstacle, obstacle.rawValue])
        }
    }

    static func cancel(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        try await cancelErasure(of: id, by: member.access(for: .approveRequests), in: member.store)
        return .see("/erasures?done=cancelled")
    }

    static func hold(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let order = member.form["order"].flatMap({ HoldOrder(rawValue: $0) }) else {
            throw Failure.malformed("order")
        }
        try await askForHold(
            id, order, words: member.form["words"] ?? "", by: member.access(for: .approveRequests), in: member.store)
        return .see("/approvals")
    }

    static func list(_ member: Member) async throws -> WebResponse {
        let access = member.access(for: .approveRequests)
        let orders = try await listErasures(by: access, in: member.store)
        let directory = Directory(in: member.store)
        let names = try await agencyNames(in: member.store)
        var page = ErasuresPage(lines: orders.own.map { line($0, directory, names) })
        page.elsewhere = orders.elsewhere.map { line($0, directory, names) }
        page.held = member.store.heldCases(of: access.actor.agency)
        page.done = member.query["done"]
        return .page(page.markup(in: member.context))
    }

    private static func line(
        _ order: ErasureOrder, _ directory: Directory, _ names: [EntityID: String]
    ) -> ErasuresPage.Line {
        ErasuresPage.Line(
            order: order, asker: directory.name(of: order.asker), approver: directory.name(of: order.approver),
            recipients: (order.report?.recipients ?? []).map { names[$0] ?? $0.code },
            agency: names[order.agency] ?? order.agency.code)
    }

    static func slip(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("erasure")
        let orders = try await listErasures(by: member.access(for: .approveRequests), in: member.store).own
        guard let order = orders.first(where: { $0.id == id }) else { throw StoreError.notFound }
        let names = try await agencyNames(in: member.store)
        let page = ErasureSlipPage(
            order: order, recipients: (order.report?.recipients ?? []).map { names[$0] ?? $0.code })
        return .page(page.markup(in: member.context))
    }
}

/// What has been kept long enough.
enum RetentionHandlers {
    static func page(_ member: Member) async throws -> WebResponse {
        let found = try await readRetention(by: member.access(for: .approveRequests), in: member.store)
        var page = RetentionPage(rules: found.rules, due: found.due)
        page.isDone = member.query["done"] == "yes"
        return .page(page.markup(in: member.context))
    }

    static func setRules(_ member: Member) async throws -> WebResponse {
        var rules = RetentionRules(years: [:])
        for kind in RetentionRules.Kind.allCases {
            guard let years = Int(member.form[kind.rawValue] ?? ""), (0...RetentionRules.yearsMax).contains(years)
            else { throw Failure.malformed(kind.rawValue) }
            rules.years[kind] = years
        }
        try await setRetention(rules, by: member.access(for: .approveRequests), in: member.store)
        return .see("/retention?done=yes")
    }

    static func keep(_ member: Member) async throws -> WebResponse {
        guard let id = member.form["case"].flatMap({ EntityID($0) }), let years = Int(member.form["years"] ?? "") else {
            throw Failure.malformed("case")
        }
        try await keepLonger(
            id, years: years, words: member.form["words"] ?? "", by: member.access(for: .approveRequests),
            in: member.store)
        return .see("/retention?done=yes")
    }
}
