// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Somebody leaves.
enum HandOverHandlers {
    static func page(_ member: Member) async throws -> WebResponse { shown(try await leaver(member), member) }

    static func leave(_ member: Member) async throws -> WebResponse {
        let account = try await leaver(member)
        let all = member.form["all"].flatMap { EntityID($0) }
        var successors: [EntityID: EntityID] = [:]
        for id in member.store.cases(assignedTo: account.id, of: account.agency) {
            let chosen = member.form["case:\(id.description)"].flatMap { EntityID($0) } ?? all
            guard let chosen else { return shown(account, member, isIncomplete: true) }
            successors[id] = chosen
        }
        let count = try await handOver(
            from: account.id, to: successors, by: member.access(for: .manageAccounts), in: member.store)
        member.visit.site.sessions.end(of: account.id)
        return .page(HandedOverPage(name: account.calledName, count: count).markup(in: member.context))
    }

    private static func leaver(_ member: Member) async throws -> Account {
        let id = try member.visit.id("account")
        let known = try await listAccounts(by: member.access(for: .manageAccounts), in: member.store)
        guard let account = known.first(where: { $0.id == id }), id != member.account.id else {
            throw StoreError.notFound
        }
        return account
    }

    private static func shown(_ account: Account, _ member: Member, isIncomplete: Bool = false) -> WebResponse {
        let page = HandOverPage(
            account: account, cases: member.store.cases(assignedTo: account.id, of: account.agency),
            colleagues: successorsOf(account, in: member.store), isIncomplete: isIncomplete)
        return .page(page.markup(in: member.context), status: isIncomplete ? 422 : 200)
    }
}
