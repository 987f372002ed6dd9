// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// What is asked for with a legal hold.
public enum HoldOrder: String, Sendable, Codable, CaseIterable {
    /// Keep the case for a court or an authority: it is not erased, and nothing of it is taken out of sight.
    case hold
    /// The hold is over.
    case lift
}

/// Asks a second person to agree that a case is held for the law, or held no longer. It happens when they agree.
///
/// - Throws: `Refusal`; `ErasureObstacle.askedAlready`; `StoreError.notFound` when the case stands so already.
@discardableResult
public func askForHold(
    _ id: EntityID, _ order: HoldOrder, words: String, by access: Access, in store: CaseStore
) async throws -> TwoPersonRequest {
    _ = try await access.permit(.caseState, case: id, in: store)
    let isHeld = store.facts(ofCase: id)?.state == .legalHold
    guard isHeld == (order == .lift) else { throw StoreError.notFound }
    if try await openRequest(.legalHold, about: id, in: store) != nil { throw ErasureObstacle.askedAlready }
    return try await askSecondPerson(
        .legalHold, about: id, reason: words, details: ["order": order.rawValue], power: .approveRequests,
        by: access, in: store)
}
