// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// Makes a new instance and its owner's account, and leaves it sealed.
///
/// - Returns: the sealed instance, and the code that lets the owner sign in once, within 72 hours, to choose a
///   passphrase. The code is kept nowhere.
/// - Throws: `StoreError.instanceExists`; `SQLError`; `VaultError.weakSecret`.
public func createInstance(
    in folder: String, organisation: String, owner: String, secret: Secret, cost: KeyCost = .standard,
    clock: Clock = .system, secondFactor: Agency.SecondFactor = .required
) async throws -> (instance: SealedStore, code: OneTimeCode) {
    let sealed = try await SealedStore.create(
        folder, organisation: organisation, secret: secret, cost: cost, clock: clock)
    let store = try await sealed.unseal(with: secret)
    let code = OneTimeCode.random()
    var account = Account(
        name: owner, agency: store.agency, roles: [.caseworker, .supervisor, .userAdministrator])
    account.code = .init(digest: code.digest, expires: clock.now() + codeLifetimeMilliseconds)
    try await store.save(account, action: "account.create")
    if secondFactor != .required { try await setSecondFactor(secondFactor, in: store) }
    return (sealed, code)
}

private func setSecondFactor(_ rule: Agency.SecondFactor, in store: CaseStore) async throws {
    var agency = try await store.agency(store.agency)
    agency.settings.secondFactor = rule
    let console = Access(Actor(id: store.agency, role: .custodian, agency: store.agency))
    let permit = try await console.permit(.settingsManage, by: .manageSettings, .agency(agency.id), in: store)
    try await store.save(agency, permit: permit)
}

/// 72 hours.
let codeLifetimeMilliseconds: Int64 = 72 * 3_600_000
