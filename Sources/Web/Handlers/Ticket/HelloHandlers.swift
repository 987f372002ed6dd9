// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// The pages that somebody opens with a ticket. They answer 200 whatever becomes of a try, so that no log on the way
/// tells one from another.
enum HelloHandlers {
    static func page(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        try await insist(store)
        return again(visit, store, isAgain: false)
    }

    static func open(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        try await insist(store)
        let form = visit.form
        let typed = TicketTry(
            number: form["number"] ?? "", word: form["word"] ?? "", work: WorkProof(form),
            address: visit.request.address)
        switch try await openTicket(typed, at: visit.site.ticketDoor, in: store) {
        case .opened(let token):
            guard let look = visit.site.ticketDoor.visits.visit(token, in: store) else {
                return again(visit, store, isAgain: true)
            }
            return try await show(look, token, visit, store)
        case .harmless: return .page(HarmlessPage().markup(in: HelloForm.context(visit.context)))
        case .nothing: return again(visit, store, isAgain: true)
        }
    }

    static func write(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        try await through(visit, store) { look, token in
            let text = visit.form["text"] ?? ""
            let kind: TicketMessage.Kind = visit.form["kind"] == "Correction" ? .correction : .message
            do {
                let isSent = try await writeMessage(text, kind: kind, through: look, in: store)
                return try await show(look, token, visit, store) { page in
                    page.done = isSent ? .sent : .later
                    if !isSent { page.typed = text }
                }
            } catch let rejected as Rejected {
                return try await show(look, token, visit, store) { page in
                    page.findings = rejected.findings
                    page.typed = text
                }
            }
        }
    }

    static func withdraw(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        try await through(visit, store) { look, token in
            guard let id = visit.form["consent"].flatMap({ EntityID($0) }) else {
                return try await show(look, token, visit, store)
            }
            let wish = visit.context.words["own.ask.said"]
            switch try await withdrawConsent(id, through: look, wish: wish, in: store) {
            case .withdrawn, .notGiven: return try await show(look, token, visit, store) { $0.done = .withdrawn }
            case .asked: return try await show(look, token, visit, store) { $0.done = .asked }
            case .later: return try await show(look, token, visit, store) { $0.done = .later }
            }
        }
    }

    static func close(_ visit: Visit, _ store: CaseStore) -> WebResponse {
        visit.site.ticketDoor.visits.leave(visit.form["pass"])
        return .page(HarmlessPage().markup(in: HelloForm.context(visit.context)))
    }

    /// - Throws: `Failure.notFound` when the office has not opened this door.
    private static func insist(_ store: CaseStore) async throws {
        guard try await readDoors(in: store).tickets else { throw Failure.notFound }
    }

    /// Goes on with a look that is not over; else where it began.
    private static func through(
        _ visit: Visit, _ store: CaseStore, _ body: (TicketVisit, String) async throws -> WebResponse
    ) async throws -> WebResponse {
        try await insist(store)
        guard let token = visit.form["pass"], let look = visit.site.ticketDoor.visits.visit(token, in: store) else {
            return again(visit, store, isAgain: false)
        }
        return try await body(look, token)
    }

    private static func show(
        _ look: TicketVisit, _ token: String, _ visit: Visit, _ store: CaseStore,
        _ change: (inout OwnViewPage) -> Void = { _ in }
    ) async throws -> WebResponse {
        var page = OwnViewPage(view: try await readTicket(look, in: store), pass: token)
        change(&page)
        return .page(page.markup(in: HelloForm.context(visit.context)))
    }

    private static func again(_ visit: Visit, _ store: CaseStore, isAgain: Bool) -> WebResponse {
        let page = HelloPage(question: visit.site.ticketDoor.desk.question(in: store), isAgain: isAgain)
        return .page(page.markup(in: HelloForm.context(visit.context)))
    }
}

extension WorkProof {
    /// What a page's form brought back.
    init(_ form: FormPairs) { self.init(question: form["question"] ?? "", answer: form["answer"] ?? "") }
}
