// SPDX-License-Identifier: Apache-2.0

import Store
import Workflows

/// What is answered to anybody.
enum Outside {
    /// To the list of cases for whoever is signed in, else to the door.
    static func first(_ visit: Visit) async throws -> WebResponse {
        guard let store = visit.site.gate.store else { return .see("/unseal") }
        guard let (token, session) = visit.signedIn, let account = try await store.account(session.account) else {
            return .see("/sign-in")
        }
        return try await CaseHandlers.list(
            Member(visit: visit, token: token, session: session, store: store, actor: account.actor(in: store)))
    }

    static func asset(_ visit: Visit) throws -> WebResponse {
        guard let asset = Asset.all.first(where: { $0.path == visit.request.path }) else { throw Failure.notFound }
        return served(asset)
    }

    static func icon(_ visit: Visit) -> WebResponse { served(Asset.all.last!) }

    private static func served(_ asset: Asset) -> WebResponse {
        WebResponse(headers: [("Content-Type", asset.type), SecurityHeaders.assetCaching], body: asset.bytes)
    }

    static func quiet(_ visit: Visit) -> WebResponse { .page(QuietPage().markup(in: visit.context)) }

    /// Ends the session, has the browser forget what it kept, and shows an ordinary page.
    static func leave(_ visit: Visit) -> WebResponse {
        if let token = visit.signedIn?.token { visit.site.sessions.end(token) }
        return ended(.see("/quiet"), visit.site)
    }

    static func ended(_ response: WebResponse, _ site: Site) -> WebResponse {
        response.with("Set-Cookie", SessionCookie.end(isSecure: site.settings.isSecure))
            .with(SecurityHeaders.forget.name, SecurityHeaders.forget.value)
    }

    static func health(_ visit: Visit) throws -> WebResponse {
        try .json(["state": visit.site.gate.store == nil ? "sealed" : "open"])
    }

    static func unsealPage(_ visit: Visit) -> WebResponse {
        .page(UnsealPage(isOpen: visit.site.gate.store != nil).markup(in: visit.context))
    }

    static func unseal(_ visit: Visit) async throws -> WebResponse {
        guard visit.site.gate.store == nil else { return .see("/") }
        let file = visit.files.first { $0.name == "key" && !$0.bytes.isEmpty }
        switch try await visit.site.gate.unseal(passphrase: visit.form["passphrase"] ?? "", keyFile: file?.bytes) {
        case .open: return .see("/sign-in")
        case .wrong: return .page(UnsealPage(isWrong: true).markup(in: visit.context), status: 403)
        }
    }
}
