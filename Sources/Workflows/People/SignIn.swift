// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// What somebody brings to the door.
public struct SignInTry: Sendable {
    public var name: String
    public var passphrase: String
    /// The cookie of a device, as it came.
    public var device: String?
    /// The network address that the server sees; what a proxy says of others is not read.
    public var address: String?

    public init(name: String, passphrase: String, device: String? = nil, address: String? = nil) {
        self.name = name
        self.passphrase = passphrase
        self.device = device
        self.address = address
    }
}

/// Somebody whose passphrase was right.
public struct Recognised: Sendable {
    public let account: Account
    /// The private key that the passphrase opened; nil for accounts that have none yet.
    public let key: UserKey?
    public let device: EntityID?
    let attempt: SignInThrottle.Attempt
    public let next: Next

    /// What comes before the person is in.
    public enum Next: Sendable, Hashable {
        case nothing
        /// A code of time, a recovery code or a passkey.
        case showFactor
        /// The office asks for a second factor and this account has none.
        case chooseFactor
    }
}

/// Checks a name and a passphrase: the first half of signing in.
///
/// Costs one scrypt run and one write, whether the account exists or not; at most two run at once.
///
/// - Throws: `SignInRefusal`.
public func recognise(_ typed: SignInTry, in store: CaseStore, throttle: SignInThrottle) async throws -> Recognised {
    let account = store.account(named: typed.name)
    let device = account.flatMap { $0.device(carrying: typed.device) }
    let attempt = try throttle.admit(typed.name, device: device, address: typed.address, store: store)
    let hash = account?.password ?? throttle.decoy
    let key = try await personalKey(typed.passphrase, hash, attempt, store, throttle)
    guard let account, account.password != nil, account.state == .active, let key else {
        try await noteFailure(of: account, attempt, store, throttle)
        throw SignInRefusal.wrong
    }
    throttle.undo(attempt, store)
    let isOptional = try await mayGoWithout(account, in: store)
    let next: Recognised.Next = account.hasSecondFactor ? .showFactor : isOptional ? .nothing : .chooseFactor
    return Recognised(
        account: account, key: try account.key.map { try UserKey.unwrap($0.byPassphrase, with: key) }, device: device,
        attempt: attempt, next: next)
}

/// Lets somebody in whose second factor was shown, or who needs none: the second half of signing in. Forgets failures,
/// notes the day, and makes a private key for an account that had none.
public func enter(_ recognised: Recognised, in store: CaseStore, throttle: SignInThrottle) async throws -> Account {
    let (id, device, attempt) = (recognised.account.id, recognised.device, recognised.attempt)
    return try await store.changePeople { people in
        var account = try people.account(id)
        account.lastSignIn = store.clock.now()
        try throttle.succeeded(attempt, store, people)
        people.note(account.actor(device: device), action: "user.signIn")
        return try people.put(account)
    }
}

/// The key that a passphrase gives; nil when it is wrong.
func personalKey(
    _ passphrase: String, _ hash: PasswordHash, _ attempt: SignInThrottle.Attempt, _ store: CaseStore,
    _ throttle: SignInThrottle
) async throws -> PersonalKey? {
    let pepper = store.passwordPepper
    do {
        return try await throttle.derivations.run { () throws(VaultError) in
            try hash.check(passphrase, pepper: pepper)
        }
    } catch {
        throttle.undo(attempt, store)
        if error == .busy { throw SignInRefusal.busy }
        throw error
    }
}

/// One write, whether there is an account or not: time tells nothing.
func noteFailure(
    of account: Account?, _ attempt: SignInThrottle.Attempt, _ store: CaseStore, _ throttle: SignInThrottle,
    action: String = "user.signIn"
) async throws {
    try await store.changePeople { people in
        try throttle.failed(attempt, store, people)
        let nobody = Actor(id: store.agency, role: .custodian, agency: store.agency)
        people.note(account?.actor() ?? nobody, action: action, outcome: "refused")
    }
}

extension Account {
    /// The device whose cookie this is.
    func device(carrying cookie: String?) -> EntityID? {
        guard let digest = cookie.flatMap({ Token($0) })?.digest else { return nil }
        return devices.first { ConstantTime.equal($0.digest, digest) }?.id
    }
}
