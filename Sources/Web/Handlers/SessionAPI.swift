// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import Workflows

/// Signing in and out for programs.
enum SessionAPI {
    private struct Credentials: Decodable {
        let account: String
        let passphrase: String
    }

    static func begin(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        let typed: Credentials = try APIBody.decode(visit.request)
        do {
            let account = try await signIn(
                typed.account, passphrase: typed.passphrase, to: store, throttle: visit.site.throttle)
            let token = visit.site.sessions.begin(account: account.id, name: account.name, now: visit.site.clock.now())
            return try .json(["token": token], status: 201)
        } catch let refusal as SignInRefusal where refusal != .busy {
            var response = WebResponse.problem(
                ProblemDetails(type: "/problems/sign-in", title: visit.context.words["signIn.wrong"], status: 401))
            if case .wait(let seconds) = refusal {
                response = .problem(
                    ProblemDetails(title: visit.context.words("signIn.wait", count: seconds), status: 429)
                )
                .with("Retry-After", String(seconds))
            }
            return response
        }
    }

    static func end(_ member: Member) async throws -> WebResponse {
        member.visit.site.sessions.end(member.token)
        if let account = try await member.store.account(member.session.account) {
            try await member.store.note(account, action: "user.signOut")
        }
        return WebResponse(status: 204)
    }
}

/// What programs send.
enum APIBody {
    /// - Throws: `Failure.malformed`, which says nothing of what was sent.
    static func decode<Body: Decodable>(_ request: WebRequest) throws(Failure) -> Body {
        do { return try JSONDecoder().decode(Body.self, from: Data(request.body)) } catch { throw .malformed("json") }
    }
}
