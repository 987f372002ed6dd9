// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Vault

/// Adds a key slot, removes one, or puts one in place of another, by whoever can open one that is there.
///
/// - Throws: `Refusal`; what `CaseStore.changeSlots` throws.
public func changeSlots(
    opening secret: Secret, adding new: NewSlot? = nil, label: String = "", removing old: String? = nil,
    cost: KeyCost = .standard, by access: Access, in store: CaseStore
) async throws -> SlotChange {
    let permit = try await access.permit(.slotChange, by: .manageSettings, in: store)
    return try await store.changeSlots(
        opening: secret, adding: new, label: label, removing: old, cost: cost, permit: permit)
}
