// SPDX-License-Identifier: Apache-2.0

/// How the actor's agency stands to a case.
public enum Relation: String, Sendable, Codable, CaseIterable {
    /// The case is theirs.
    case owner
    /// Referred to them under an agreement, and not yet over.
    case activeReferral
    case expiredReferral
    /// Two agencies manage it together.
    case coManaged
    case none
}

/// What the person's consent says about this agency, purpose and class of content.
public enum ConsentStanding: String, Sendable, Codable, CaseIterable {
    case none, covers, coversNotThis, expired, withdrawn
    /// Given by a guardian who is said to have harmed the person.
    case disqualifiedGuardian
}

/// How a case, or a record of it, stands.
public enum RecordState: String, Sendable, Codable, CaseIterable {
    /// Came from a file and was not looked over.
    case draft
    /// Handed in by a first responder; nobody has spoken with the person yet.
    case unverified
    case open
    /// Something sensitive was changed and waits for a second person.
    case lockedReview
    case closed, archived, legalHold
    /// Joined to another case.
    case mergedAway
    case erased
}

/// What the policy needs to know of that which is acted upon.
public struct ResourceFacts: Sendable, Hashable {
    public var relation: Relation
    public var state: RecordState
    public var consent: ConsentStanding
    /// The case is assigned to the actor.
    public var isAssigned: Bool
    /// The actor's own: written by them, asked for by them, or (a survivor) about them. A record that is about to be
    /// written is its writer's own.
    public var isOwn: Bool

    public init(
        relation: Relation, state: RecordState, consent: ConsentStanding = .none, isAssigned: Bool = false,
        isOwn: Bool = false
    ) {
        self.relation = relation
        self.state = state
        self.consent = consent
        self.isAssigned = isAssigned
        self.isOwn = isOwn
    }

    /// Of what does not exist, and of what must look as if it did not.
    public static let absent = ResourceFacts(relation: .none, state: .erased)
}

/// What the policy needs to know of the moment.
public struct AccessContext: Sendable, Hashable {
    public var purpose: Purpose
    /// The second factor was shown within the last five minutes.
    public var isStepUpFresh: Bool
    /// The glass was broken for this case by this person, and the hour is not over.
    public var isBreakGlass: Bool
    public var isDeviceEnrolled: Bool

    public init(
        purpose: Purpose, isStepUpFresh: Bool = false, isBreakGlass: Bool = false, isDeviceEnrolled: Bool = false
    ) {
        self.purpose = purpose
        self.isStepUpFresh = isStepUpFresh
        self.isBreakGlass = isBreakGlass
        self.isDeviceEnrolled = isDeviceEnrolled
    }
}
