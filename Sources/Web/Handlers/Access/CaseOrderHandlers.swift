// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// A case as a whole: who works on it, how it stands; and the matrix of who may do what.
enum CaseOrderHandlers {
    static func assign(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let add = Set(member.form.all("add").compactMap { EntityID($0) })
        let remove = Set(member.form.all("remove").compactMap { EntityID($0) })
        guard !add.isEmpty || !remove.isEmpty else { throw Failure.malformed("add") }
        try await order(id, add: add, remove: remove, member)
        return .see("/cases/\(id)?done=saved#who")
    }

    /// Only to colleagues who are there.
    static func order(_ id: EntityID, add: Set<EntityID>, remove: Set<EntityID>, _ member: Member) async throws {
        let directory = Directory(in: member.store)
        guard add.allSatisfy({ directory[$0]?.agency == member.actor.agency }) else { throw StoreError.notFound }
        try await assignCase(id, add: add, remove: remove, by: member.access, in: member.store)
    }

    static func statePage(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        let sight = try await lookAround(file, by: member.access, in: member.store)
        guard sight.mayAssign.isMade else { throw Refusal(.caseState, .role) }
        return .page(StatePage(caseID: file.id, state: sight.facts.state).markup(in: member.context))
    }

    static func setState(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let order = member.form["order"].flatMap({ CaseStateOrder(rawValue: $0) }) else {
            throw Failure.malformed("order")
        }
        do {
            try await setCaseState(id, order, by: member.access, in: member.store)
            return .see("/cases/\(id)?done=saved")
        } catch let refusal as Refusal where refusal.reason == .locked {
            return stateAgain(id, member.context.words["state.locked"], member)
        } catch is SecondPersonNeeded { return stateAgain(id, member.context.words["state.hold"], member) }
    }

    private static func stateAgain(_ id: EntityID, _ problem: String, _ member: Member) -> WebResponse {
        let state = member.store.facts(ofCase: id)?.state ?? .open
        let page = StatePage(caseID: id, state: state, problem: problem)
        return .page(page.markup(in: member.context), status: 422)
    }

    static func roles(_ member: Member) throws -> WebResponse {
        guard member.account.roles.flatMap(\.powers).contains(.readPolicy) else {
            throw Refusal(.settingsManage, .role)
        }
        return .page(RolesPage().markup(in: member.context))
    }
}
