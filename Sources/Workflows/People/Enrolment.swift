// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// Somebody between the slip with their one-time code and their first look at the register: in memory only, for half
/// an hour. Nothing is written before the second factor has been shown, and the code is spent with it.
public struct Enrolment: Sendable {
    public let account: EntityID
    public let name: String
    /// What the person's authenticator program is to know.
    let seed: TimeCodeSeed
    /// Nil for accounts that have a passphrase and only lack the second factor.
    let chosen: Chosen?
    /// The digest of the code that lets the person do this; nil with a passphrase.
    let code: [UInt8]?

    struct Chosen: Sendable {
        let password: PasswordHash
        let kept: Account.KeptKey
        let recovery: RecoverySecret
    }
    /// The private key, open.
    public let key: UserKey?

    /// What the picture for the camera says; see `TimeCodeSeed.uri`.
    public func uri(issuer: String) -> String { seed.uri(issuer: issuer, account: name) }
    /// The same for typing.
    public var secret: String { seed.base32 }
}

/// What is shown once and kept nowhere.
public struct KeepSafe: Sendable {
    /// Ten codes that stand in for the second factor; empty without one.
    public let codes: [String]
    /// What opens the private key when the passphrase is forgotten; nil when it was shown before.
    public let secret: String?

    public init(codes: [String], secret: String?) {
        self.codes = codes
        self.secret = secret
    }
}

/// Begins an enrolment with a one-time code and a passphrase of the person's own choosing.
///
/// - Throws: `SignInRefusal`.
public func beginEnrolment(
    _ typed: SignInTry, code: String, in store: CaseStore, throttle: SignInThrottle
) async throws -> Enrolment {
    let known = store.account(named: typed.name)
    let attempt = try throttle.admit(typed.name, device: nil, address: typed.address, store: store)
    guard let account = known, account.state == .active, let slip = account.code, let read = OneTimeCode(code),
        ConstantTime.equal(read.digest, slip.digest)
    else {
        try await noteFailure(of: known, attempt, store, throttle, action: "user.enrol")
        throw SignInRefusal.wrong
    }
    throttle.undo(attempt, store)
    guard store.clock.now() < slip.expires else { throw SignInRefusal.codeSpent }
    let names = [account.name, account.personName, store.organisation]
    if let reason = PasswordRules.check(typed.passphrase, notContaining: names) {
        throw SignInRefusal.weak(reason.rawValue)
    }
    let (hash, personal) = try await newHash(typed.passphrase, store, throttle)
    let (key, secret) = (UserKey.random(), RecoverySecret.random())
    let kept = Account.KeptKey(
        publicKey: key.publicKey, byPassphrase: key.wrapped(by: personal), byRecoverySecret: key.wrapped(by: secret))
    return Enrolment(
        account: account.id, name: account.name, seed: .random(),
        chosen: .init(password: hash, kept: kept, recovery: secret), code: slip.digest, key: key)
}

/// Begins to choose a second factor for somebody who has a passphrase already.
public func beginChoosingFactor(_ recognised: Recognised) -> Enrolment {
    Enrolment(
        account: recognised.account.id, name: recognised.account.name, seed: .random(), chosen: nil, code: nil,
        key: recognised.key)
}

/// Ends an enrolment: the authenticator program's code was right, or the office lets people in without one.
///
/// - Parameters:
///   - code: The six digits; nil to leave the second factor out, which `.optional` offices allow.
///   - passkey: What the browser made in place of the digits.
/// - Returns: the account, and what the person must keep safe.
/// - Throws: `SignInRefusal.wrong`, `.codeSpent` when the slip was used meanwhile.
public func finishEnrolment(
    _ enrolment: Enrolment, code: String?, passkey: NewPasskey? = nil, in store: CaseStore
) async throws -> (account: Account, keep: KeepSafe) {
    guard let known = store.account(enrolment.account) else { throw SignInRefusal.codeSpent }
    let isOptional = try await mayGoWithout(known, in: store)
    let credential = try passkey?.credential(at: store.clock.now())
    let codes = RecoveryCode.random()
    return try await store.changePeople { people in
        var account = try people.account(enrolment.account)
        guard account.state == .active, account.code?.digest == enrolment.code || enrolment.code == nil else {
            throw SignInRefusal.codeSpent
        }
        let now = store.clock.now()
        if let credential {
            account.passkeys = [credential]
            account.recovery = codes.map(\.digest)
        } else if let code {
            guard let step = enrolment.seed.check(code, at: now, after: nil) else { throw SignInRefusal.wrong }
            (account.seed, account.lastStep) = (enrolment.seed, step)
            account.recovery = codes.map(\.digest)
        } else if !isOptional {
            throw SignInRefusal.wrong
        }
        if let chosen = enrolment.chosen {
            (account.password, account.key, account.code) = (chosen.password, chosen.kept, nil)
        }
        account.lastSignIn = now
        people.note(account.actor(), action: "user.enrol")
        let keep = KeepSafe(
            codes: account.hasSecondFactor ? codes.map(\.text) : [], secret: enrolment.chosen?.recovery.text)
        return (try people.put(account), keep)
    }
}

/// Whether this person's office lets people in without a second factor.
public func mayGoWithout(_ account: Account, in store: CaseStore) async throws -> Bool {
    try await store.agency(account.agency).settings.secondFactor == .optional
}

/// The hash of a new passphrase, and the key that it gives.
func newHash(_ passphrase: String, _ store: CaseStore, _ throttle: SignInThrottle) async throws
    -> (hash: PasswordHash, key: PersonalKey)
{
    let (pepper, cost) = (store.passwordPepper, throttle.cost)
    do {
        return try await throttle.derivations.run { () throws(VaultError) in
            try PasswordHash.make(passphrase, pepper: pepper, cost: cost)
        }
    } catch .busy { throw SignInRefusal.busy }
}
