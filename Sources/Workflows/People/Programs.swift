// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// What programs may be let do: nothing that takes a person.
public let programScopes: [Action] = [.list, .exists, .read, .create, .edit, .appendNote, .export]

/// Makes a token for a program, in the role that one acts in.
///
/// - Parameter days: 1 to 90.
/// - Returns: the token, shown once: `wh1_…`.
/// - Throws: `Refusal` (`stepUp`).
public func makeProgramToken(
    named name: String, scopes: Set<Action>, days: Int, by access: Access, in store: CaseStore
) async throws -> String {
    guard access.isStepUpFresh, access.actor.scopes == nil else { throw Refusal(.accountManage, .stepUp) }
    let token = ProgramToken.random()
    let allowed = programScopes.filter { scopes.contains($0) }
    let until = store.clock.now() + Int64(min(90, max(1, days))) * 86_400_000
    let program = Account.Program(
        id: token.id, name: String(name.prefix(60)), digest: token.digest, role: access.actor.role, scopes: allowed,
        expires: until)
    try await changeOwn(access, "token.create", in: store) { account in
        account.programs = account.programs.filter { store.clock.now() < $0.expires }.suffix(19) + [program]
    }
    return token.text
}

/// Ends a token; its next call is refused.
public func revokeProgramToken(_ id: String, by access: Access, in store: CaseStore) async throws {
    try await changeOwn(access, "token.revoke", in: store) { $0.programs.removeAll { $0.id == id } }
}

/// The account and the program behind a token, while it lasts; nil for anything else. Its use is in the audit log, once
/// an hour at most, besides what it does.
public func program(showing text: String, in store: CaseStore) async throws -> (Account, Account.Program)? {
    let now = store.clock.now()
    guard let token = ProgramToken(text), let account = store.account(ofProgram: token.id),
        let program = account.programs.first(where: { $0.id == token.id }),
        ConstantTime.equal(program.digest, token.digest), now < program.expires, account.state == .active,
        account.roles.contains(program.role)
    else { return nil }
    if now - (program.lastUsed ?? 0) >= 3_600_000 {
        try await store.changePeople { people in
            var account = try people.account(account.id)
            guard let place = account.programs.firstIndex(where: { $0.id == token.id }) else { return }
            account.programs[place].lastUsed = now
            people.note(account.actor(as: program.role, session: token.id), action: "token.use")
            try people.put(account)
        }
    }
    return (account, program)
}
