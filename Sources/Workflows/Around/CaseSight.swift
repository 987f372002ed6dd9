// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// What stands around an opened case: who else sees it, what waits in it, and what the reader may do next. The policy
/// says each of these as it will when it is asked in earnest; nothing is opened and nothing is decided here.
public struct CaseSight: Sendable {
    public let actor: Actor
    public let context: AccessContext
    public let facts: CaseFacts
    /// Milliseconds since 1970.
    public let now: Int64
    /// Changes that wait for a second person, by record.
    public let reviews: [EntityID: Review]
    /// Who sees more of it than that it exists, of the agency whose case it is.
    public let seers: [CaseSeer]
    /// To whom it may be given besides.
    public let others: [Colleague]
    /// Agencies with which a part of it is shared now.
    public let guests: [CaseGuest]
    /// The agency that shared it; nil for a case of the reader's own agency.
    public let sharedBy: String?
    /// Until when the reader sees it through broken glass; nil otherwise.
    public let glassUntil: Int64?

    public init(
        actor: Actor, context: AccessContext, facts: CaseFacts, now: Int64, reviews: [EntityID: Review] = [:],
        around: Around = Around()
    ) {
        self.actor = actor
        self.context = context
        self.facts = facts
        self.now = now
        self.reviews = reviews
        seers = around.seers
        others = around.others
        guests = around.guests
        sharedBy = around.sharedBy
        glassUntil = around.glassUntil
    }

    /// The people and agencies around a case.
    public struct Around: Sendable {
        public var seers: [CaseSeer] = []
        public var others: [Colleague] = []
        public var guests: [CaseGuest] = []
        public var sharedBy: String?
        public var glassUntil: Int64?
        public init() {}
    }

    /// Whether something can be offered.
    public enum Offer: Sendable, Hashable {
        case now
        /// After the second factor is shown again.
        case afterStepUp
        /// On a device that is enrolled.
        case onDevice
        case never

        public var isMade: Bool { self != .never }

        init(_ decision: Decision) {
            switch decision {
            case .permit, .mask: self = .now
            case .denyVisible(.stepUp): self = .afterStepUp
            case .denyVisible(.device): self = .onDevice
            case .denyVisible, .denyHidden: self = .never
            }
        }
    }

    /// Whether the reader may do this to content of a class.
    public func offer(_ action: Action, _ fieldClass: FieldClass, record: EntityID? = nil, isOwn: Bool? = nil) -> Offer
    {
        let asked = facts.facts(for: actor, fieldClass, record: record, isOwn: isOwn, now: now)
        return Offer(Policy.decideForActor(actor, action, asked, fieldClass, context))
    }

    /// Whether the reader may add a record of this kind.
    public func mayAdd(_ kind: RecordKind) -> Offer {
        offer(kind.isAppended ? .appendNote : .create, kind.ownClass, isOwn: true)
    }

    /// The classes of a record that the reader may change now.
    public func writable(_ stored: Stored) -> Set<FieldClass> {
        let isOwn = stored.author == actor.id
        return Set(FieldClass.allCases.filter { offer(.edit, $0, record: stored.id, isOwn: isOwn) == .now })
    }

    /// Whether a change of the record waits for a second person.
    public func isLocked(_ id: EntityID) -> Bool { reviews[id] != nil || facts.locked.contains(id) }

    public var mayAssign: Offer { offer(.admin, .f0) }
    /// Consent is asked about with the share itself.
    public var mayShare: Offer {
        var asked = facts.facts(for: actor, .f1, now: now)
        asked.consent = .covers
        return Offer(Policy.decideForActor(actor, .share, asked, .f1, context))
    }
    /// Whether the reader decides about changes that somebody else made.
    public var mayReview: Offer { offer(.approve, .f0, isOwn: false) }
}

/// Somebody who sees a case, and why.
public struct CaseSeer: Sendable, Hashable, Identifiable {
    public let who: Colleague
    /// The role in which they see most.
    public let role: Role
    /// It is assigned to them; else they see it by their role.
    public let isAssigned: Bool
    public let classes: Set<FieldClass>
    public var id: EntityID { who.id }

    public init(who: Colleague, role: Role, isAssigned: Bool, classes: Set<FieldClass>) {
        self.who = who
        self.role = role
        self.isAssigned = isAssigned
        self.classes = classes
    }
}

/// An agency with which a part of a case is shared.
public struct CaseGuest: Sendable, Hashable, Identifiable {
    public let id: EntityID
    public let name: String
    /// The first millisecond since 1970 at which it is over.
    public let until: Int64
    public let classes: Set<FieldClass>

    public init(id: EntityID, name: String, until: Int64, classes: Set<FieldClass>) {
        self.id = id
        self.name = name
        self.until = until
        self.classes = classes
    }
}

extension RecordKind {
    /// Added like a note: whatever waits for review, and by those who may write notes and nothing else.
    public var isAppended: Bool { [.comment, .clinical, .message, .task, .step].contains(self) }

    /// The class that a record of this kind is mainly of.
    public var ownClass: FieldClass {
        switch self {
        case .person: .f2
        case .caseFile, .participation, .consent, .account, .determination, .age: .f1
        case .organisation, .referral, .comment, .plan, .assessment, .administration, .need, .delivery, .ticket,
            .message, .task, .step, .notice, .likeness:
            .f4
        case .event, .statement, .signal: .f7
        case .guardian, .bestInterests: .f10
        case .stay: .f5
        case .clinical: .f6
        }
    }
}
