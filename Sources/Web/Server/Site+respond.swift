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

    /// Whether the body of such a request is read while it comes.
    public func isStreamed(_ method: String, _ path: String) -> Bool { route(method, path)?.route.isStreamed ?? false }

    /// Largest body that a request to this address may have, in bytes.
    public func bodyMax(_ method: String, _ path: String) -> Int {
        route(method, path)?.route.bodyMax ?? Route.formBytesMax
    }

    /// The answer to a request, security headers included. Never throws: what goes wrong is a page or a problem.
    public func respond(to request: WebRequest) async -> WebResponse {
        let arrival = arrival(request)
        // What is read while it comes may take long over a bad line, and costs little meanwhile.
        if request.pieces != nil { return await respond(to: request, arrival) }
        let answer = await crowd.answer(guest(request, arrival), changes: !request.isSafe) {
            await respond(to: request, arrival)
        }
        return answer ?? dressed(Failure.busy.response(to: request, arrival.context), arrival)
    }

    private func guest(_ request: WebRequest, _ arrival: Arrival) -> Crowd.Guest {
        if let (token, _) = arrival.signedIn { return .session(token) }
        return .stranger(request.path.hasPrefix("/api/") ? Origin.bearer(request) : nil)
    }

    private func respond(to request: WebRequest, _ arrival: Arrival) async -> WebResponse {
        do {
            return dressed(stepped(try await answer(request, arrival), request), arrival)
        } catch {
            let failure = Failure(error)
            if case .sealed = failure, !request.path.hasPrefix("/api/") {
                return dressed(await SealHandlers.closed(self, arrival.context), arrival)
            }
            var response = dressed(failure.response(to: request, arrival.context), arrival)
            // Whoever lost the leave in the middle of an upload sends no more of it.
            if request.pieces != nil, case .signedOut = failure { response.isCut = true }
            return response
        }
    }

    /// The answer to a request whose body was let go unread because it is longer than `limit` bytes.
    public func tooLarge(_ request: WebRequest, limit: Int) -> WebResponse {
        let arrival = arrival(request)
        return dressed(Failure.tooLarge(limit).response(to: request, arrival.context), arrival)
    }

    /// What is known of a request before its route.
    private struct Arrival {
        let signedIn: (token: String, session: Session)?
        let entry: Entry
        let context: PageContext

        /// What a form must bring.
        var formToken: String { signedIn?.session.formToken ?? entry.token }
    }

    private func arrival(_ request: WebRequest) -> Arrival {
        let now = clock.now()
        let signedIn = session(of: request, now: now)
        let entry = Entry(request, isSecure: settings.isSecure)
        var context = context(signedIn?.session, today: Clock.day(of: now), nonce: SecurityHeaders.nonce())
        if signedIn == nil { context.formToken = entry.token }
        return Arrival(signedIn: signedIn, entry: entry, context: context)
    }

    private func answer(_ request: WebRequest, _ arrival: Arrival) async throws -> WebResponse {
        guard let (route, parameters) = route(request.method, request.path) else { throw missing(request.path) }
        try Origin.check(request)
        let upload = try route.isStreamed ? Submission.upload(request) : nil
        let head = try await upload?.head()
        let (form, files) = try head.map { ($0.form, []) } ?? Submission.read(request, limit: route.bodyMax)
        var visit = Visit(
            site: self, request: request, parameters: parameters, signedIn: arrival.signedIn, form: form, files: files,
            context: arrival.context)
        if let upload { visit.upload = (head?.fileName, upload) }
        return try await answer(visit, route, arrival)
    }

    private func answer(_ visit: Visit, _ route: Route, _ arrival: Arrival) async throws -> WebResponse {
        let request = visit.request
        if case .anyone(let handle) = route.handler {
            try check(visit, route, arrival)
            return try await handle(visit)
        }
        guard let store = gate.store else { throw Failure.sealed }
        gate.enter()
        defer { gate.leave() }
        try await store.keepUp()
        switch route.handler {
        case .anyone: preconditionFailure("answered above")
        case .unsealed(let handle):
            try check(visit, route, arrival)
            return try await handle(visit, store)
        case .member(let handle):
            let called = try await call(request, route, store)
            guard let (token, session) = arrival.signedIn ?? called, let account = account(of: session, in: store)
            else { throw Failure.signedOut }
            gate.touch()
            try check(visit, route, arrival)
            do { return try await handle(member(visit, token, session, account, store)) } catch let refusal as Refusal
                where refusal.reason == .stepUp && !route.isAPI
            { return StepUpHandlers.asking(visit, account) }
        }
    }

    /// Whatever changes something brings the token of its page; programs, which bring no cookie, do not.
    private func check(_ visit: Visit, _ route: Route, _ arrival: Arrival) throws(Failure) {
        if visit.request.isSafe || !route.needsToken || Origin.isProgram(visit.request) { return }
        try Origin.check(visit.form["form-token"] ?? visit.request.header("x-form-token"), is: arrival.formToken)
    }

    /// No such address, or none for this method.
    private func missing(_ path: String) -> Failure {
        let segments = path.split(separator: "/")
        let methods = Set(routes.filter { $0.match(segments) != nil }.map(\.method)).sorted()
        return methods.isEmpty ? .notFound : .notAllowed(methods)
    }

    /// One call of a program with a token of its own; nil for everybody else.
    private func call(_ request: WebRequest, _ route: Route, _ store: CaseStore) async throws
        -> (token: String, session: Session)?
    {
        guard route.isAPI, let text = Origin.bearer(request), text.hasPrefix("wh1_"),
            let (account, program) = try await program(showing: text, in: store)
        else { return nil }
        return (text, .call(of: program, account, kept: Keepsakes(), now: clock.now()))
    }

    /// The account behind a session, looked up at every request: a session ends with the account's leave to be here,
    /// and with the role that it acts in.
    func account(of session: Session, in store: CaseStore) -> Account? {
        guard let account = store.account(session.account), account.state == .active,
            account.roles.contains(session.role)
        else {
            sessions.end(of: session.account, id: session.id)
            return nil
        }
        return account
    }

    func member(_ visit: Visit, _ token: String, _ session: Session, _ account: Account, _ store: CaseStore) -> Member {
        let device = account.devices.first { $0.id == session.device }?.id
        let actor = account.actor(
            as: session.role, session: session.id, device: device, scopes: session.scopes)
        let access = Access(
            actor, isStepUpFresh: session.isStepUpFresh(now: clock.now()), isDeviceEnrolled: device != nil,
            key: sessions.key(token))
        return Member(visit: visit, token: token, session: session, store: store, account: account, access: access)
    }

    /// The session that a cookie or, for programs, a bearer token names.
    private func session(of request: WebRequest, now: Int64) -> (token: String, session: Session)? {
        let cookie = SessionCookie.token(in: request.header("cookie"), isSecure: settings.isSecure)
        let token = request.path.hasPrefix("/api/") ? Origin.bearer(request) ?? cookie : cookie
        guard let token, let session = sessions.touch(token, now: now) else { return nil }
        return (token, session)
    }

    /// Where a form leads, told to the script that sent it instead of shown, so that it can take the place of the page
    /// in the browser's history; browsers do not let a form do that by itself.
    private func stepped(_ response: WebResponse, _ request: WebRequest) -> WebResponse {
        guard response.status == 303, request.header("x-step") != nil, let next = response.header("location") else {
            return response
        }
        var told = WebResponse(status: 204, headers: response.headers.filter { $0.name != "Location" })
        told.headers.append(("X-Next", next))
        return told
    }

    /// With the headers that every answer has, and with the entry cookie when a page holds its token.
    private func dressed(_ response: WebResponse, _ arrival: Arrival) -> WebResponse {
        var response = response
        let always = SecurityHeaders.all(nonce: arrival.context.nonce, isSecure: settings.isSecure)
        response.headers.removeAll { header in always.contains { $0.name.lowercased() == header.name.lowercased() } }
        response.headers += always
        if response.isSandboxed {
            response.headers.removeAll { $0.name == "Content-Security-Policy" }
            response.headers.append(("Content-Security-Policy", SecurityHeaders.sandbox))
        }
        if arrival.signedIn == nil, response.header("content-type")?.hasPrefix("text/html") == true,
            response.header("set-cookie") == nil, response.text.contains(arrival.entry.token)
        {
            response.headers.append(("Set-Cookie", arrival.entry.cookie(isSecure: settings.isSecure)))
        }
        return response
    }
}
