// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Gives a case to some people and takes it from others.
///
/// - Throws: `Refusal`; `StoreError.notFound`, also for an account that is not one of the actor's agency.
public func assignCase(
    _ id: EntityID, add: Set<EntityID>, remove: Set<EntityID> = [], by access: Access, in store: CaseStore
) async throws {
    let permit = try await access.permit(.caseAssign, case: id, in: store)
    for account in add {
        guard let found = store.account(account), found.agency == access.actor.agency else {
            throw StoreError.notFound
        }
    }
    try await store.assign(add: add, remove: remove, case: id, permit: permit)
    try await store.settleCompartments(of: id, access.hand, permit: permit)
}
