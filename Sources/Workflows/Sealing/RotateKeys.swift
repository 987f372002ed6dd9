// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// Puts a new key in the place of an agency's; what was sealed stays as it is.
///
/// - Returns: how many keys of cases, persons and organisations were wrapped anew.
/// - Throws: `Refusal`; `StoreError.damaged`; `SQLError`.
@discardableResult
public func rotateKey(of agency: EntityID, by access: Access, in store: CaseStore) async throws -> Int {
    let permit = try await access.permit(.keyRotate, by: .manageSettings, .agency(agency), in: store)
    return try await store.rotateKey(of: agency, permit: permit)
}

/// Seals a case, a person or an organisation under a new key.
///
/// - Returns: how many versions of records were sealed anew.
/// - Throws: `Refusal`; `StoreError.notFound`, `.damaged`; `SQLError`.
@discardableResult
public func rotateKey(ofScope id: EntityID, by access: Access, in store: CaseStore) async throws -> Int {
    let permit = try await access.permit(.keyRotate, by: .manageSettings, .caseFile(id), in: store)
    return try await store.rotateKey(ofScope: id, permit: permit)
}

/// Puts a new root key in the place of the old. Close the store afterwards.
///
/// - Throws: `Refusal`; `VaultError`; `StoreError.damaged`; `SQLError`.
public func rotateRoot(
    opening secret: Secret, cost: KeyCost = .standard, by access: Access, in store: CaseStore
) async throws -> SlotChange {
    let permit = try await access.permit(.keyRotate, by: .manageSettings, in: store)
    return try await store.rotateRoot(opening: secret, cost: cost, permit: permit)
}
