// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One referral of one case to one agency for one service, bound to a consent and an agreement by its grant.
public struct Referral: Sendable, Hashable, Identifiable {
    /// Something that was done with it.
    public struct Step: Sendable, Hashable {
        public let act: ReferralAct
        /// Who did it.
        public let agency: EntityID
        /// Milliseconds since 1970.
        public let at: Int64
    }

    /// What somebody wants to refer.
    public struct Order: Sendable, Hashable {
        public let id: EntityID
        public let caseID: EntityID
        public let giver: EntityID
        public let taker: EntityID
        public let service: ServiceCode
        public let classes: Set<FieldClass>
        public let purpose: Purpose
        /// The first millisecond since 1970 at which it is over.
        public let until: Int64
        /// Who signs it.
        public let sender: EntityID

        public init(
            id: EntityID, caseID: EntityID, from giver: EntityID, to taker: EntityID,
            service: ServiceCode,
            classes: Set<FieldClass>, purpose: Purpose, until: Int64, sender: EntityID
        ) {
            self.id = id
            self.caseID = caseID
            self.giver = giver
            self.taker = taker
            self.service = service
            self.classes = classes
            self.purpose = purpose
            self.until = until
            self.sender = sender
        }
    }

    /// What it is judged by at a moment.
    public struct Circumstances: Sendable {
        /// The consent that it stands on; nil when its record is gone.
        public let terms: ConsentTerms?
        public let agreement: Agreement?
        /// Everything that the receiver goes by: its id and its name.
        public let takerNames: [String]
        public let isTakerSuspended: Bool
        public let state: RecordState
        /// Every referral that it was passed on from can still be seen by its own receiver; true for what came
        /// straight from the sender.
        public let isReached: Bool
        public let now: Int64

        public init(
            terms: ConsentTerms?, agreement: Agreement?, takerNames: [String],
            isTakerSuspended: Bool = false,
            state: RecordState = .open, isReached: Bool = true, now: Int64
        ) {
            self.terms = terms
            self.agreement = agreement
            self.takerNames = takerNames
            self.isTakerSuspended = isTakerSuspended
            self.state = state
            self.isReached = isReached
            self.now = now
        }
    }

    public let grant: ShareGrant
    public let service: ServiceCode
    /// The agency that sends it.
    public let giver: EntityID
    public private(set) var state: ReferralState
    public private(set) var steps: [Step]

    public var id: EntityID { grant.id }

    /// Proposes it. Each condition is looked at now; what holds later is asked again at each look.
    ///
    /// - Parameter act: The last act of the log that the packet shows: a fixed copy.
    /// - Throws: `ReferralObstacle`; consent before everything else: no consent, no referral.
    public init(
        _ order: Order, under all: Circumstances, act: Int, catalogue: ServiceCatalogue = .current
    ) throws(ReferralObstacle) {
        guard let terms = all.terms else { throw .consent(.none) }
        guard terms.caseID == order.caseID else { throw .otherCase }
        let standing = terms.standing(of: all.takerNames, for: order.purpose, at: all.now)
        guard standing == .covers else { throw .consent(standing) }
        if all.isTakerSuspended || order.taker == order.giver { throw .noReceiver }
        guard order.classes.isDisjoint(with: [.f5, .f6]) else { throw .secondTier }
        let content = order.classes.subtracting([.f0])
        guard !content.isEmpty else { throw .nothing }
        guard content.isSubset(of: terms.classes) else { throw .consent(.coversNotThis) }
        guard let agreement = all.agreement, agreement.giver == order.giver,
            agreement.taker == order.taker,
            agreement.covers(content, for: order.purpose, at: all.now)
        else { throw .noAgreement }
        guard catalogue[order.service] != nil else { throw .unknownService }
        guard order.until > all.now, order.until <= all.now + ShareGrant.lastsMost else {
            throw .badEnd
        }
        switch all.state {
        case .open, .closed, .legalHold: break
        case .draft, .unverified, .lockedReview, .archived, .mergedAway, .erased: throw .caseState
        }
        grant = ShareGrant(
            id: order.id, caseID: order.caseID, taker: order.taker, agreement: agreement.id,
            classes: order.classes,
            purpose: order.purpose, until: order.until, act: act, consent: terms.id, giver: order.sender,
            made: all.now)
        service = order.service
        giver = order.giver
        state = .proposed
        steps = []
    }

    /// A referral as it is kept.
    ///
    /// - Returns: nil for a share that is no referral, and for steps that do not follow each other.
    public init?(_ grant: ShareGrant) {
        guard let track = grant.referral else { return nil }
        self.grant = grant
        service = ServiceCode(rawValue: track.service)
        giver = track.giver
        (state, steps) = (.proposed, [])
        for step in track.steps {
            guard let act = ReferralAct(name: step.act, reason: step.reason), let next = act.next(from: state) else {
                return nil
            }
            state = next
            steps.append(Step(act: act, agency: step.agency, at: step.at))
        }
    }

    /// Does something with it.
    ///
    /// The receiver can do nothing with what it does not see any more. The sender, and the person, can always end it.
    ///
    /// - Throws: `ReferralObstacle`: `.hidden`, `.notYours`, `.notNow`.
    public mutating func apply(
        _ act: ReferralAct, by agency: EntityID, under all: Circumstances
    ) throws(ReferralObstacle) {
        let isGiver = agency == giver
        guard isGiver || agency == grant.taker, isGiver || isSeen(under: all) else { throw .hidden }
        switch act.side {
        case .giver: guard isGiver else { throw .notYours }
        case .taker: guard !isGiver else { throw .notYours }
        case .either: break
        }
        guard let next = act.next(from: state) else { throw .notNow(state) }
        state = next
        steps.append(Step(act: act, agency: agency, at: all.now))
    }

    /// Whether the receiver may know that it exists, before anything is asked about roles. A referral that came to
    /// nothing shows nothing any more; one that was completed, until it is over.
    public func isSeen(under all: Circumstances) -> Bool {
        switch state {
        case .declined, .personDeclined, .revoked, .unreachable: return false
        case .proposed, .received, .waitlisted, .accepted, .contacted, .started, .completed,
            .droppedOut:
            break
        }
        switch all.state {
        case .open, .closed, .legalHold, .lockedReview: break
        case .draft, .unverified, .archived, .mergedAway, .erased: return false
        }
        if all.isTakerSuspended || !all.isReached { return false }
        let share = facts(under: all)
        return !share.isWithdrawn && all.now < share.until && share.consent == .covers
    }

    /// What the policy is told of it: the same that it is told of any share.
    public func facts(under all: Circumstances) -> CaseFacts.Share {
        var share = grant.facts(
            consent: all.terms?.papers ?? [], names: all.takerNames, agreement: all.agreement)
        share.consent =
            all.terms?.standing(of: all.takerNames, for: grant.purpose, at: all.now) ?? .none
        return share
    }
}
