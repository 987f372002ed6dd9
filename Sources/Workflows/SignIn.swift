// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// Why somebody was not let in. Says the same for an unknown name and a wrong passphrase.
public enum SignInRefusal: Error, Sendable, Equatable {
    /// Name, passphrase or code do not fit together.
    case wrong
    /// Too many failures; seconds until the next try counts.
    case wait(seconds: Int)
    /// The server is checking as many passphrases as it can at once; try again in a moment.
    case busy
    /// The one-time code has expired or was used.
    case codeSpent
    /// The new passphrase will not do, and why: the raw value of a `PasswordRules.Reason`, a key of the catalogue.
    case weak(String)
}

/// Lets somebody in with a name and a passphrase.
///
/// Costs one scrypt run whether the account exists or not; at most two run at once.
///
/// - Throws: `SignInRefusal`.
public func signIn(_ name: String, passphrase: String, to store: CaseStore, throttle: SignInThrottle) async throws
    -> Account
{
    try throttle.check(name, now: store.clock.now())
    let account = try await store.account(named: name)
    let hash = account?.password ?? throttle.decoy
    let pepper = store.passwordPepper
    let fits: Bool
    do {
        fits = try await throttle.derivations.run { () throws(VaultError) in
            try hash.check(passphrase, pepper: pepper) != nil
        }
    } catch .busy {
        throw SignInRefusal.busy
    }
    guard let account, account.password != nil, fits else {
        throttle.failed(name, now: store.clock.now())
        if let account { try await store.note(account, action: "user.signIn", outcome: "refused") }
        throw SignInRefusal.wrong
    }
    throttle.succeeded(name)
    try await store.note(account, action: "user.signIn")
    return account
}

/// Lets the holder of a one-time code choose a passphrase, and spends the code.
///
/// - Throws: `SignInRefusal`.
public func firstSignIn(
    _ name: String, code: String, newPassphrase: String, to store: CaseStore, throttle: SignInThrottle
) async throws -> Account {
    try throttle.check(name, now: store.clock.now())
    guard var account = try await store.account(named: name), let digest = account.codeDigest,
        let typed = OneTimeCode(code), ConstantTime.equal(typed.digest, digest)
    else {
        throttle.failed(name, now: store.clock.now())
        throw SignInRefusal.wrong
    }
    guard let expires = account.codeExpires, store.clock.now() < expires else { throw SignInRefusal.codeSpent }
    if let reason = PasswordRules.check(newPassphrase, notContaining: [name, store.organisation]) {
        throw SignInRefusal.weak(reason.rawValue)
    }
    let pepper = store.passwordPepper
    do {
        account.password = try await throttle.derivations.run { () throws(VaultError) in
            try PasswordHash.make(newPassphrase, pepper: pepper).hash
        }
    } catch .busy { throw SignInRefusal.busy }
    account.codeDigest = nil
    account.codeExpires = nil
    try await store.save(account, action: "user.firstSignIn")
    throttle.succeeded(name)
    return try await store.account(account.id) ?? account
}

extension Account {
    /// The account at work: in the first of its roles that has the power, else in its first.
    public func access(
        for power: Power = .registerCase, in store: CaseStore, isStepUpFresh: Bool = false
    ) -> Access {
        let acting = allRoles.first { $0.powers.contains(power) } ?? role
        return Access(Actor(id: id, role: acting, agency: agency ?? store.agency), isStepUpFresh: isStepUpFresh)
    }
}
