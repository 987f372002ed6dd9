// SPDX-License-Identifier: Apache-2.0

import Standard

/// What the register knows of a case that the policy goes by. In memory, without a word of content.
public struct CaseFacts: Sendable, Hashable {
    public let id: EntityID
    /// The one agency that owns it.
    public var agency: EntityID
    public var state: RecordState
    /// Accounts that it is assigned to.
    public var assigned: Set<EntityID>
    /// Who registered it; nil for what came from a file at the console.
    public var author: EntityID?
    /// Records of it that wait for review.
    public var locked: Set<EntityID>
    public var shares: [Share]
    /// What the consent says that a share about to be made is to stand on; asked for by who owns the case.
    public var consentInQuestion = ConsentStanding.none

    public init(
        id: EntityID, agency: EntityID, state: RecordState, assigned: Set<EntityID> = [], author: EntityID? = nil,
        locked: Set<EntityID> = [], shares: [Share] = []
    ) {
        self.id = id
        self.agency = agency
        self.state = state
        self.assigned = assigned
        self.author = author
        self.locked = locked
        self.shares = shares
    }

    /// A fixed copy of a part of the case for another agency: what stood in it at one act, until a day.
    public struct Share: Sendable, Hashable {
        public let id: EntityID
        public let to: EntityID
        public let classes: Set<FieldClass>
        public let purpose: Purpose
        /// Milliseconds since 1970.
        public let until: Int64
        /// Versions written by later acts are not part of it.
        public let act: Int
        public var isWithdrawn: Bool
        /// What the consent it stands on says now; `covers` for the classes above.
        public var consent: ConsentStanding

        public init(
            id: EntityID, to: EntityID, classes: Set<FieldClass>, purpose: Purpose, until: Int64, act: Int,
            isWithdrawn: Bool = false, consent: ConsentStanding
        ) {
            self.id = id
            self.to = to
            self.classes = classes
            self.purpose = purpose
            self.until = until
            self.act = act
            self.isWithdrawn = isWithdrawn
            self.consent = consent
        }
    }

    /// A lock on a record never opens what the state of its case closes.
    private var isHandled: Bool {
        switch state {
        case .open, .lockedReview, .closed, .legalHold: true
        case .draft, .unverified, .archived, .mergedAway, .erased: false
        }
    }

    /// The newest share with an agency that is not over; nil when there is none.
    public func share(with agency: EntityID, now: Int64) -> Share? {
        shares.last { $0.to == agency && !$0.isWithdrawn && now < $0.until }
    }

    /// What the policy is told about one class of it, for one actor at one moment.
    ///
    /// - Parameters:
    ///   - record: The record of the case that is meant; nil for the case as a whole.
    ///   - isOwn: Whether the actor wrote that record; nil for whether they registered the case.
    public func facts(
        for actor: Actor, _ fieldClass: FieldClass, record: EntityID? = nil, isOwn: Bool? = nil, now: Int64
    ) -> ResourceFacts {
        var facts = ResourceFacts(relation: .none, state: state, isAssigned: assigned.contains(actor.id))
        facts.isOwn = isOwn ?? (author == actor.id)
        if let record, locked.contains(record), isHandled { facts.state = .lockedReview }
        if agency == actor.agency {
            facts.relation = .owner
            facts.consent = consentInQuestion
        } else if let share = share(with: actor.agency, now: now) {
            facts.relation = .activeReferral
            facts.consent = share.classes.contains(fieldClass) || fieldClass == .f0 ? share.consent : .coversNotThis
        } else if shares.contains(where: { $0.to == actor.agency }) {
            facts.relation = .expiredReferral
        }
        return facts
    }
}
