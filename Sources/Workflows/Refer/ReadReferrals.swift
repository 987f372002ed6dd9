// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// One line of what other offices have sent.
public struct InboxLine: Sendable, Identifiable {
    public let id: EntityID
    public let from: String
    /// The agency that passed it on; nil when it came straight from the sender.
    public let through: String?
    public let service: ServiceCode
    public let purpose: Purpose
    public let state: ReferralState
    /// Milliseconds since 1970.
    public let sent: Int64
    public let until: Int64
    public let assigned: Set<EntityID>
    /// The answer is late, by the clock of the procedure.
    public let isLate: Bool
    /// Whether the actor sees the packet; who leads sees the line all the same, to give it to somebody.
    public let isReadable: Bool
}

/// What other offices have sent, and what of it was taken back.
public struct Inbox: Sendable {
    /// What waits for an answer first, then the oldest.
    public let lines: [InboxLine]
    /// Said without content: that something which an office sent is not to be seen any more.
    public let notices: [Notice]

    public struct Notice: Sendable, Hashable {
        public let from: String
        /// The day on which it was sent.
        public let sent: Int64
    }

    /// For so long the inbox says that something was taken back, from when it was.
    public static let noticesLast: Int64 = 90 * 86_400_000
}

/// What was sent to the actor's agency and the actor may see.
///
/// - Throws: `Refusal` for a role without lists.
public func readInbox(by access: Access, in store: CaseStore) async throws -> Inbox {
    let permit = try await access.permit(.registerList, by: .listCases, in: store)
    let names = try await agencyNames(in: store)
    let now = store.clock.now()
    var lines: [InboxLine] = []
    var notices: [Inbox.Notice] = []
    for grant in store.grants(to: access.actor.agency)
    where now - grant.made < ShareGrant.lastsMost + Inbox.noticesLast {
        let from = grant.sender(names, in: store)
        if let line = inboxLine(grant, names, access, store) {
            lines.append(line)
        } else if let since = grant.takenBack(in: store), now - since < Inbox.noticesLast {
            notices.append(Inbox.Notice(from: from, sent: grant.made))
        }
    }
    try await store.note(permit, count: lines.count)
    let ordered = lines.sorted { a, b in
        (a.state.isUnanswered ? 0 : a.state.isEnd ? 2 : 1, a.sent, a.id)
            < (b.state.isUnanswered ? 0 : b.state.isEnd ? 2 : 1, b.sent, b.id)
    }
    return Inbox(lines: ordered, notices: notices)
}

private func inboxLine(
    _ grant: ShareGrant, _ names: [EntityID: String], _ access: Access, _ store: CaseStore
) -> InboxLine? {
    guard let track = grant.referral, let view = ReferralView(grant, in: store) else { return nil }
    let isReadable = view.isSeen(by: access)
    guard isReadable || access.actor.role.powers.contains(.reassign) else { return nil }
    return InboxLine(
        id: grant.id, from: grant.sender(names, in: store), through: track.via.flatMap { names[$0.agency] },
        service: view.referral.service, purpose: grant.purpose, state: view.referral.state,
        sent: grant.made, until: view.facts.shares.first?.until ?? grant.until, assigned: track.assigned,
        isLate: view.referral.isLate(at: view.circumstances.now), isReadable: isReadable)
}

extension ReferralState {
    /// Nobody has said yes or no.
    public var isUnanswered: Bool {
        switch self {
        case .proposed, .received, .waitlisted: true
        case .accepted, .contacted, .started, .declined, .personDeclined, .completed, .droppedOut, .unreachable,
            .revoked:
            false
        }
    }
}

extension ShareGrant {
    fileprivate func sender(_ names: [EntityID: String], in store: CaseStore) -> String {
        let giver = referral?.giver ?? store.facts(ofCase: caseID)?.agency
        return giver.flatMap { names[$0] } ?? ""
    }

    /// Since when something that could be seen once is closed before its day, because the person or the sender took it
    /// back; nil when nobody did. Where no moment was written down it is now.
    fileprivate func takenBack(in store: CaseStore) -> Int64? {
        if let referral = Referral(self) {
            if [.revoked, .personDeclined].contains(referral.state) { return referral.steps.last?.at }
            if [.declined, .unreachable].contains(referral.state) { return nil }
        }
        let before = referral?.via.flatMap { store.referral($0.referral) }
        if let since = before?.takenBack(in: store) { return since }
        let standing = store.standing(of: self)
        guard standing.isWithdrawn || isWithdrawn || standing.consent == .withdrawn || standing.consent == .none else {
            return nil
        }
        let basis = store.basis(of: self)
        return basis.papers.compactMap(\.withdrawn).min() ?? basis.now
    }
}

/// A referral as its sender follows it.
public struct SentReferral: Sendable, Identifiable {
    public let referral: Referral
    public let to: String
    /// The agency that passed it on; nil for what was sent from here.
    public let through: String?
    /// What agencies that had it in hand are called, for who did what.
    public let names: [EntityID: String]
    /// Whether the receiver can see it now.
    public let isSeen: Bool
    public let isLate: Bool
    /// The receiver's own register stands elsewhere: it can be sent as a sealed file.
    public let hasCard: Bool

    public var id: EntityID { referral.id }
    public var caseID: EntityID { referral.grant.caseID }
}

/// The referrals of a case as their sender follows them, oldest first. The look at the case is in the log before this
/// returns.
///
/// - Throws: `Refusal`, hidden for anybody but the agency whose case it is.
public func readReferrals(
    ofCase id: EntityID, by access: Access, in store: CaseStore
) async throws -> [SentReferral] {
    let permit = try await access.permit(.caseRead, case: id, in: store)
    guard store.facts(ofCase: id)?.agency == access.actor.agency else { throw Refusal(.caseRead, nil) }
    let agencies = try await store.agencies()
    let all = store.referrals(ofCase: id)
    try await store.note(permit, count: all.count)
    return all.compactMap { SentReferral($0, agencies, in: store) }
}

extension SentReferral {
    fileprivate init?(_ grant: ShareGrant, _ agencies: [Agency], in store: CaseStore) {
        guard let referral = Referral(grant) else { return nil }
        let all = Referral.Circumstances(grant, store.basis(of: grant))
        let taker = agencies.first { $0.id == grant.taker }
        let settings = taker?.settings
        self.init(
            referral: referral, to: taker?.name ?? grant.taker.code,
            through: grant.referral?.via.flatMap { hop in agencies.first { $0.id == hop.agency }?.name },
            names: Dictionary(agencies.map { ($0.id, $0.name) }) { first, _ in first },
            isSeen: referral.isSeen(under: all), isLate: referral.isLate(at: all.now),
            hasCard: settings?.packetCard != nil && settings?.isPacketCardRevoked == false)
    }
}

/// How the referrals that the actor's agency sent have gone, true counts for those who run the office.
///
/// - Throws: `Refusal` for a role without lists.
public func readLinkage(by access: Access, in store: CaseStore) async throws -> Linkage {
    let permit = try await access.permit(.registerList, by: .listCases, in: store)
    let sent = store.referrals(from: access.actor.agency).compactMap { Referral($0) }
    try await store.note(permit, count: sent.count)
    return Linkage(sent)
}
