// SPDX-License-Identifier: Apache-2.0

import Store
import Workflows

/// Signing in and out.
enum SignInHandlers {
    static func page(_ visit: Visit, _ store: CaseStore) -> WebResponse {
        .page(SignInPage(problem: visit.request.query["ended"] == "yes" ? .ended : nil).markup(in: visit.context))
    }

    static func signIn(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        let name = visit.form["account"] ?? ""
        let kept = KeptForm(in: visit.form)
        do {
            let account = try await Workflows.signIn(
                name, passphrase: visit.form["passphrase"] ?? "", to: store, throttle: visit.site.throttle)
            return begin(account, visit, kept: kept)
        } catch let refusal as SignInRefusal where refusal != .busy {
            var page = SignInPage(account: name, problem: .wrong)
            page.kept = kept
            if case .wait(let seconds) = refusal { page.problem = .wait(seconds) }
            return .page(page.markup(in: visit.context), status: 403)
        }
    }

    static func firstPage(_ visit: Visit, _ store: CaseStore) -> WebResponse {
        .page(FirstSignInPage().markup(in: visit.context))
    }

    static func first(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        let name = visit.form["account"] ?? ""
        let passphrase = visit.form["passphrase"] ?? ""
        func again(_ problem: FirstSignInPage.Problem) -> WebResponse {
            .page(FirstSignInPage(account: name, problem: problem).markup(in: visit.context), status: 403)
        }
        guard passphrase == visit.form["again"] else { return again(.different) }
        do {
            let account = try await firstSignIn(
                name, code: visit.form["code"] ?? "", newPassphrase: passphrase, to: store,
                throttle: visit.site.throttle)
            return begin(account, visit, kept: nil)
        } catch let refusal as SignInRefusal {
            switch refusal {
            case .wrong: return again(.wrongCode)
            case .codeSpent: return again(.codeSpent)
            case .weak(let reason): return again(.weak(reason))
            case .wait(let seconds): return again(.wait(seconds))
            case .busy: throw Failure.busy
            }
        }
    }

    static func signOut(_ member: Member) async throws -> WebResponse {
        member.visit.site.sessions.end(member.token)
        if let account = try await member.store.account(member.session.account) {
            try await member.store.note(account, action: "user.signOut")
        }
        return Outside.ended(.see("/sign-in"), member.visit.site)
    }

    /// A new session with a new token, whatever the browser brought; and what was being typed, when something was.
    private static func begin(_ account: Account, _ visit: Visit, kept: KeptForm?) -> WebResponse {
        let site = visit.site
        if let old = visit.signedIn?.token { site.sessions.end(old) }
        let now = site.clock.now()
        let token = site.sessions.begin(account: account.id, name: account.name, now: now)
        let cookie = SessionCookie.begin(token, isSecure: site.settings.isSecure)
        guard let kept, let session = site.sessions.touch(token, now: now) else {
            return .see("/cases").with("Set-Cookie", cookie)
        }
        let context = site.context(session, today: visit.context.today, nonce: visit.context.nonce)
        return .page(KeptFormPage(kept: kept).markup(in: context)).with("Set-Cookie", cookie)
    }
}
