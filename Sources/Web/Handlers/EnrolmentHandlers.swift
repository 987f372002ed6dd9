// SPDX-License-Identifier: Apache-2.0

import Store
import Workflows

/// From the slip with a one-time code to the first look, in one sitting.
enum EnrolmentHandlers {
    static func page(_ visit: Visit, _ store: CaseStore) -> WebResponse {
        .page(FirstSignInPage(suggestion: suggestPassphrase()).markup(in: visit.context))
    }

    static func begin(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        let typed = visit.typed
        func again(_ problem: FirstSignInPage.Problem) -> WebResponse {
            let page = FirstSignInPage(account: typed.name, suggestion: suggestPassphrase(), problem: problem)
            return .page(page.markup(in: visit.context), status: 403)
        }
        guard typed.passphrase == visit.form["again"] else { return again(.different) }
        do {
            let enrolment = try await beginEnrolment(
                typed, code: visit.form["code"] ?? "", in: store, throttle: visit.site.throttle)
            return visit.waiting(.enrolling(enrolment), .see(SignInHandlers.setup))
        } catch let refusal as SignInRefusal {
            guard let problem = FirstSignInPage.Problem(refusal) else { throw Failure.busy }
            return again(problem)
        }
    }

    static func setupPage(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        guard case .enrolling(let enrolment)? = try? visit.stage() else { return .see("/first-sign-in") }
        return try await setup(enrolment, visit, store)
    }

    static func finish(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        guard case .enrolling(let enrolment)? = try? visit.stage() else {
            let page = FirstSignInPage(suggestion: suggestPassphrase(), problem: .tooLate)
            return .page(page.markup(in: visit.context), status: 403)
        }
        let isWithout = visit.form["without"] == "yes"
        do {
            let passkey = visit.passkeyAnswer.flatMap {
                NewPasskey($0, cookie: visit.cookie, challenges: visit.site.challenges)
            }
            let (account, keep) = try await finishEnrolment(
                enrolment, code: isWithout ? nil : visit.form["code"] ?? "", passkey: passkey, in: store)
            let begun = visit.begin(
                Sessions.Start(account, key: enrolment.key, isFactorShown: true, kept: Keepsakes()))
            let shows = !keep.codes.isEmpty || keep.secret != nil
            return visit.carrying(
                begun.token, shows ? .page(KeepSafePage(keep).markup(in: begun.context)) : .see("/cases"))
        } catch SignInRefusal.wrong {
            return try await setup(enrolment, visit, store, isWrong: true)
        } catch SignInRefusal.codeSpent {
            let page = FirstSignInPage(account: enrolment.name, problem: .codeSpent)
            return .page(page.markup(in: visit.context), status: 403)
        }
    }

    private static func setup(_ enrolment: Enrolment, _ visit: Visit, _ store: CaseStore, isWrong: Bool = false)
        async throws -> WebResponse
    {
        guard let account = store.account(enrolment.account) else { return .see("/first-sign-in") }
        let isOptional = try await mayGoWithout(account, in: store)
        let page = FactorSetupPage(
            uri: enrolment.uri(issuer: visit.site.settings.neutralName), secret: enrolment.secret,
            isOptional: isOptional, isWrong: isWrong)
        return .page(page.markup(in: visit.context), status: isWrong ? 403 : 200)
    }
}

extension FirstSignInPage.Problem {
    init?(_ refusal: SignInRefusal) {
        switch refusal {
        case .wrong: self = .wrongCode
        case .codeSpent: self = .codeSpent
        case .tooLate: self = .tooLate
        case .weak(let reason): self = .weak(reason)
        case .wait(let seconds): self = .wait(seconds)
        case .locked: self = .locked
        case .busy: return nil
        }
    }
}
