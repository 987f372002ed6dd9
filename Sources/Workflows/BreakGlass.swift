// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Opens a case for an hour, read-only, to somebody it is not assigned to, in an emergency. The supervisors see it on
/// their list from this moment.
///
/// - Parameter access: Its purpose must be safety, and the second factor fresh.
/// - Throws: `Refusal`, hidden for what is not of the actor's agency; `GlassObstacle`.
public func breakGlass(
    of id: EntityID, _ category: GlassCategory, reason: String, by access: Access, in store: CaseStore
) async throws -> GlassGrant {
    let permit = try await access.permit(.caseBreakGlass, case: id, in: store)
    return try await store.breakGlass(id, category, reason: reason, permit: permit)
}

/// Every broken glass of the actor's agency that nobody has looked at since, oldest first: the supervisors' must-review
/// list.
///
/// - Throws: `Refusal` for roles that do not approve.
public func listBrokenGlass(by access: Access, in store: CaseStore) async throws -> [GlassGrant] {
    _ = try await access.permit(.requestApprove, by: .approveRequests, in: store)
    return store.glassToReview(of: access.actor.agency)
}

/// Writes that a second person looked at a broken glass, and what they found.
///
/// - Throws: `Refusal` (own request, step-up); `StoreError.notFound`.
public func reviewBrokenGlass(
    _ id: EntityID, finding: String, by access: Access, in store: CaseStore
) async throws {
    guard let grant = store.glassGrant(id) else { throw Refusal(.recordReview, nil) }
    let permit = try await access.permit(
        .recordReview, case: grant.caseID, isOwn: grant.account == access.actor.id, in: store)
    try await store.reviewGlass(id, finding: finding, permit: permit)
}
