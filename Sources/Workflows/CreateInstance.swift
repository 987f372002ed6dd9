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
    clock: Clock = .system
) async throws -> (instance: SealedStore, code: OneTimeCode) {
    let sealed = try await SealedStore.create(
        folder, organisation: organisation, secret: secret, cost: cost, clock: clock)
    let store = try await sealed.unseal(with: secret)
    let code = OneTimeCode.random()
    let account = Account(
        id: .random(), name: owner, role: .caseworker, roles: [.caseworker, .supervisor], agency: store.agency,
        codeDigest: code.digest, codeExpires: clock.now() + codeLifetimeMilliseconds)
    try await store.save(account, action: "account.create")
    return (sealed, code)
}

/// 72 hours.
let codeLifetimeMilliseconds: Int64 = 72 * 3_600_000
