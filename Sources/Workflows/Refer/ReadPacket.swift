// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// A referral as its receiver sees it.
public struct ReceivedPacket: Sendable {
    public let referral: Referral
    public let packet: Packet
    /// The agency whose case it is.
    public let from: String
    /// The agency that passed it on; nil when it came straight from the sender.
    public let through: String?
    /// What was passed on from it, and what became of that.
    public let passedOn: [PassedOn]
    /// When it is over, in milliseconds since 1970: the first of consent, agreement and referral.
    public let until: Int64
    /// Accounts of the receiver who work on it.
    public let assigned: Set<EntityID>
    /// What the sender wrote for the receiver; nil when what is told of needs and plans was not agreed to.
    public let details: String?
}

/// What was sent to the actor's agency in one referral: the packet and nothing else. The look is in the log before this
/// returns; the first one says to the sender that it was opened.
///
/// - Throws: `Refusal`, hidden for a referral that is not there, is not for this agency or this person, or is not to be
///   seen any more; `StoreError`.
public func readPacket(_ id: EntityID, by access: Access, in store: CaseStore) async throws -> ReceivedPacket {
    var sight = try await receive(id, .caseRead, by: access, in: store)
    if sight.referral.state == .proposed {
        // A colleague may be opening it at the same moment.
        do { try await answerReferral(id, .receive, by: access, in: store) } catch ReferralObstacle.notNow {}
        sight = try await receive(id, .caseRead, by: access, in: store)
    }
    let file = try await store.caseFile(sight.grant.caseID, permit: sight.permit)
    let own = sight.grant.referral?.record
    let held = store.heldMarks(ofCase: sight.grant.caseID)
    let packet = Packet(
        sight.referral, for: access.actor, facts: sight.facts, records: file.packetRecords,
        held: HeldLocally(fields: held.fields, records: held.records), under: sight.circumstances,
        codebook: store.codebook)
    guard let packet else { throw Refusal(.caseRead, nil) }
    // What the office in between wrote is younger than the copy that it passed on.
    let note = sight.grant.referral?.via.map { $0.note.isEmpty ? nil : $0.note }
    let written = file.records.first { $0.id == own }?.record.text("cas_OutgoingReferralDetails")
    let details = packet.classes.contains(.f4) ? note ?? written : nil
    let names = try await agencyNames(in: store)
    return ReceivedPacket(
        referral: sight.referral, packet: packet, from: names[sight.referral.giver] ?? sight.referral.giver.code,
        through: sight.grant.referral?.via.map { names[$0.agency] ?? $0.agency.code },
        passedOn: passedOn(from: sight.grant, names, in: store),
        until: sight.referral.facts(under: sight.circumstances).until,
        assigned: sight.grant.referral?.assigned ?? [], details: details)
}

/// Answers a referral, or says how it goes on: for its receiver.
///
/// - Parameter office: Where the server says that its office is: an answer has the day it is there, unless the agency
///   that answers is known to be elsewhere.
/// - Throws: `Refusal`, hidden as in `readPacket`; `ReferralObstacle.notYours`, `.notNow`, `.hidden`.
public func answerReferral(
    _ id: EntityID, _ act: ReferralAct, office: OfficeTime = .utc, by access: Access, in store: CaseStore
) async throws {
    let sight = try await receive(id, .referralAnswer, by: access, in: store)
    let zone = act.isAnswer ? try await store.agency(access.actor.agency).settings.zone : nil
    let time = zone.flatMap { OfficeTime(zone: $0) } ?? office
    do {
        try await store.step(referral: id, permit: sight.permit) { try $0.after(act, by: access.actor, $1, time: time) }
    } catch ReferralObstacle.hidden { throw Refusal(.referralAnswer, nil) }
}

/// Gives a referral to colleagues, or takes it from them: only who leads the receiving office.
///
/// Who leads need not be somebody who works for the referral's purpose, and sees no more of the packet by this.
///
/// - Throws: `Refusal`; `StoreError.notFound` for somebody who is not of this agency.
public func assignReferral(
    _ id: EntityID, add: Set<EntityID>, remove: Set<EntityID> = [], by access: Access, in store: CaseStore
) async throws {
    guard let grant = store.referral(id), grant.taker == access.actor.agency, ReferralView(grant, in: store) != nil
    else {
        _ = try await access.permit(.referralAnswer, case: id, in: store)
        throw Refusal(.referralAnswer, nil)
    }
    let permit = try await access.permit(.referralAnswer, by: .reassign, .caseFile(grant.caseID), in: store)
    for account in add where store.account(account)?.agency != access.actor.agency { throw StoreError.notFound }
    try await store.step(referral: id, permit: permit) { grant, _ in
        guard var track = grant.referral else { throw StoreError.notFound }
        track.assigned = track.assigned.union(add).subtracting(remove)
        return ReferralChange(track: track, says: [:], act: "assigned")
    }
}

/// A referral that somebody of the receiver may see, and what the policy gives them of it.
struct ReferralSight {
    let grant: ShareGrant
    let referral: Referral
    let circumstances: Referral.Circumstances
    /// The case as if this referral were all that was ever shared of it.
    let facts: CaseFacts
    let permit: Permit
}

/// Leave for one thing with a referral, by the same policy as every share, asked with this referral alone.
func receive(
    _ id: EntityID, _ verb: Verb, by access: Access, in store: CaseStore
) async throws -> ReferralSight {
    guard let grant = store.referral(id), grant.taker == access.actor.agency, let view = ReferralView(grant, in: store)
    else {
        // The way of what does not exist, log entry included.
        _ = try await access.permit(verb, case: id, in: store)
        throw Refusal(verb, nil)
    }
    var asking = access
    asking.purpose = grant.purpose
    let facts = view.facts
    do {
        let permit = try await asking.permit(verb, case: grant.caseID, in: store) { $0 = facts }
        return ReferralSight(
            grant: grant, referral: view.referral, circumstances: view.circumstances, facts: facts, permit: permit)
    } catch let refusal as Refusal { throw Refusal(refusal.verb, nil) }
}

/// What a receiver's reader goes by; nil for what is not to be seen any more.
struct ReferralView {
    let referral: Referral
    let circumstances: Referral.Circumstances
    let facts: CaseFacts

    init?(_ grant: ShareGrant, in store: CaseStore) {
        let all = Referral.Circumstances(grant, store.basis(of: grant))
        guard let referral = Referral(grant), referral.isSeen(under: all),
            var facts = store.facts(ofCase: grant.caseID)
        else { return nil }
        facts.shares = [referral.facts(under: all)]
        facts.assigned = grant.referral?.assigned ?? []
        self.referral = referral
        circumstances = all
        self.facts = facts
    }

    /// Whether somebody sees it, without an entry in the log: for lists, which have one of their own.
    func isSeen(by access: Access) -> Bool {
        var asking = access
        asking.purpose = referral.grant.purpose
        let permit = try? Policy.permit(
            access.actor, .caseRead, facts, subject: .caseFile(facts.id), asking.context(), now: circumstances.now)
        return permit != nil
    }
}
