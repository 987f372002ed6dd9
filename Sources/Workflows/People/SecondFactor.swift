// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// How somebody showed that it is them, besides the passphrase.
public enum FactorShown: String, Sendable, Hashable {
    case timeCode, recoveryCode, passkey
    /// Only for accounts without a second factor, where the office lets them be.
    case passphrase
}

/// Checks six digits or a recovery code, and spends what may be used once.
///
/// - Throws: `SignInRefusal.wrong`, `.wait`, `.locked`.
public func showFactor(
    _ code: String, of id: EntityID, device: EntityID? = nil, address: String? = nil, action: String = "user.factor",
    in store: CaseStore, throttle: SignInThrottle
) async throws -> FactorShown {
    guard let known = store.account(id) else { throw SignInRefusal.wrong }
    let attempt = try throttle.admit(known.name, device: device, address: address, store: store)
    do {
        return try await store.changePeople { people in
            var account = try people.account(id)
            let shown = try account.spend(code, at: store.clock.now())
            try people.put(account)
            try throttle.succeeded(attempt, store, people)
            people.note(account.actor(device: device), action: action, outcome: shown.rawValue)
            return shown
        }
    } catch SignInRefusal.wrong {
        try await noteFailure(of: known, attempt, store, throttle, action: action)
        throw SignInRefusal.wrong
    }
}

/// Checks the passphrase again, for accounts that have nothing else.
///
/// - Throws: `SignInRefusal`.
public func showPassphrase(
    _ passphrase: String, of id: EntityID, device: EntityID? = nil, address: String? = nil, in store: CaseStore,
    throttle: SignInThrottle
) async throws -> FactorShown {
    guard let account = store.account(id), let hash = account.password, !account.hasSecondFactor else {
        throw SignInRefusal.wrong
    }
    let attempt = try throttle.admit(account.name, device: device, address: address, store: store)
    guard try await personalKey(passphrase, hash, attempt, store, throttle) != nil else {
        try await noteFailure(of: account, attempt, store, throttle, action: "user.factor")
        throw SignInRefusal.wrong
    }
    try await store.changePeople { people in
        try throttle.succeeded(attempt, store, people)
        people.note(
            account.actor(device: device), action: "user.factor", outcome: FactorShown.passphrase.rawValue)
    }
    return .passphrase
}

extension Account {
    /// Takes six digits of the authenticator program, or one of the recovery codes.
    fileprivate mutating func spend(_ typed: String, at now: Int64) throws -> FactorShown {
        if let step = seed?.check(typed, at: now, after: lastStep) {
            lastStep = step
            return .timeCode
        }
        if let digest = RecoveryCode(typed)?.digest,
            let place = recovery.firstIndex(where: { ConstantTime.equal($0, digest) })
        {
            recovery.remove(at: place)
            return .recoveryCode
        }
        throw SignInRefusal.wrong
    }
}
