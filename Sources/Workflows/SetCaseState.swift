// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// What somebody can set over a case by themself, whatever is recorded in it. A legal hold takes two people: see
/// `askForHold`.
public enum CaseStateOrder: String, Sendable, Codable, CaseIterable {
    /// Put away: read, and never written to.
    case archive
    /// Kept for a court or an authority. A second person must agree.
    case hold
    /// Back to what its own record says.
    case reopen
}

/// Archives a case, or takes that back.
///
/// - Throws: `Refusal`; `SecondPersonNeeded` for a hold, and for a case that is held.
public func setCaseState(
    _ id: EntityID, _ order: CaseStateOrder, by access: Access, in store: CaseStore
) async throws {
    let permit = try await access.permit(.caseState, case: id, in: store)
    let facts = store.facts(ofCase: id)
    if order == .hold || facts?.state == .legalHold { throw SecondPersonNeeded(verb: .caseState) }
    // A reviewer decides first about what waits in it.
    if order == .archive, facts?.locked.isEmpty == false { throw Refusal(.caseState, .locked) }
    try await store.setState(order == .archive ? .archived : nil, ofCase: id, permit: permit)
}
