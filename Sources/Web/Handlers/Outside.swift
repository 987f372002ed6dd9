// SPDX-License-Identifier: Apache-2.0

import Store
import Workflows

/// What is answered to anybody.
enum Outside {
    /// To the list of cases for whoever is signed in, else to the door.
    static func first(_ visit: Visit) async throws -> WebResponse {
        guard let store = visit.site.gate.store else { return .see("/unseal") }
        guard let (token, session) = visit.signedIn, let account = visit.site.account(of: session, in: store)
        else { return .see("/sign-in") }
        return try await CaseHandlers.list(visit.site.member(visit, token, session, account, store))
    }

    static func asset(_ visit: Visit) throws -> WebResponse {
        guard let asset = Asset.all.first(where: { $0.path == visit.request.path }) else { throw Failure.notFound }
        return WebResponse(headers: [("Content-Type", asset.type)], body: asset.bytes)
    }

    /// The picture that the office chose.
    static func icon(_ visit: Visit) -> WebResponse {
        WebResponse(headers: [("Content-Type", "image/svg+xml")], body: Array(visit.site.settings.icon.svg.utf8))
    }

    static func quiet(_ visit: Visit) -> WebResponse { left(visit.context, status: 200) }

    static let leaveAddress = "/quick-exit"

    /// Ends the session, has the browser forget what it kept, and shows an ordinary page.
    static func leave(_ visit: Visit) -> WebResponse {
        if let token = visit.signedIn?.token { visit.site.sessions.end(token) }
        return ended(.see(SiteSettings.quietAddress), visit.site)
    }

    /// The ordinary page, which leads on when the office chose a page elsewhere.
    static func left(_ context: PageContext, status: Int) -> WebResponse {
        let page = WebResponse.page(QuietPage().markup(in: context), status: status)
        if context.leaveAddress == SiteSettings.quietAddress { return page }
        return page.with("Refresh", "0; url=\(context.leaveAddress)")
    }

    /// The same where the page is too old to end anything: the browser forgets, cookies too, all the same.
    static func forgotten(_ context: PageContext, status: Int) -> WebResponse {
        left(context, status: status).with(SecurityHeaders.forget.name, SecurityHeaders.forget.value)
    }

    /// Counts a browser's report; what it says is not read.
    static func report(_ visit: Visit) throws -> WebResponse {
        let type = (visit.request.header("content-type") ?? "").lowercased()
        guard type.hasPrefix("application/csp-report") || type.hasPrefix("application/reports+json") else {
            throw Failure.unsupported
        }
        let isCounted = visit.site.policyReports.take(now: visit.site.clock.now())
        return isCounted ? WebResponse(status: 204) : WebResponse(status: 429).with("Retry-After", "60")
    }

    static func ended(_ response: WebResponse, _ site: Site) -> WebResponse {
        response.with("Set-Cookie", SessionCookie.end(isSecure: site.settings.isSecure))
            .with(SecurityHeaders.forget.name, SecurityHeaders.forget.value)
    }

    static func health(_ visit: Visit) throws -> WebResponse {
        let gate = visit.site.gate
        return try .json(["state": gate.isClosing ? "closing" : gate.store == nil ? "sealed" : "open"])
    }
}
