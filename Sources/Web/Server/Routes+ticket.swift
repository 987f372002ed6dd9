// SPDX-License-Identifier: Apache-2.0

import Store

extension Routes {
    /// The person's own view, reports from outside, and what staff do with both.
    static let ticket: [Route] = [
        Route("GET", "/hello", "Where a number and a word are typed in", .unsealed(HelloHandlers.page)),
        hello("/hello", "Try a number and a word", HelloHandlers.open),
        hello("/hello/write", "Write to the office through a ticket", HelloHandlers.write),
        hello("/hello/withdraw", "Take a consent back through a ticket", HelloHandlers.withdraw),
        hello("/hello/close", "End a look through a ticket", HelloHandlers.close),
        Route("GET", "/tell", "The form for a report from outside", .unsealed(TellHandlers.page)),
        hello("/tell", "Report something from outside", TellHandlers.take),
        Route("GET", "/cases/{case}/ticket", "The person's own ticket and messages", .member(TicketHandlers.show)),
        Route("POST", "/cases/{case}/ticket", "Give a ticket, take it back", .member(TicketHandlers.order)),
        Route("POST", "/cases/{case}/ticket/write", "Write to the person", .member(TicketHandlers.write)),
        Route("POST", "/cases/{case}/ticket/seen", "Note that a message was read", .member(TicketHandlers.seen)),
        Route("GET", "/doors", "Which pages are open without an account", .member(DoorsHandlers.page)),
        Route("POST", "/doors", "Open and shut such pages", .member(DoorsHandlers.set)),
    ]

    /// A form of somebody without an account. No cookie is set, so that no token can be compared with one; a question
    /// that is taken once, or the token of a look, takes its place.
    private static func hello(
        _ path: String, _ summary: String,
        _ handle: @escaping @Sendable (Visit, CaseStore) async throws -> WebResponse
    ) -> Route {
        var route = Route("POST", path, summary, bodyMax: TellHandlers.bodyMax, .unsealed(handle))
        route.needsToken = false
        return route
    }
}
