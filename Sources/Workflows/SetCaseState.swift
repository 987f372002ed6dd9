// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// What can be set over a case, whatever is recorded in it.
public enum CaseStateOrder: String, Sendable, Codable, CaseIterable {
    /// Put away: read, and never written to.
    case archive
    /// Kept for a court or an authority: nothing of it is taken out. A second person must have agreed.
    case hold
    /// Back to what its own record says.
    case reopen
}

/// Archives a case, holds it for the law, or takes either back.
///
/// - Parameter agreed: The second person who agreed to a hold or to its end.
/// - Throws: `Refusal`; with `ownRequest` for a hold without a second person, or with the actor as that person.
public func setCaseState(
    _ id: EntityID, _ order: CaseStateOrder, agreed: EntityID? = nil, by access: Access, in store: CaseStore
) async throws {
    let permit = try await access.permit(.caseState, case: id, in: store)
    let facts = store.facts(ofCase: id)
    let touchesHold = order == .hold || facts?.state == .legalHold
    if touchesHold, agreed == nil || agreed == access.actor.id { throw Refusal(.caseState, .ownRequest) }
    // A reviewer decides first about what waits in it.
    if order == .archive, facts?.locked.isEmpty == false { throw Refusal(.caseState, .locked) }
    try await store.setState(order.state, ofCase: id, permit: permit)
}

extension CaseStateOrder {
    fileprivate var state: RecordState? {
        switch self {
        case .archive: .archived
        case .hold: .legalHold
        case .reopen: nil
        }
    }
}
