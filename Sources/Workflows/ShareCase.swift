// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// Proposes to another agency what may be shared between the two; a supervisor of the other side accepts.
///
/// - Parameters:
///   - givesTo: Whether the actor's agency is the one that shares.
///   - charter: The version of the charter of sharing that the proposer binds their side to; referrals need both.
/// - Returns: the agreement's id.
/// - Throws: `Refusal`; `StoreError.notFound` for an agency that is not here.
public func proposeAgreement(
    with other: EntityID, givesTo: Bool, _ classes: Set<FieldClass>, for purposes: Set<Purpose>, until: Int64,
    charter: Int? = nil, by access: Access, in store: CaseStore
) async throws -> EntityID {
    let own = access.actor.agency
    var agreement = Agreement(
        id: .random(), giver: givesTo ? own : other, taker: givesTo ? other : own,
        classes: classes.subtracting([.f5, .f6]), purposes: purposes, until: until, proposer: access.actor.id,
        proposerAgency: own)
    agreement.proposerCharter = charter
    try await store.propose(agreement, permit: try await agreementPermit(access, store))
    return agreement.id
}

/// Accepts what the other side proposed; from then on it holds.
///
/// - Parameter charter: As in `proposeAgreement`, for the accepting side.
public func acceptAgreement(
    _ id: EntityID, charter: Int? = nil, by access: Access, in store: CaseStore
) async throws {
    try await store.accept(agreement: id, charter: charter, permit: try await agreementPermit(access, store))
}

/// Ends an agreement, and every share made under it, at once.
public func endAgreement(_ id: EntityID, by access: Access, in store: CaseStore) async throws {
    try await store.end(agreement: id, permit: try await agreementPermit(access, store))
}

/// The agreements of the actor's agency, proposals and ended ones too.
public func listAgreements(by access: Access, in store: CaseStore) async throws -> [Agreement] {
    _ = try await agreementPermit(access, store)
    return store.agreements(of: access.actor.agency)
}

private func agreementPermit(_ access: Access, _ store: CaseStore) async throws -> Permit {
    try await access.permit(.agreementManage, by: .manageAgreements, in: store)
}

/// Shares a fixed copy of a part of a case with another agency: what stands in it now, as long as the consent and the
/// agreement hold, and no longer than a year.
///
/// - Throws: `Refusal` (consent, state, role); `ShareObstacle`.
public func shareCase(
    _ id: EntityID, _ order: ShareOrder, by access: Access, in store: CaseStore
) async throws -> ShareGrant {
    try await store.share(order, ofCase: id, permit: try await sharePermit(id, order, access, store))
}

/// Takes a share back at once. Whoever may share may do so, whatever the consent says by now.
public func withdrawShare(
    _ share: EntityID, ofCase id: EntityID, by access: Access, in store: CaseStore
) async throws {
    let permit = try await access.permit(.caseShare, case: id, in: store) { facts in
        facts.consentInQuestion = .covers
        // What is taken back never waits for the case to be in a state to be shared.
        if facts.state != .erased { facts.state = .open }
    }
    try await store.withdraw(share: share, ofCase: id, permit: permit)
}

/// What of a case was shared and how it stands, oldest first.
///
/// - Throws: `Refusal` for a case that the actor does not read.
public func listShares(
    ofCase id: EntityID, by access: Access, in store: CaseStore
) async throws -> [(grant: ShareGrant, standing: CaseFacts.Share)] {
    _ = try await access.permit(.caseRead, case: id, in: store)
    let all = store.shares(ofCase: id)
    let own = access.actor.agency
    return store.facts(ofCase: id)?.agency == own ? all : all.filter { $0.grant.taker == own }
}

private func sharePermit(
    _ id: EntityID, _ order: ShareOrder, _ access: Access, _ store: CaseStore
) async throws -> Permit {
    // Nothing is looked up in a case that the actor may not know of.
    _ = try await access.permit(.caseRead, case: id, in: store)
    let standing = try await store.consentStanding(
        order.consent, ofCase: id, for: order.taker, purpose: order.purpose)
    return try await access.permit(.caseShare, case: id, in: store) { $0.consentInQuestion = standing }
}
