// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// What a receiver wants to pass on, and to whom.
public struct PassOnOrder: Sendable {
    public var taker: EntityID
    public var classes: Set<FieldClass>
    /// What for; nil for what it was received for.
    public var purpose: Purpose?
    /// What the next office should know besides; goes with what is told of needs and plans.
    public var details = ""

    public init(to taker: EntityID, _ classes: Set<FieldClass>) {
        self.taker = taker
        self.classes = classes
    }
}

/// Passes on what was sent to the actor's office to the next one, such as a ministry to a court: the same fixed copy,
/// or a part of it.
///
/// It stands on the consent of the first referral, which has to name the next office too, and on an agreement between
/// the two offices that both bound to the charter. It is open no longer than what it was passed on from, and closes
/// with it. The office whose case it is follows it like any other referral, in a record of its own, and can take it
/// back.
///
/// - Parameter idempotencyKey: The form's own token: sending the form twice passes it on once.
/// - Throws: `Refusal`, hidden as in `readPacket`; `ReferralObstacle`: `.notNow` before somebody said yes, `.consent`
///   when the person did not name that office, `.noReceiver` for an office that has it already.
public func passOnReferral(
    _ id: EntityID, _ order: PassOnOrder, by access: Access, in store: CaseStore, idempotencyKey: String? = nil
) async throws -> ShareGrant {
    let sight = try await receive(id, .referralAnswer, by: access, in: store)
    guard sight.gives(order.classes) else { throw ReferralObstacle.consent(.coversNotThis) }
    let actor = access.actor
    let grantID = access.newID(idempotencyKey.map { "passOn.\($0)" }, in: store)
    let wanted = sight.order(order)
    let draft = try await followed(wanted, as: grantID, sight, access, store, idempotencyKey)
    do {
        return try await store.refer(draft, permit: sight.permit) { basis, _ in
            guard let from = basis.before.first, let before = Referral(from.grant),
                before.isSeen(under: Referral.Circumstances(from.grant, from.basis))
            else { throw ReferralObstacle.hidden }
            guard before.state.isTakenOn else { throw ReferralObstacle.notNow(before.state) }
            guard from.basis.agreements.allSatisfy(\.allowsPassingOn) else { throw ReferralObstacle.noCharter }
            let reached = basis.before.flatMap { [$0.grant.taker, $0.grant.referral?.giver].compactMap(\.self) }
            guard !reached.contains(order.taker) else { throw ReferralObstacle.noReceiver }
            let agreement = try wanted.agreement(among: basis.agreements, now: basis.now)
            let all = Referral.Circumstances(
                consent: wanted.consent, ofCase: from.grant.caseID, basis, agreement: agreement)
            let asked = Referral.Order(
                id: grantID, caseID: from.grant.caseID, from: actor.agency, to: wanted.taker, service: wanted.service,
                classes: wanted.classes.union([.f0]), purpose: wanted.purpose, until: wanted.until, sender: actor.id)
            var grant = try Referral(asked, under: all, act: from.grant.act).grant
            grant.referral = ReferralTrack(
                service: wanted.service.rawValue, giver: before.giver, record: draft.recordID,
                via: ReferralTrack.Hop(
                    referral: from.grant.id, agency: actor.agency, account: actor.id, note: wanted.details))
            return grant
        }
    } catch ReferralObstacle.hidden { throw Refusal(.referralAnswer, nil) }
}

/// The draft of what is passed on, with the record in the sender's case that follows it: written by the sender's own
/// office, since nobody else may write there.
private func followed(
    _ order: ReferralOrder, as grantID: EntityID, _ sight: ReferralSight, _ access: Access, _ store: CaseStore,
    _ key: String?
) async throws -> ReferralDraft {
    let (caseID, owner) = (sight.grant.caseID, sight.referral.giver)
    let recordID = access.newID(key.map { "passOn.\($0).record" }, in: store)
    let office = Access(Actor(id: owner, role: .custodian, agency: owner))
    let permit: Permit
    do {
        permit = try await office.permit(.recordAdd, case: caseID, record: recordID, isOwn: true, in: store)
    } catch is Refusal { throw Refusal(.referralAnswer, nil) }
    let names = try await agencyNames(in: store)
    let record = try order.record(inCase: caseID, to: names[order.taker] ?? "", on: store.clock.today)
        .checked(under: store.codebook)
    return ReferralDraft(
        id: grantID, caseID: caseID, taker: order.taker, consent: order.consent, record: (recordID, record),
        permit: permit, via: sight.grant.id)
}

extension ReferralSight {
    /// Whether the reader sees all of it whole: nobody passes on what they do not see.
    fileprivate func gives(_ classes: Set<FieldClass>) -> Bool {
        classes.isSubset(of: grant.classes)
            && classes.allSatisfy { permit.classes.contains($0) && permit.masks[$0] == nil || $0 == .f0 }
    }

    fileprivate func order(_ order: PassOnOrder) -> ReferralOrder {
        var wanted = ReferralOrder(
            taker: order.taker, service: referral.service, classes: order.classes,
            purpose: order.purpose ?? grant.purpose, until: grant.until, consent: grant.consent)
        wanted.details = order.details
        return wanted
    }
}

extension ReferralState {
    /// The receiver has said yes, and it has not come to nothing.
    public var isTakenOn: Bool {
        switch self {
        case .accepted, .contacted, .started, .completed: true
        case .proposed, .received, .waitlisted, .declined, .personDeclined, .droppedOut, .unreachable, .revoked: false
        }
    }
}

/// What was passed on from a referral, as the office in between follows it: to whom, and what became of it.
public struct PassedOn: Sendable, Identifiable {
    public let referral: Referral
    public let to: String
    /// Whether the next office can see it now.
    public let isSeen: Bool

    public var id: EntityID { referral.id }
}

/// What an agency passed on from one referral, oldest first. To be called with the packet that it belongs to, whose
/// audit entry is this one's too.
func passedOn(from grant: ShareGrant, _ names: [EntityID: String], in store: CaseStore) -> [PassedOn] {
    store.referrals(ofCase: grant.caseID).compactMap { next in
        guard next.referral?.via?.referral == grant.id, let referral = Referral(next) else { return nil }
        let all = Referral.Circumstances(next, store.basis(of: next))
        return PassedOn(
            referral: referral, to: names[next.taker] ?? next.taker.code, isSeen: referral.isSeen(under: all))
    }
}
