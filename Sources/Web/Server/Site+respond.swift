// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

extension Site {
    /// The route of a method and path with the parts in its braces; nil when there is none. HEAD is answered as GET.
    func route(_ method: String, _ path: String) -> (route: Route, parameters: [String: String])? {
        let segments = path.split(separator: "/")
        let wanted = method == "HEAD" ? "GET" : method
        for route in routes where route.method == wanted {
            if let parameters = route.match(segments) { return (route, parameters) }
        }
        return nil
    }

    /// Largest body that a request to this address may have, in bytes.
    public func bodyMax(_ method: String, _ path: String) -> Int {
        route(method, path)?.route.bodyMax ?? Route.formBytesMax
    }

    /// The answer to a request, security headers included. Never throws: what goes wrong is a page or a problem.
    public func respond(to request: WebRequest) async -> WebResponse {
        let now = clock.now()
        let signedIn = session(of: request, now: now)
        let context = context(signedIn?.session, today: Clock.day(of: now))
        var response: WebResponse
        do {
            response = try await answer(request, signedIn, context)
        } catch {
            response = Failure(error).response(to: request, context)
        }
        return dressed(response)
    }

    /// The answer to a request whose body was let go unread because it is longer than `limit` bytes.
    public func tooLarge(_ request: WebRequest, limit: Int) -> WebResponse {
        let now = clock.now()
        let context = context(session(of: request, now: now)?.session, today: Clock.day(of: now))
        return dressed(Failure.tooLarge(limit).response(to: request, context))
    }

    private func answer(
        _ request: WebRequest, _ signedIn: (token: String, session: Session)?, _ context: PageContext
    ) async throws -> WebResponse {
        guard let (route, parameters) = route(request.method, request.path) else { throw Failure.notFound }
        let (form, files) = try Submission.read(request, limit: route.bodyMax)
        let visit = Visit(
            site: self, request: request, parameters: parameters, signedIn: signedIn, form: form, files: files,
            context: context)
        if case .anyone(let handle) = route.handler {
            try Origin.check(request)
            return try await handle(visit)
        }
        guard let store = gate.store else { throw Failure.sealed }
        switch route.handler {
        case .anyone: preconditionFailure("answered above")
        case .unsealed(let handle):
            try Origin.check(request)
            return try await handle(visit, store)
        case .member(let handle):
            guard let (token, session) = signedIn, let account = try await store.account(session.account) else {
                throw Failure.signedOut
            }
            try Origin.check(
                request, token: session.formToken, sent: form["form-token"] ?? request.header("x-form-token"))
            let member = Member(
                visit: visit, token: token, session: session, store: store, actor: account.actor(in: store))
            return try await handle(member)
        }
    }

    /// The session that a cookie or, for programs, a bearer token names.
    private func session(of request: WebRequest, now: Int64) -> (token: String, session: Session)? {
        let cookie = SessionCookie.token(in: request.header("cookie"), isSecure: settings.isSecure)
        let token = request.path.hasPrefix("/api/") ? Origin.bearer(request) ?? cookie : cookie
        guard let token, let session = sessions.touch(token, now: now) else { return nil }
        return (token, session)
    }

    private func dressed(_ response: WebResponse) -> WebResponse {
        var response = response
        for header in SecurityHeaders.always where response.header(header.name) == nil {
            response.headers.append(header)
        }
        if settings.isSecure { response.headers.append(SecurityHeaders.secureTransport) }
        return response
    }
}
