// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// Takes a consent back, in one step and at once: from this moment nobody outside sees what stands on it.
/// Saying so is enough; nobody else has to agree, and it never waits for a review.
///
/// - Parameter how: A value name of `wh_ConsentWithdrawnHow`.
/// - Returns: the agencies that saw something by it until now. Their inbox says that something was taken back, and
///   nothing of what it was.
/// - Throws: `Refusal`, with the state of a case that is put away: then all is closed anyway, and the record
///   is written once the case is open again; `StoreError.notFound`.
@discardableResult
public func withdrawConsent(
    _ record: EntityID, ofCase id: EntityID, how: String = "Said", by access: Access, in store: CaseStore
) async throws -> Set<EntityID> {
    let told = Set(consentGrants(record, ofCase: id, in: store).map(\.taker))
    do { try await writeWithdrawal(record, ofCase: id, how: how, access, store) } catch let refusal as Refusal
        where refusal.reason == .locked || refusal.reason == .state
    {
        // The record cannot be written now: what stands on it is closed one by one.
        try await closeAll(consentGrants(record, ofCase: id, in: store), access, store)
        if refusal.reason == .state { throw refusal }
    }
    return told
}

private func writeWithdrawal(
    _ record: EntityID, ofCase id: EntityID, how: String, _ access: Access, _ store: CaseStore
) async throws {
    // Somebody may write the same record meanwhile: then once more, over what they wrote.
    for _ in 0..<5 {
        let versions = try await readVersions(of: record, in: id, by: access, store: store)
        guard let latest = versions.last, !latest.isRemoved, latest.record.kind == .consent else {
            throw StoreError.notFound
        }
        if latest.record["wh_ConsentWithdrawn"] != nil { return }
        var draft = latest.record.draft
        draft.values["wh_ConsentStatus"] = .codes(["Withdrawn"])
        draft.values["wh_ConsentWithdrawn"] = .text(ConsentMoment.text(store.clock.now()))
        draft.values["wh_ConsentWithdrawnHow"] = .codes([how])
        let result = try await editRecord(
            record, in: id, base: latest.version, to: draft, by: access, store: store)
        if case .saved = result { return }
    }
    throw StoreError.conflict(record, current: 0)
}

/// The referrals and shares that stand on a consent and can be seen.
private func consentGrants(_ consent: EntityID, ofCase id: EntityID, in store: CaseStore) -> [ShareGrant] {
    let shares = store.shares(ofCase: id).filter { !$0.standing.isWithdrawn && $0.standing.consent == .covers }
    let referrals = store.referrals(ofCase: id).filter { Referral($0)?.state.isEnd == false }
    return (shares.map(\.grant) + referrals).filter { $0.consent == consent }
}

private func closeAll(_ grants: [ShareGrant], _ access: Access, _ store: CaseStore) async throws {
    for grant in grants {
        if grant.referral == nil {
            try await withdrawShare(grant.id, ofCase: grant.caseID, by: access, in: store)
        } else {
            try await endReferral(grant.id, ofCase: grant.caseID, .personDeclines, by: access, in: store)
        }
    }
}
