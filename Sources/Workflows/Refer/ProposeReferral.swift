// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// What somebody wants to refer, and to whom.
public struct ReferralOrder: Sendable {
    public var taker: EntityID
    public var service: ServiceCode
    public var classes: Set<FieldClass>
    public var purpose: Purpose
    /// The first millisecond since 1970 at which it is over; within a year.
    public var until: Int64
    /// The consent record that it stands on.
    public var consent: EntityID
    /// What the receiver should know besides; goes with what is told of needs and plans.
    public var details = ""

    public init(
        taker: EntityID, service: ServiceCode, classes: Set<FieldClass>, purpose: Purpose, until: Int64,
        consent: EntityID
    ) {
        self.taker = taker
        self.service = service
        self.classes = classes
        self.purpose = purpose
        self.until = until
        self.consent = consent
    }
}

/// Refers a case to another agency for one kind of help: a packet of what stands in it now, in the agreed classes, is
/// fixed; the receiver sees it as long as consent, agreement and referral hold, and nothing else. No consent, no
/// referral.
///
/// - Parameter idempotencyKey: The form's own token: sending the form twice makes one referral.
/// - Throws: `Refusal` (no consent, role, state), which is in the log then; `ReferralObstacle`; `Rejected`.
public func proposeReferral(
    ofCase id: EntityID, _ order: ReferralOrder, by access: Access, in store: CaseStore, idempotencyKey: String? = nil
) async throws -> ShareGrant {
    let permit = try await referPermit(id, order, access, store)
    let grantID = access.newID(idempotencyKey.map { "referral.\($0)" }, in: store)
    let recordID = access.newID(idempotencyKey.map { "referral.\($0).record" }, in: store)
    let recordPermit = try await access.permit(.recordAdd, case: id, record: recordID, isOwn: true, in: store)
    let names = try await agencyNames(in: store)
    let record = try order.record(inCase: id, to: names[order.taker] ?? "", on: store.clock.today)
        .checked(under: store.codebook)
    let draft = ReferralDraft(
        id: grantID, caseID: id, taker: order.taker, consent: order.consent, record: (recordID, record),
        permit: recordPermit)
    let actor = access.actor
    return try await store.refer(draft, permit: permit) { basis, act in
        let agreement = try order.agreement(among: basis.agreements, now: basis.now)
        let all = Referral.Circumstances(consent: order.consent, ofCase: id, basis, agreement: agreement)
        let asked = Referral.Order(
            id: grantID, caseID: id, from: actor.agency, to: order.taker, service: order.service,
            classes: order.classes.union([.f0]), purpose: order.purpose, until: order.until, sender: actor.id)
        var grant = try Referral(asked, under: all, act: act).grant
        grant.referral = ReferralTrack(service: order.service.rawValue, giver: actor.agency, record: recordID)
        return grant
    }
}

/// What each reader there could see at most, before it is sent. The look is in the log before this returns.
public func previewReferral(
    ofCase id: EntityID, _ order: ReferralOrder, by access: Access, in store: CaseStore
) async throws -> CaseFile {
    let share = ShareOrder(
        taker: order.taker, classes: order.classes.union([.f0]), purpose: order.purpose, until: order.until,
        consent: order.consent)
    let file = try await previewShare(id, share, by: access, in: store)
    return CaseFile(
        id: id, records: file.records.filter { $0.record.kind.goesInPackets }, people: file.people,
        organisations: file.organisations, permit: file.permit)
}

/// Takes a referral back, or notes that the person does not want it any more. The sender always can, whatever the
/// consent says by now and however the case stands.
///
/// - Parameter act: `.revoke` or `.personDeclines`.
/// - Throws: `Refusal`; `ReferralObstacle.notYours`, `.notNow`; `StoreError.notFound`.
public func endReferral(
    _ id: EntityID, ofCase caseID: EntityID, _ act: ReferralAct, by access: Access, in store: CaseStore
) async throws {
    let permit = try await access.permit(.caseRefer, case: caseID, in: store) { facts in
        facts.consentInQuestion = .covers
        if facts.state != .erased { facts.state = .open }
    }
    guard store.referral(id)?.caseID == caseID else { throw StoreError.notFound }
    try await store.step(referral: id, permit: permit) { try $0.after(act, by: access.actor, $1) }
}

private func referPermit(
    _ id: EntityID, _ order: ReferralOrder, _ access: Access, _ store: CaseStore
) async throws -> Permit {
    // Nothing is looked up in a case that the actor may not know of.
    _ = try await access.permit(.caseRead, case: id, in: store)
    let standing = try await store.consentStanding(
        order.consent, ofCase: id, for: order.taker, purpose: order.purpose)
    return try await access.permit(.caseRefer, case: id, in: store) { $0.consentInQuestion = standing }
}

extension ReferralOrder {
    /// The agreement that it stands on: one that both sides bound to the charter and that covers it.
    func agreement(among all: [Agreement], now: Int64) throws(ReferralObstacle) -> Agreement? {
        let content = classes.subtracting([.f0])
        let fitting = all.filter { $0.covers(content, for: purpose, at: now) }
        if let found = fitting.first(where: \.hasCharter) { return found }
        if !fitting.isEmpty { throw .noCharter }
        return nil
    }

    /// The record that follows it in the sender's case.
    func record(inCase id: EntityID, to name: String, on today: PartialDate) -> Draft {
        Draft(
            .referral,
            [
                "wh_ReferralDirection": .codes(["Outgoing"]), "wh_ReferralStatus": .codes(["Proposed"]),
                "wh_ReferralStep": .codes(["Proposed"]), "wh_ReferralService": .text(service.rawValue),
                "cas_ReferredOrganisation": .text(name), "cas_OutgoingReferralDate": .date(today),
                "cas_OutgoingReferralDetails": .text(details),
            ], links: [.caseFile: id])
    }
}

extension ShareGrant {
    /// The referral after an act of somebody, with what the record that follows it says then.
    ///
    /// - Parameter time: By which an answer has its day: that of the place where it is given.
    func after(_ act: ReferralAct, by actor: Actor, _ basis: ReferralBasis, time: OfficeTime = .utc) throws
        -> ReferralChange
    {
        guard var referral = Referral(self), var track = self.referral else { throw StoreError.damaged("referral") }
        try referral.apply(act, by: actor.agency, under: Referral.Circumstances(self, basis))
        track.steps.append(
            ReferralTrack.Step(
                act: act.name, reason: act.reason?.rawValue, agency: actor.agency, account: actor.id, at: basis.now))
        var says: [FieldName: Value] = [
            "wh_ReferralStatus": .codes([referral.state.codebookValue]),
            "wh_ReferralStep": .codes([referral.state.stepValue]),
        ]
        if let reason = act.reason { says["wh_ReferralReason"] = .codes([reason.codebookValue]) }
        if act.isAnswer { says["wh_ReferralAnswered"] = .date(time.day(at: basis.now).date) }
        return ReferralChange(track: track, says: says, act: act.name)
    }
}

extension RecordKind {
    /// Whether a packet may hold it: what the person agreed to with others, and whom else they were referred to, is
    /// nobody's business.
    var goesInPackets: Bool { self != .consent && self != .referral && !staysAtHome }
}
