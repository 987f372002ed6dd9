// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Store
import Vault

/// Why an account cannot be as was asked. A key of the catalogue is `people.problem.` and the raw value.
public enum AccountProblem: String, Error, Sendable, CaseIterable {
    /// 1 to 100 characters without spaces.
    case name
    case taken
    case noRole
    /// An auditor does nothing else, and nobody acts as the console or as a person of a case.
    case roles
    /// One's own roles are somebody else's to change.
    case oneself
    /// A slip is only for those who have no passphrase; ask a second person for a new start first.
    case enrolled
}

/// What became of a wish about an account.
public struct AccountOutcome: Sendable {
    public let account: Account
    /// For the slip; shown once.
    public var code: String?
    /// What waits for a second person; nil when it was done.
    public var request: TwoPersonRequest?
}

/// Makes an account, with a code for its slip; or one that waits for a second person when a role is privileged. At the
/// console the custodian's key stands for the second person.
///
/// - Parameter agency: Another agency than the actor's own, at the console only.
/// - Throws: `AccountProblem`; `Refusal`.
public func addAccount(
    named name: String, personName: String = "", roles: [Role], agency: EntityID? = nil, by access: Access,
    in store: CaseStore
) async throws -> AccountOutcome {
    guard (1...100).contains(name.count), name.allSatisfy({ !$0.isWhitespace }) else { throw AccountProblem.name }
    let roles = try checked(roles)
    let isConsole = access.actor.role == .custodian
    var account = Account(name: name, agency: (isConsole ? agency : nil) ?? access.actor.agency, roles: roles)
    account.personName = String(personName.prefix(200))
    account.createdBy = isConsole ? nil : access.actor.id
    let permit = try await manage(account, by: access, in: store)
    let waits = account.isPrivileged && !isConsole
    let code = waits ? nil : OneTimeCode.random()
    account.state = waits ? .waiting : .active
    account.code = code.map { .init(digest: $0.digest, expires: store.clock.now() + codeLifetimeMilliseconds) }
    let request = waits ? grant(roles, account, by: access, in: store) : nil
    let draft = account
    do {
        return try await store.changePeople { people in
            people.note(permit, outcome: waits ? "waiting" : "done")
            return AccountOutcome(
                account: try people.put(draft), code: code?.text, request: try request.map { try people.put($0) })
        }
    } catch StoreError.accountExists { throw AccountProblem.taken }
}

/// Gives an account other roles; privileged ones that it did not have wait for a second person. What is taken away, is
/// taken away at once: sessions in a role that is gone end with their next request.
///
/// - Throws: `AccountProblem`; `Refusal`.
public func changeRoles(of id: EntityID, to roles: [Role], by access: Access, in store: CaseStore) async throws
    -> AccountOutcome
{
    let roles = try checked(roles)
    return try await change(id, by: access, in: store) { people, account, _ in
        let isNew = roles.contains { $0.isPrivileged && !account.roles.contains($0) }
        guard isNew, access.actor.role != .custodian else {
            account.roles = roles
            return nil
        }
        let kept = account.roles.filter { roles.contains($0) }
        if !kept.isEmpty { account.roles = kept }
        return try people.put(grant(roles, account, by: access, in: store))
    }
}

/// Lets somebody in no more, from their next request on; or again.
public func setDisabled(_ isDisabled: Bool, account id: EntityID, by access: Access, in store: CaseStore) async throws
    -> AccountOutcome
{
    try await change(id, by: access, in: store) { _, account, _ in
        account.state = isDisabled ? .disabled : .active
        return nil
    }
}

/// Lets an account be tried again at once after many failures.
public func forgiveFailures(of id: EntityID, by access: Access, in store: CaseStore) async throws -> AccountOutcome {
    try await change(id, by: access, in: store) { people, account, _ in
        try SignInThrottle.forgive(account, in: store, people)
        return nil
    }
}

/// Leave to end somebody's sessions, written down; ending them is the server's.
public func noteSessionsEnded(of id: EntityID, by access: Access, in store: CaseStore) async throws -> AccountOutcome {
    try await change(id, by: access, in: store) { _, _, _ in nil }
}

/// A new slip for somebody who has no passphrase yet; the one before stops working.
///
/// - Throws: `AccountProblem.enrolled`.
public func issueSlip(for id: EntityID, by access: Access, in store: CaseStore) async throws -> AccountOutcome {
    let code = OneTimeCode.random()
    var outcome = try await change(id, by: access, in: store) { _, account, now in
        guard account.password == nil, account.state == .active else { throw AccountProblem.enrolled }
        account.code = .init(digest: code.digest, expires: now + codeLifetimeMilliseconds)
        return nil
    }
    outcome.code = code.text
    return outcome
}

/// Asks for a new start of somebody who has lost passphrase or telephone: they were seen in person. The console does it
/// at once.
public func resetFactors(of id: EntityID, reason: String, by access: Access, in store: CaseStore) async throws
    -> AccountOutcome
{
    try await change(id, by: access, in: store) { people, account, now in
        guard access.actor.role != .custodian else {
            (account.password, account.seed, account.lastStep, account.recovery) = (nil, nil, nil, [])
            (account.passkeys, account.devices) = ([], [])
            return nil
        }
        return try people.put(
            TwoPersonRequest(
                .factorReset, subject: id, by: access.actor, reason: reason, details: [:], at: now))
    }
}

/// The accounts that somebody looks after: those of their own agency.
///
/// - Throws: `Refusal`.
public func listAccounts(by access: Access, in store: CaseStore) async throws -> [Account] {
    _ = try await access.permit(.accountManage, by: .manageAccounts, in: store)
    return store.accounts().filter { access.actor.role == .custodian || $0.agency == access.actor.agency }
}

/// Reads, changes and writes one account under a permit.
private func change(
    _ id: EntityID, by access: Access, in store: CaseStore,
    _ body: @escaping @Sendable (PeopleTransaction, inout Account, Int64) throws -> TwoPersonRequest?
) async throws -> AccountOutcome {
    guard let known = store.account(id) else { throw StoreError.notFound }
    if id == access.actor.id { throw AccountProblem.oneself }
    let permit = try await manage(known, by: access, in: store)
    return try await store.changePeople { people in
        var account = try people.account(id)
        let request = try body(people, &account, store.clock.now())
        people.note(permit, outcome: request == nil ? "done" : "waiting")
        return AccountOutcome(account: try people.put(account), request: request)
    }
}

/// Leave to look after an account: of one's own agency, with the second factor fresh. Others do not exist.
func manage(_ account: Account, by access: Access, in store: CaseStore) async throws -> Permit {
    let permit = try await access.permit(.accountManage, by: .manageAccounts, .account(account.id), in: store)
    if access.actor.role == .custodian { return permit }
    let refusal: Refusal? =
        account.agency != access.actor.agency
        ? Refusal(.accountManage, nil) : access.isStepUpFresh ? nil : Refusal(.accountManage, .stepUp)
    if let refusal {
        try await store.note(refusal, to: access.actor, .account(account.id), for: access.purpose)
        throw refusal
    }
    return permit
}

private func checked(_ roles: [Role]) throws(AccountProblem) -> [Role] {
    var seen: Set<Role> = []
    let roles = roles.filter { seen.insert($0).inserted }
    if roles.isEmpty { throw .noRole }
    if roles.contains(.custodian) || roles.contains(.survivor) { throw .roles }
    if roles.contains(.auditor), roles.count > 1 { throw .roles }
    return roles
}

private func grant(_ roles: [Role], _ account: Account, by access: Access, in store: CaseStore) -> TwoPersonRequest {
    TwoPersonRequest(
        .account, subject: account.id, by: access.actor, reason: "",
        details: ["roles": roles.map(\.rawValue).joined(separator: ","), "name": account.name], at: store.clock.now())
}
