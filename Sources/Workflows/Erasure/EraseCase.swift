// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// Asks a second person to agree that a case is erased for good. Once they do, seven days begin in which it can be
/// taken back.
///
/// - Parameters:
///   - identity: How somebody made sure that it is the person's own wish.
///   - words: Why, in the asker's words; they are erased with the case.
/// - Throws: `Refusal`; `ErasureObstacle.legalHold`, `.askedAlready`.
@discardableResult
public func askToErase(
    _ id: EntityID, _ reason: EraseReason, identity: ErasureOrder.IdentityCheck, words: String = "",
    by access: Access, in store: CaseStore
) async throws -> TwoPersonRequest {
    _ = try await access.permit(.caseErase, case: id, in: store)
    if store.facts(ofCase: id)?.state == .legalHold { throw ErasureObstacle.legalHold }
    let asked = try await openRequest(.erasure, about: id, in: store)
    let waiting = try await store.waitingErasure(ofCase: id)
    if asked != nil || waiting != nil { throw ErasureObstacle.askedAlready }
    return try await askSecondPerson(
        .erasure, about: id, reason: words, details: ["reason": reason.rawValue, "identity": identity.rawValue],
        power: .approveRequests, by: access, in: store)
}

/// Takes an erasure back within its seven days.
///
/// - Throws: `Refusal`; `ErasureObstacle.notWaiting`.
public func cancelErasure(of id: EntityID, by access: Access, in store: CaseStore) async throws {
    let permit = try await access.permit(.caseErase, case: id, in: store)
    try await store.cancel(erasureOf: id, permit: permit)
}

/// Erases every case whose seven days are over; what cannot be erased now does not keep the others waiting.
///
/// - Parameter daysSeen: On how many days since the agreement the log must have entries: a clock that was set wrong
///   must not end the seven days at once, for nothing brings back what is erased. 0 for whoever is at the console.
/// - Returns: what went, by case, and how many could not be erased.
@discardableResult
public func carryOutErasures(daysSeen: Int = 0, in store: CaseStore) async throws -> (
    done: [EntityID: ErasureReport], failed: Int
) {
    var done: [EntityID: ErasureReport] = [:]
    var failed = 0
    for order in try await store.erasuresDue() where store.facts(ofCase: order.scope) != nil {
        if daysSeen > 0, try await store.daysWithEntries(since: order.agreed) < daysSeen { continue }
        let office = Access(Actor(id: order.agency, role: .custodian, agency: order.agency), purpose: .system)
        do {
            let permit = try await office.permit(.caseErase, case: order.scope, in: store)
            done[order.scope] = try await store.erase(order, permit: permit)
        } catch is ErasureObstacle { failed += 1 } catch is Refusal { failed += 1 }
    }
    return (done, failed)
}

/// The request of one kind about one subject that waits for an answer; nil when there is none.
func openRequest(_ kind: TwoPersonRequest.Kind, about id: EntityID, in store: CaseStore) async throws
    -> TwoPersonRequest?
{
    let now = store.clock.now()
    return try await store.requests().first {
        $0.kind == kind && $0.subject == id && $0.state == .waiting && $0.isOpen(at: now)
    }
}

/// How a case stands as to being erased.
public enum ErasureStanding: Sendable, Hashable {
    case none
    /// Somebody asked, and nobody has agreed yet.
    case asked
    case waits(ErasureOrder)
    case held
}

/// How a case stands as to being erased; for whoever reads the case.
public func erasureStanding(of id: EntityID, in store: CaseStore) async throws -> ErasureStanding {
    if store.facts(ofCase: id)?.state == .legalHold { return .held }
    if let order = try await store.waitingErasure(ofCase: id) { return .waits(order) }
    return try await openRequest(.erasure, about: id, in: store) == nil ? .none : .asked
}

/// Erasures of the actor's agency, and those of others that had been shown to it, newest first.
///
/// - Throws: `Refusal` for who is not of the second persons.
public func listErasures(by access: Access, in store: CaseStore) async throws -> (
    own: [ErasureOrder], elsewhere: [ErasureOrder]
) {
    let permit = try await access.permit(.registerList, by: .approveRequests, in: store)
    let own = try await store.erasures(of: access.actor.agency)
    let elsewhere = try await store.erasuresToHearOf(access.actor.agency)
    try await store.note(permit, count: own.count + elsewhere.count, outcome: "done:erasures")
    return (own, elsewhere)
}
