// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Store
import Workflows

/// Signing in and out for programs.
enum SessionAPI {
    private struct Credentials: Decodable {
        let name: String
        let passphrase: String
        /// Six digits or a recovery code; not needed where the account has no second factor.
        var code: String?
    }

    static func begin(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        let sent: Credentials = try APIBody.decode(visit.request)
        let site = visit.site
        do {
            let typed = SignInTry(
                name: sent.name, passphrase: sent.passphrase, device: visit.deviceCookie, address: visit.request.address
            )
            let known = try await recognise(typed, in: store, throttle: site.throttle)
            switch known.next {
            case .nothing: break
            case .chooseFactor: throw SignInRefusal.wrong
            case .showFactor:
                _ = try await showFactor(
                    sent.code ?? "", of: known.account.id, device: known.device, address: visit.request.address,
                    in: store, throttle: site.throttle)
            }
            let account = try await enter(known, in: store, throttle: site.throttle)
            let start = Sessions.Start(
                account, device: known.device, key: known.key, isFactorShown: true, kept: Keepsakes())
            return try .json(["token": site.sessions.begin(start, now: site.clock.now())], status: 201)
        } catch let refusal as SignInRefusal where refusal != .busy {
            return refused(refusal, visit)
        }
    }

    private struct Code: Decodable {
        var code: String?
        var passphrase: String?
    }

    static func stepUp(_ member: Member) async throws -> WebResponse {
        let sent: Code = try APIBody.decode(member.visit.request)
        do {
            return try .json(["token": try await member.stepUp(code: sent.code ?? "", passphrase: sent.passphrase)])
        } catch let refusal as SignInRefusal where refusal != .busy {
            return refused(refusal, member.visit)
        }
    }

    private struct Wish: Decodable { let role: String }

    static func switchRole(_ member: Member) async throws -> WebResponse {
        let wish: Wish = try APIBody.decode(member.visit.request)
        return try .json(["token": try await AccountHandlers.act(as: wish.role, member)])
    }

    static func end(_ member: Member) async throws -> WebResponse {
        member.visit.site.sessions.end(member.token)
        try await member.store.note(member.actor, action: "user.signOut")
        return WebResponse(status: 204)
    }

    private static func refused(_ refusal: SignInRefusal, _ visit: Visit) -> WebResponse {
        let words = visit.context.words
        switch refusal {
        case .wait(let seconds):
            return .problem(ProblemDetails(title: words("signIn.wait", count: seconds), status: 429))
                .with("Retry-After", String(seconds))
        case .locked: return .problem(ProblemDetails(title: words["signIn.locked"], status: 429))
        case .wrong, .busy, .codeSpent, .tooLate, .weak:
            return .problem(ProblemDetails(type: "/problems/sign-in", title: words["signIn.wrong"], status: 401))
        }
    }
}

/// What programs send.
enum APIBody {
    /// - Throws: `Failure.malformed`, which says nothing of what was sent.
    static func decode<Body: Decodable>(_ request: WebRequest) throws(Failure) -> Body {
        do { return try JSONDecoder().decode(Body.self, from: Data(request.body)) } catch { throw .malformed("json") }
    }
}
