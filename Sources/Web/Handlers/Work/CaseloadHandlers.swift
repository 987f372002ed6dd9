// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// A supervisor gives cases of a colleague to others, with a note.
enum CaseloadHandlers {
    static func page(_ member: Member) async throws -> WebResponse {
        .page(try await shown(member, from: member.query["from"]).markup(in: member.context))
    }

    static func handOver(_ member: Member) async throws -> WebResponse {
        guard let from = member.form["from"].flatMap({ EntityID($0) }) else { throw StoreError.notFound }
        let all = member.form["all"].flatMap { EntityID($0) }
        var successors: [EntityID: EntityID] = [:]
        for (id, _) in try await caseload(of: from, by: member.access(for: .reassign), in: member.store) {
            successors[id] = member.form["case:\(id.description)"].flatMap { EntityID($0) } ?? all
        }
        guard !successors.isEmpty else {
            var page = try await shown(member, from: from.description)
            page.isIncomplete = true
            return .page(page.markup(in: member.context), status: 422)
        }
        let count = try await handOverCases(
            from: from, to: successors, note: member.form["note"] ?? "",
            clocks: member.visit.site.settings.clocks, by: member.access(for: .reassign), in: member.store)
        return .see("/hand-over?from=\(from)&done=\(count)")
    }

    private static func shown(_ member: Member, from text: String?) async throws -> CaseloadPage {
        _ = try await caseload(of: member.account.id, by: member.access(for: .reassign), in: member.store)
        let colleagues = Directory(in: member.store).people(of: member.actor.agency)
        var page = CaseloadPage(colleagues)
        page.done = member.query["done"].flatMap { Int($0) }
        guard let id = text.flatMap({ EntityID($0) }), let account = member.store.account(id),
            account.agency == member.actor.agency
        else { return page }
        page.from = id
        page.cases = try await caseload(of: id, by: member.access(for: .reassign), in: member.store)
        page.able = Set(successorsOf(account, in: member.store).map(\.id))
        return page
    }
}
