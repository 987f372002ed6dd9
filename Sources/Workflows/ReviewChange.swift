// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// One change that waits, as its list shows it.
public struct WaitingChange: Sendable, Hashable, Identifiable {
    public let review: Review
    /// Who should look by now.
    public let attention: ReviewAttention
    /// Whether the actor may decide, or would after showing the second factor; nil reason when they may at once.
    public let obstacle: Reason?

    public var id: EntityID { review.id }
}

/// One change that waits, field by field.
public struct ChangePaper: Sendable {
    public let review: Review
    public let attention: ReviewAttention
    /// What stood before and stands for sharing and export meanwhile.
    public let base: Stored
    public let pending: Stored
    /// In the classes that the reviewer may read.
    public let differences: [FieldDifference]
    /// Classes that changed and that the reviewer may not read, or has no key for.
    public let unseen: Set<FieldClass>
}

/// What waits for a second person in the actor's agency, oldest first; what only its editor could look at is accepted
/// on the way, once its day is over (a served register does so by itself: ``Chore/settleReviews``).
public func listReviews(by access: Access, in store: CaseStore) async throws -> [WaitingChange] {
    try await store.settleAlone()
    _ = try await access.permit(.requestApprove, by: .approveRequests, in: store)
    let now = store.clock.now()
    return store.reviews(of: access.actor.agency).compactMap { review in
        func waiting(_ obstacle: Reason?) -> WaitingChange {
            WaitingChange(review: review, attention: review.pending.attention(at: now), obstacle: obstacle)
        }
        do throws(Refusal) {
            _ = try access.wouldReview(review, in: store)
            return waiting(nil)
        } catch {
            guard let reason = error.reason, reason == .stepUp || reason == .ownRequest else { return nil }
            return waiting(reason)
        }
    }
}

/// One change that waits, with what differs in the classes that the reviewer may read; the look is in the audit log
/// before this returns.
///
/// - Throws: `Refusal`, hidden when there is nothing of this id that the actor may know of.
public func readReview(_ id: EntityID, by access: Access, in store: CaseStore) async throws -> ChangePaper {
    guard let review = store.review(id), access.knowsBoth(review, in: store) else { throw Refusal(.recordReview, nil) }
    let permit = try await access.permit(
        .caseRead, review.kind, scope: review.scope, record: review.record, in: store)
    let versions = try await store.versions(
        of: review.record, scope: review.scope, permit: permit, hand: access.hand)
    guard let base = versions.first(where: { $0.version == review.pending.base }),
        let pending = versions.first(where: { $0.version == review.pending.version })
    else { throw StoreError.notFound }
    let seen = permit.allClasses.subtracting(base.closed).subtracting(pending.closed)
    return ChangePaper(
        review: review, attention: review.pending.attention(at: store.clock.now()), base: base, pending: pending,
        differences: base.record.differences(to: review.isRemoval ? nil : pending.record),
        unseen: review.classes.subtracting(seen))
}

/// Decides about a change that waits: it stands, what stood before is written again, or the editor is asked.
///
/// - Parameter reason: In the reviewer's words; at least ten characters.
/// - Throws: `Refusal` (own request, step-up); `Rejected` for a missing reason; `StoreError.notFound`.
public func reviewChange(
    _ id: EntityID, _ verdict: Verdict, reason: String, by access: Access, in store: CaseStore
) async throws {
    guard let review = store.review(id), access.knowsBoth(review, in: store) else { throw Refusal(.recordReview, nil) }
    let permit = try await access.permit(
        .recordReview, review.kind, scope: review.scope, record: review.record,
        isOwn: review.pending.editor == access.actor.id, in: store)
    guard reason.split(whereSeparator: \.isWhitespace).joined(separator: " ").count >= 10 else {
        throw Rejected(findings: [
            Finding("no-reason", field: nil, "Say in a sentence why: the editor and the log keep it.")
        ])
    }
    try await store.decide(id, verdict, reason: reason, permit: permit)
}

extension Access {
    /// Whether the actor may know of both people whom a decision is about; true for every other change.
    fileprivate func knowsBoth(_ review: Review, in store: CaseStore) -> Bool {
        guard review.kind == .likeness, let entry = store.likeness(review.record) else { return true }
        let now = store.clock.now()
        return [entry.first, entry.second].allSatisfy {
            store.facts(ofPerson: $0, for: actor, to: .exists, context(), now: now) != nil
        }
    }

    /// What the policy would say to a decision about a change, without asking: for lists, which are in the log as such.
    fileprivate func wouldReview(_ review: Review, in store: CaseStore) throws(Refusal) -> Permit {
        let now = store.clock.now()
        guard knowsBoth(review, in: store) else { throw Refusal(.recordReview, nil) }
        let isPerson = review.kind == .person || review.kind == .likeness
        let facts =
            isPerson
            ? store.facts(ofPerson: review.scope, for: actor, to: .approve, context(), now: now)
            : store.facts(ofCase: review.scope)
        return try Policy.permit(
            actor, .recordReview, facts, subject: isPerson ? .person(review.scope) : .caseFile(review.scope),
            record: review.record, isOwn: review.pending.editor == actor.id, context(), now: now)
    }
}
