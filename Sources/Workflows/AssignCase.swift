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
        guard let found = try await store.account(account), found.agency ?? store.agency == access.actor.agency else {
            throw StoreError.notFound
        }
    }
    try await store.assign(add: add, remove: remove, case: id, permit: permit)
}

/// Archives a case, holds it by law, or leaves how it stands to what is recorded in it (nil).
///
/// - Throws: `Refusal`; `StoreError.notFound`.
public func setState(_ state: RecordState?, ofCase id: EntityID, by access: Access, in store: CaseStore) async throws {
    let permit = try await access.permit(.caseState, case: id, in: store)
    switch state {
    case nil, .archived, .legalHold: break
    case .draft, .unverified, .open, .lockedReview, .closed, .mergedAway, .erased:
        // These come about by what is done to the case, never by being set.
        throw Refusal(.caseState, .state)
    }
    try await store.setState(state, ofCase: id, permit: permit)
}
