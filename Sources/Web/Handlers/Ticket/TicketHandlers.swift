// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// The ticket of a case and what is written through it, for those who work on the case.
enum TicketHandlers {
    static func show(_ member: Member) async throws -> WebResponse {
        var page = try await page(member)
        page.isDone = member.query["done"] == "yes"
        return .page(page.markup(in: member.context))
    }

    static func order(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let order = TicketOrder(member.form) else { throw Failure.malformed("order") }
        do {
            let given = try await manageTicket(
                order, ofCase: id, name: member.session.name, by: member.access, at: member.visit.site.ticketDoor,
                in: member.store)
            guard let given else { return .see("/cases/\(id)/ticket?done=yes") }
            let slip = TicketSlipPage(caseID: id, ticket: given, address: member.address(of: "/hello"))
            return .page(slip.markup(in: member.context))
        } catch let obstacle as TicketObstacle {
            var page = try await page(member)
            page.problem = obstacle
            return .page(page.markup(in: member.context), status: 422)
        }
    }

    static func write(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let form = member.form
        let answers = form["answers"].flatMap { EntityID($0) }
        do {
            try await answerMessage(
                form[answers.map { "text-\($0)" } ?? "text"] ?? "", to: answers, inCase: id, name: member.session.name,
                by: member.access, in: member.store, idempotencyKey: form["request"])
            return .see("/cases/\(id)/ticket?done=yes#messages")
        } catch let rejected as Rejected {
            var page = try await page(member)
            page.findings = rejected.findings
            return .page(page.markup(in: member.context), status: 422)
        } catch is ContactRefused {
            var page = try await page(member)
            page.problem = .notSafe
            return .page(page.markup(in: member.context), status: 409)
        }
    }

    static func seen(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        guard let message = member.form["message"].flatMap({ EntityID($0) }) else { throw Failure.malformed("message") }
        try await markMessageSeen(message, inCase: id, by: member.access, in: member.store)
        return .see("/cases/\(id)/ticket?done=yes#messages")
    }

    /// The page as things stand now. For whoever sees messages at all: the office whose case it is.
    private static func page(_ member: Member) async throws -> TicketPage {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        let sight = try await lookAround(file, by: member.access, in: member.store)
        let isKnown = file.permit?.classes.contains(.f4) ?? false
        guard sight.sharedBy == nil, isKnown, !file.isSignal else { throw Refusal(.ticketManage, nil) }
        var page = TicketPage(caseID: file.id)
        page.ticket = member.store.ticket(ofCase: file.id)
        page.isDoorOpen = try await readDoors(in: member.store).tickets
        page.wrongTries = page.ticket.map { TicketDoor.wrongTries($0, in: member.store) } ?? 0
        page.messages = file.messages
        page.waiting = Set(file.waitingMessages.map(\.id))
        page.mayManage = sight.mayAdd(.ticket).isMade
        page.mayWrite = sight.mayAdd(.message).isMade
        page.requestKey = Sessions.token()
        return page
    }
}

extension TicketOrder {
    /// What a form of the page asks for; nil for anything else.
    fileprivate init?(_ form: FormPairs) {
        switch form["order"] {
        case "give": self = .give(word: form["word"] ?? "", other: form["other"] ?? "")
        case "takeBack": self = .takeBack
        case "off": self = .off
        case "on": self = .on
        default: return nil
        }
    }
}

extension Member {
    /// A path of ours as somebody types it into a browser.
    fileprivate func address(of path: String) -> String {
        let scheme = visit.site.settings.isSecure ? "https" : "http"
        return visit.request.header("host").map { "\(scheme)://\($0)\(path)" } ?? path
    }
}
