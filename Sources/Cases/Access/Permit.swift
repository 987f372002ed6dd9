// SPDX-License-Identifier: Apache-2.0

import Standard

/// Leave to do one thing to one subject. Made only by `Policy`; it is also the audit entry, written in the same
/// transaction as what it allows.
public struct Permit: Sendable, Hashable {
    public let actor: Actor
    public let verb: Verb
    public let subject: Subject
    public let context: AccessContext
    /// The classes that may be opened or written in records that somebody else wrote.
    public let classes: Set<FieldClass>
    /// The same in records that the actor wrote, or is about to write.
    public let ownClasses: Set<FieldClass>
    /// What is left of a class that is shown in part only; such classes stand in `classes` too.
    public let masks: [FieldClass: MaskKind]
    /// What the permit demands besides, over all its classes.
    public let obligations: Obligations
    /// Classes whose change locks the record until a second person has looked.
    public let reviewed: Set<FieldClass>
    /// Classes that the actor knows of and is not given now, and why: what a page may offer to open.
    public let withheld: [FieldClass: Reason]
    /// The act whose versions are shown: a share is a fixed copy. Nil for what stands now.
    public let asOfAct: Int?

    public var purpose: Purpose { context.purpose }
    /// Everything that is opened or written, for the audit entry.
    public var allClasses: Set<FieldClass> { classes.union(ownClasses) }

    init(
        actor: Actor, verb: Verb, subject: Subject, context: AccessContext, grant: Grant = Grant(), asOfAct: Int? = nil
    ) {
        self.actor = actor
        self.verb = verb
        self.subject = subject
        self.context = context
        self.asOfAct = asOfAct
        classes = grant.classes
        ownClasses = grant.ownClasses
        masks = grant.masks
        obligations = grant.obligations
        reviewed = grant.reviewed
        withheld = grant.withheld
    }

    /// The classes of a record, by whether the actor wrote it.
    public func classes(isOwn: Bool) -> Set<FieldClass> { isOwn ? ownClasses : classes }

    /// What the decisions about the twelve classes come to.
    struct Grant {
        var classes: Set<FieldClass> = []
        var ownClasses: Set<FieldClass> = []
        var masks: [FieldClass: MaskKind] = [:]
        var obligations: Obligations = []
        var reviewed: Set<FieldClass> = []
        var withheld: [FieldClass: Reason] = [:]
    }
}

/// An act that the policy does not allow.
public struct Refusal: Error, Sendable, Hashable {
    public let verb: Verb
    /// Nil when the answer must be that of something that does not exist.
    public let reason: Reason?

    public init(_ verb: Verb, _ reason: Reason?) {
        self.verb = verb
        self.reason = reason
    }
}

extension Policy {
    /// Leave for something in the office as a whole, apart from any one case. A program gets it only for what its
    /// scopes name: never accounts, agencies, settings, requests or the log.
    ///
    /// - Throws: `Refusal` when the role may not.
    public static func permit(
        _ actor: Actor, _ verb: Verb, by power: Power, _ subject: Subject = .register, _ context: AccessContext
    ) throws(Refusal) -> Permit {
        guard actor.role.powers.contains(power) else { throw Refusal(verb, .role) }
        if let scopes = actor.scopes {
            let action = verb == .organisationEdit ? .edit : verb == .organisationRead ? .list : verb.action
            guard let action, scopes.contains(action), !action.isWholeRecord else { throw Refusal(verb, .role) }
        }
        return Permit(actor: actor, verb: verb, subject: subject, context: context)
    }

    /// Leave to do one thing to a case, or to one record of it, with the classes that it is given for.
    ///
    /// - Parameters:
    ///   - record: The record that is meant; nil for the case as a whole.
    ///   - isOwn: Whether the actor wrote that record, or asked for that which is approved.
    /// - Throws: `Refusal`: hidden when F0 is, with a reason else.
    public static func permit(
        _ actor: Actor, _ verb: Verb, _ facts: CaseFacts?, subject: Subject, record: EntityID? = nil,
        isOwn: Bool? = nil, _ context: AccessContext, now: Int64
    ) throws(Refusal) -> Permit {
        guard let facts, let action = verb.action else { throw Refusal(verb, nil) }
        func decide(_ fieldClass: FieldClass, _ own: Bool?) -> Decision {
            decideForActor(
                actor, action, facts.facts(for: actor, fieldClass, record: record, isOwn: own, now: now), fieldClass,
                context)
        }
        let whole = decide(.f0, isOwn)
        let known = decideForActor(
            actor, .exists, facts.facts(for: actor, .f0, record: record, isOwn: isOwn, now: now), .f0, context)
        if case .denyHidden = whole { throw Refusal(verb, nil) }
        var grant = Permit.Grant()
        for fieldClass in FieldClass.allCases {
            grant.take(decide(fieldClass, isOwn ?? false), fieldClass, isOwn: false)
        }
        for fieldClass in FieldClass.allCases { grant.take(decide(fieldClass, true), fieldClass, isOwn: true) }
        if isOwn == nil, facts.author == actor.id { grant.take(whole, .f0, isOwn: false) }
        if case .denyVisible(let reason) = whole, action.isWholeRecord || grant.isEmpty { throw Refusal(verb, reason) }
        if grant.isEmpty { throw Refusal(verb, known == .denyHidden ? nil : .role) }
        let share = facts.agency == actor.agency ? nil : facts.share(with: actor.agency, now: now)
        return Permit(
            actor: actor, verb: verb, subject: subject, context: context, grant: grant, asOfAct: share?.act)
    }

    /// The decision for an actor: that of the role, and for a program no more than its scopes, never the second tier,
    /// never a whole-record action (security c.6).
    public static func decideForActor(
        _ actor: Actor, _ action: Action, _ facts: ResourceFacts, _ fieldClass: FieldClass, _ context: AccessContext
    ) -> Decision {
        let decision = decide(actor.role, action, facts, fieldClass, context)
        guard let scopes = actor.scopes, decision != .denyHidden else { return decision }
        if fieldClass == .f5 || fieldClass == .f6 { return .denyHidden }
        return scopes.contains(action) && !action.isWholeRecord ? decision : .denyVisible(.role)
    }
}

extension Permit.Grant {
    var isEmpty: Bool { classes.isEmpty && ownClasses.isEmpty }

    mutating func take(_ decision: Decision, _ fieldClass: FieldClass, isOwn: Bool) {
        switch decision {
        case .denyHidden: return
        case .denyVisible(let reason):
            withheld[fieldClass] = reason
            return
        case .mask(let kind): masks[fieldClass] = kind
        case .permit(let demanded):
            obligations.formUnion(demanded.subtracting(.review))
            if demanded.contains(.review) { reviewed.insert(fieldClass) }
        }
        if isOwn { ownClasses.insert(fieldClass) } else { classes.insert(fieldClass) }
    }
}
