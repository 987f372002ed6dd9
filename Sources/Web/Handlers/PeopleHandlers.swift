// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Accounts of others, for whoever looks after them.
enum PeopleHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let accounts = try await listAccounts(by: member.access(for: .manageAccounts), in: member.store)
        let lines = accounts.map { ($0, SignInThrottle.isLocked($0, in: member.store)) }
        let backup = try await member.store.backupStanding()
        return .page(PeoplePage(lines: lines, now: member.now, backup: backup).markup(in: member.context))
    }

    static func newPage(_ member: Member) async throws -> WebResponse {
        _ = try await listAccounts(by: member.access(for: .manageAccounts), in: member.store)
        return .page(NewPersonPage().markup(in: member.context))
    }

    static func add(_ member: Member) async throws -> WebResponse {
        let form = member.form
        do {
            let made = try await addAccount(
                named: form["name"] ?? "", personName: form["called"] ?? "",
                roles: form.all("role").compactMap { Role(rawValue: $0) }, by: member.access(for: .manageAccounts),
                in: member.store)
            return shown(made, member)
        } catch let problem as AccountProblem {
            return .page(NewPersonPage(form: form, problem: problem).markup(in: member.context), status: 422)
        }
    }

    static func show(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("account")
        guard
            let account = try await listAccounts(by: member.access(for: .manageAccounts), in: member.store).first(
                where: { $0.id == id })
        else { throw StoreError.notFound }
        return page(account, member)
    }

    static func setRoles(_ member: Member) async throws -> WebResponse {
        let roles = member.form.all("role").compactMap { Role(rawValue: $0) }
        return try await act(member) { id, access, store in
            try await changeRoles(of: id, to: roles, by: access, in: store)
        }
    }

    static func slip(_ member: Member) async throws -> WebResponse {
        try await act(member) { id, access, store in try await issueSlip(for: id, by: access, in: store) }
    }

    static func reset(_ member: Member) async throws -> WebResponse {
        let reason = member.form["reason"] ?? ""
        return try await act(member) { id, access, store in
            try await resetFactors(of: id, reason: reason, by: access, in: store)
        }
    }

    static func forgive(_ member: Member) async throws -> WebResponse {
        try await act(member) { id, access, store in try await forgiveFailures(of: id, by: access, in: store) }
    }

    static func disable(_ member: Member) async throws -> WebResponse {
        try await act(member) { id, access, store in
            let outcome = try await setDisabled(true, account: id, by: access, in: store)
            member.visit.site.sessions.end(of: id)
            return outcome
        }
    }

    static func enable(_ member: Member) async throws -> WebResponse {
        try await act(member) { id, access, store in
            try await setDisabled(false, account: id, by: access, in: store)
        }
    }

    static func endSessions(_ member: Member) async throws -> WebResponse {
        try await act(member) { id, access, store in
            let outcome = try await noteSessionsEnded(of: id, by: access, in: store)
            member.visit.site.sessions.end(of: id)
            return outcome
        }
    }

    /// Does something to the account in the address and shows what became of it.
    private static func act(
        _ member: Member, _ body: (EntityID, Access, CaseStore) async throws -> AccountOutcome
    ) async throws -> WebResponse {
        let id = try member.visit.id("account")
        do { return shown(try await body(id, member.access(for: .manageAccounts), member.store), member) } catch let
            problem as AccountProblem
        {
            guard let account = member.store.account(id), account.agency == member.actor.agency else {
                throw StoreError.notFound
            }
            return page(account, member, problem: problem)
        }
    }

    private static func shown(_ outcome: AccountOutcome, _ member: Member) -> WebResponse {
        if let code = outcome.code {
            return .page(SlipPage(account: outcome.account, code: code).markup(in: member.context))
        }
        return page(outcome.account, member, isAsked: outcome.request != nil)
    }

    private static func page(
        _ account: Account, _ member: Member, isAsked: Bool = false, problem: AccountProblem? = nil
    ) -> WebResponse {
        var page = PersonPage(
            account: account, isLocked: SignInThrottle.isLocked(account, in: member.store),
            sessions: member.visit.site.sessions.all(of: account.id, now: member.now), now: member.now)
        (page.isAsked, page.problem) = (isAsked, problem)
        return .page(page.markup(in: member.context), status: problem == nil ? 200 : 422)
    }
}

extension Member {
    /// Milliseconds since 1970, by the server's clock.
    var now: Int64 { visit.site.clock.now() }
}
