// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Signing in and out.
enum SignInHandlers {
    static func page(_ visit: Visit, _ store: CaseStore) -> WebResponse {
        .page(SignInPage(problem: visit.request.query["ended"] == "yes" ? .ended : nil).markup(in: visit.context))
    }

    static func signIn(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        let kept = KeptForm(in: visit.form)
        let typed = visit.typed
        do {
            let known = try await recognise(typed, in: store, throttle: visit.site.throttle)
            switch known.next {
            case .nothing: return try await entered(known, visit, store, kept: kept, isFactorShown: true)
            case .chooseFactor: return visit.waiting(.enrolling(beginChoosingFactor(known)), .see(Self.setup))
            case .showFactor:
                var page = FactorPage(.signIn)
                page.kept = kept
                return visit.waiting(.factor(known), .page(page.markup(in: visit.context)))
            }
        } catch let refusal as SignInRefusal where refusal != .busy {
            var page = SignInPage(account: typed.name, problem: .wrong)
            page.kept = kept
            if case .wait(let seconds) = refusal { page.problem = .wait(seconds) }
            if refusal == .locked { page.problem = .locked }
            return .page(page.markup(in: visit.context), status: 403)
        }
    }

    static let setup = "/first-sign-in/factor"

    static func factorPage(_ visit: Visit, _ store: CaseStore) -> WebResponse {
        guard case .factor? = try? visit.stage() else { return .see("/sign-in") }
        return .page(FactorPage(.signIn).markup(in: visit.context))
    }

    static func factor(_ visit: Visit, _ store: CaseStore) async throws -> WebResponse {
        let kept = KeptForm(in: visit.form)
        guard case .factor(let known)? = try? visit.stage() else {
            var page = SignInPage(problem: .ended)
            page.kept = kept
            return .page(page.markup(in: visit.context), status: 403)
        }
        do {
            try await show(known, visit, store)
            return try await entered(known, visit, store, kept: kept, isFactorShown: true)
        } catch let refusal as SignInRefusal {
            var page = FactorPage(.signIn, problem: .init(refusal))
            page.kept = kept
            return .page(page.markup(in: visit.context), status: 403)
        }
    }

    /// A passkey, when the page's script sent one; else what was typed.
    private static func show(_ known: Recognised, _ visit: Visit, _ store: CaseStore) async throws {
        let (id, throttle) = (known.account.id, visit.site.throttle)
        if let answer = visit.passkeyAnswer {
            _ = try await showPasskey(
                answer, of: id, cookie: visit.cookie, challenges: visit.site.challenges, device: known.device,
                address: visit.request.address, in: store, throttle: throttle)
        } else {
            _ = try await showFactor(
                visit.form["code"] ?? "", of: id, device: known.device, address: visit.request.address, in: store,
                throttle: throttle)
        }
    }

    static func signOut(_ member: Member) async throws -> WebResponse {
        member.visit.site.sessions.end(member.token)
        try await member.store.note(member.actor, action: "user.signOut")
        return Outside.ended(.see("/sign-in"), member.visit.site)
    }

    /// A new session with a new token, and what was being typed, when something was.
    private static func entered(
        _ known: Recognised, _ visit: Visit, _ store: CaseStore, kept: KeptForm?, isFactorShown: Bool
    ) async throws -> WebResponse {
        let account = try await enter(known, in: store, throttle: visit.site.throttle)
        let keepsakes = Keepsakes(lastSignIn: known.account.lastSignIn)
        let begun = visit.begin(
            Sessions.Start(
                account, device: known.device, key: known.key, isFactorShown: isFactorShown, kept: keepsakes))
        guard let kept else { return visit.carrying(begun.token, .see("/cases")) }
        return visit.carrying(begun.token, .page(KeptFormPage(kept: kept).markup(in: begun.context)))
    }
}

extension FactorPage.Problem {
    init(_ refusal: SignInRefusal) {
        switch refusal {
        case .wait(let seconds): self = .wait(seconds)
        case .locked: self = .locked
        case .wrong, .busy, .codeSpent, .tooLate, .weak: self = .wrong
        }
    }
}

extension Visit {
    /// What the forms before signing in bring.
    var typed: SignInTry {
        SignInTry(
            name: form["account"] ?? "", passphrase: form["passphrase"] ?? "", device: deviceCookie,
            address: request.address)
    }
}
