// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// Calls the computer one sits at one's own: it gets a cookie, is not slowed by guesses from elsewhere, and opens what
/// only known computers may.
///
/// - Returns: the cookie, and the device.
/// - Throws: `Refusal` (`stepUp`).
public func enrolDevice(named name: String, by access: Access, in store: CaseStore) async throws
    -> (cookie: String, device: EntityID)
{
    guard access.isStepUpFresh else { throw Refusal(.accountManage, .stepUp) }
    let (cookie, id) = (Token.random(), EntityID.random())
    let digest = cookie.digest
    try await changeOwn(access, "user.device", in: store) { account in
        // Ten are plenty for one person; the oldest is let go.
        account.devices = account.devices.suffix(9)
        account.devices.append(
            .init(id: id, name: String(name.prefix(60)), digest: digest, added: store.clock.now()))
    }
    return (cookie.text, id)
}

/// Forgets a device; sessions on it lose what it opened with their next request.
public func forgetDevice(_ id: EntityID, by access: Access, in store: CaseStore) async throws {
    try await changeOwn(access, "user.deviceGone", in: store) { $0.devices.removeAll { $0.id == id } }
}

/// Ten new recovery codes; the old ones are dead.
///
/// - Throws: `Refusal` (`stepUp`).
public func renewRecoveryCodes(by access: Access, in store: CaseStore) async throws -> KeepSafe {
    guard access.isStepUpFresh else { throw Refusal(.accountManage, .stepUp) }
    let codes = RecoveryCode.random()
    try await changeOwn(access, "user.recoveryCodes", in: store) { $0.recovery = codes.map(\.digest) }
    return KeepSafe(codes: codes.map(\.text), secret: nil)
}

/// Changes one's passphrase, for which the old one is needed, and wraps the private key anew.
///
/// - Throws: `SignInRefusal`.
public func changePassphrase(
    from old: String, to new: String, by access: Access, in store: CaseStore, throttle: SignInThrottle
) async throws {
    guard let account = store.account(access.actor.id), let hash = account.password else { throw SignInRefusal.wrong }
    let attempt = try throttle.admit(account.name, device: access.actor.device, address: nil, store: store)
    guard let was = try await personalKey(old, hash, attempt, store, throttle) else {
        try await noteFailure(of: account, attempt, store, throttle, action: "user.passphrase")
        throw SignInRefusal.wrong
    }
    throttle.undo(attempt, store)
    if let reason = PasswordRules.check(new, notContaining: [account.name, account.personName, store.organisation]) {
        throw SignInRefusal.weak(reason.rawValue)
    }
    let key = try account.key.map { try UserKey.unwrap($0.byPassphrase, with: was) }
    let (fresh, personal) = try await newHash(new, store, throttle)
    try await changeOwn(access, "user.passphrase", in: store) { account in
        account.password = fresh
        if let key { account.key?.byPassphrase = key.wrapped(by: personal) }
    }
}

/// A private key that belongs to one's password changes only here and at enrolment.
func changeOwn(
    _ access: Access, _ action: String, in store: CaseStore, _ body: @escaping @Sendable (inout Account) -> Void
) async throws {
    let actor = access.actor
    try await store.changePeople { people in
        var account = try people.account(actor.id)
        body(&account)
        people.note(actor, action: action)
        try people.put(account)
    }
}
