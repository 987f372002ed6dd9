// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// What other offices have sent: look, answer, give to a colleague.
enum InboxHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let inbox = try await readInbox(by: member.access, in: member.store)
        let linkage = try await readLinkage(by: member.access, in: member.store)
        let directory = Directory(in: member.store)
        let ids = Set(inbox.lines.flatMap(\.assigned))
        let names = Dictionary(uniqueKeysWithValues: ids.map { ($0, directory.name(of: $0)) })
        var page = InboxPage(inbox, colleagues: names, linkage: linkage)
        page.others = others(member)
        page.isDone = member.query["done"] == "yes"
        return .page(page.markup(in: member.context))
    }

    static func show(_ member: Member) async throws -> WebResponse {
        var page = try await page(member)
        page.isDone = member.query["done"] == "yes"
        return .page(page.markup(in: member.context))
    }

    static func answer(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("referral")
        guard let act = ReferralAct(name: member.form["act"] ?? "", reason: member.form["reason"]) else {
            var page = try await page(member)
            page.problem = member.context.words["packet.decline.why"]
            return .page(page.markup(in: member.context), status: 422)
        }
        do {
            let office = member.visit.site.settings.clocks.time
            try await answerReferral(id, act, office: office, by: member.access, in: member.store)
            let isOver = act.reason != nil || act == .personDeclines || act == .loseContact
            return .see(isOver ? "/inbox?done=yes" : "/inbox/\(id)?done=yes")
        } catch let obstacle as ReferralObstacle {
            var page = try await page(member)
            page.problem = member.context.words[.referralObstacle, obstacle.name]
            return .page(page.markup(in: member.context), status: 409)
        }
    }

    /// Passes it on to the next office.
    static func passOn(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("referral")
        let form = member.form
        let classes = Set(form.all("classes").compactMap { FieldClass(rawValue: $0) })
        func again(_ problem: String, _ status: Int) async throws -> WebResponse {
            var page = try await page(member)
            (page.problem, page.typed) = (problem, form)
            return .page(page.markup(in: member.context), status: status)
        }
        guard let taker = form["to"].flatMap({ EntityID($0) }), !classes.isEmpty else {
            return try await again(member.context.words["share.incomplete"], 422)
        }
        var order = PassOnOrder(to: taker, classes)
        order.details = form["details"] ?? ""
        do {
            _ = try await passOnReferral(
                id, order, by: member.access, in: member.store, idempotencyKey: form["request"])
            return .see("/inbox/\(id)?done=yes")
        } catch let obstacle as ReferralObstacle {
            return try await again(member.context.words[.referralObstacle, obstacle.name], 409)
        }
    }

    static func assign(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("referral")
        guard let colleague = member.form["add"].flatMap({ EntityID($0) }) else { throw Failure.malformed("add") }
        try await assignReferral(id, add: [colleague], by: member.access, in: member.store)
        return .see("/inbox?done=yes")
    }

    private static func page(_ member: Member) async throws -> PacketPage {
        let id = try member.visit.id("referral")
        let received = try await readPacket(id, by: member.access, in: member.store)
        let free = others(member).filter { !received.assigned.contains($0.id) }
        var page = PacketPage(id: id, received: received, others: free)
        let grant = received.referral.grant
        let had = [received.referral.giver, grant.referral?.via?.agency]
        page.next = try await member.takers().filter { $0.purposes.contains(grant.purpose) && !had.contains($0.id) }
        page.requestKey = member.form["request"] ?? Sessions.token()
        return page
    }

    /// Colleagues who work on what is given to them; nobody for who may not give it.
    private static func others(_ member: Member) -> [(id: EntityID, name: String)] {
        guard member.actor.role.powers.contains(.reassign) else { return [] }
        return Directory(in: member.store).people(of: member.actor.agency)
            .filter { $0.roles.contains(where: \.needsAssignment) }.map { (id: $0.id, name: $0.name) }
    }
}
