// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// One's own account.
enum AccountHandlers {
    static func page(_ member: Member) -> WebResponse {
        .page(AccountPage(member).markup(in: member.context))
    }

    /// Acts in another of one's roles: a new session token, so that nothing of the other role goes on.
    static func switchRole(_ member: Member) async throws -> WebResponse {
        member.visit.carrying(try await act(as: member.form["role"] ?? "", member), .see("/"))
    }

    /// - Returns: the session's new token.
    static func act(as name: String, _ member: Member) async throws -> String {
        guard let role = Role(rawValue: name), member.account.roles.contains(role) else {
            throw Failure.malformed("role")
        }
        let site = member.visit.site
        guard let token = site.sessions.rotate(member.token, role: role, now: site.clock.now()) else {
            throw Failure.signedOut
        }
        try await member.store.note(member.account.actor(as: role), action: "user.role")
        return token
    }

    static func passphrase(_ member: Member) async throws -> WebResponse {
        let form = member.form
        func again(_ problem: FirstSignInPage.Problem) -> WebResponse {
            var page = AccountPage(member)
            page.passphraseProblem = problem
            return .page(page.markup(in: member.context), status: 422)
        }
        guard form["passphrase"] == form["again"] else { return again(.different) }
        do {
            try await changePassphrase(
                from: form["old"] ?? "", to: form["passphrase"] ?? "", by: member.access, in: member.store,
                throttle: member.visit.site.throttle)
            member.visit.site.sessions.end(of: member.account.id, except: member.session.id)
            return .see("/account?done=passphrase")
        } catch let refusal as SignInRefusal {
            guard let problem = FirstSignInPage.Problem(refusal) else { throw Failure.busy }
            return again(problem)
        }
    }

    static func codes(_ member: Member) async throws -> WebResponse {
        let keep = try await renewRecoveryCodes(by: member.access, in: member.store)
        return .page(KeepSafePage(keep).markup(in: member.context))
    }

    static func addDevice(_ member: Member) async throws -> WebResponse {
        let name = member.form["device"] ?? ""
        let (cookie, device) = try await enrolDevice(named: name, by: member.access, in: member.store)
        let site = member.visit.site
        guard let token = site.sessions.rotate(member.token, device: device, now: member.now) else {
            throw Failure.signedOut
        }
        return member.visit.carrying(token, .see("/account"))
            .with("Set-Cookie", DeviceCookie.set(cookie, isSecure: site.settings.isSecure))
    }

    static func forgetDevice(_ member: Member) async throws -> WebResponse {
        try await Workflows.forgetDevice(try member.visit.id("device"), by: member.access, in: member.store)
        return .see("/account")
    }

    static func endOthers(_ member: Member) async throws -> WebResponse {
        member.visit.site.sessions.end(of: member.account.id, except: member.session.id)
        try await member.store.note(member.actor, action: "user.sessionsEnded")
        return .see("/account")
    }
}
