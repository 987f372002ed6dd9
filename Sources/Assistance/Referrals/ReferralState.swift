// SPDX-License-Identifier: Apache-2.0

/// How a referral stands.
public enum ReferralState: String, Sendable, Codable, CaseIterable {
    /// Sent, and nobody has looked.
    case proposed
    case received
    case waitlisted
    case accepted
    /// They have reached the person.
    case contacted
    case started
    /// The ends.
    case declined, personDeclined, completed, droppedOut, unreachable, revoked

    public var isEnd: Bool {
        switch self {
        case .proposed, .received, .waitlisted, .accepted, .contacted, .started: false
        case .declined, .personDeclined, .completed, .droppedOut, .unreachable, .revoked: true
        }
    }

    /// Whether the receiver has said yes: linkage, the share of referrals that came so far.
    public var isLinked: Bool {
        switch self {
        case .contacted, .started, .completed, .droppedOut: true
        case .proposed, .received, .waitlisted, .accepted, .declined, .personDeclined, .unreachable,
            .revoked:
            false
        }
    }

    /// The value of `wh_ReferralStep` for it.
    public var stepValue: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// The value of `wh_ReferralStatus` for it.
    public var codebookValue: String {
        switch self {
        case .proposed, .received, .waitlisted: "Proposed"
        case .accepted, .contacted: "Accepted"
        case .declined, .personDeclined, .unreachable, .revoked: "Declined"
        case .started, .droppedOut: "Started"
        case .completed: "Completed"
        }
    }
}

/// Why the receiver declines. Coded, so that barriers can be counted.
public enum DeclineReason: String, Sendable, Codable, CaseIterable {
    case noCapacity, notEligible, serviceEnded, outsideArea, noLanguage, notSafe, incomplete,
        conflictOfInterest, other

    /// The value of `wh_ReferralReason` for it.
    public var codebookValue: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// What somebody does with a referral.
public enum ReferralAct: Sendable, Hashable {
    case receive, waitlist, accept
    case decline(DeclineReason)
    case contact, start, complete, dropOut, loseContact
    /// The person no longer wants it; said to either side.
    case personDeclines
    /// The sender takes it back.
    case revoke

    public enum Side: Sendable, Hashable { case giver, taker, either }

    public var side: Side {
        switch self {
        case .receive, .waitlist, .accept, .decline, .contact, .start, .complete, .dropOut,
            .loseContact:
            .taker
        case .revoke: .giver
        case .personDeclines: .either
        }
    }

    /// The receiver says yes or no.
    public var isAnswer: Bool {
        switch self {
        case .accept, .decline: true
        case .receive, .waitlist, .contact, .start, .complete, .dropOut, .loseContact, .personDeclines, .revoke: false
        }
    }

    /// Where it leads from a state; nil when it cannot be done then.
    public func next(from state: ReferralState) -> ReferralState? {
        switch (self, state) {
        case (.receive, .proposed): .received
        case (.waitlist, .proposed), (.waitlist, .received): .waitlisted
        case (.accept, .proposed), (.accept, .received), (.accept, .waitlisted): .accepted
        case (.decline, .proposed), (.decline, .received), (.decline, .waitlisted): .declined
        case (.contact, .accepted): .contacted
        case (.start, .accepted), (.start, .contacted): .started
        case (.complete, .started): .completed
        case (.dropOut, .started): .droppedOut
        case (.loseContact, .accepted), (.loseContact, .contacted), (.loseContact, .started):
            .unreachable
        case (.personDeclines, _) where !state.isEnd: .personDeclined
        case (.revoke, _) where !state.isEnd: .revoked
        default: nil
        }
    }
}

extension ReferralAct {
    /// Everything that can be done, in the order of the way; a declined one for the first reason.
    public static let all: [ReferralAct] = [
        .receive, .waitlist, .accept, .decline(.noCapacity), .contact, .start, .complete, .dropOut, .loseContact,
        .personDeclines, .revoke,
    ]

    /// Its name where it is kept and sent.
    public var name: String {
        switch self {
        case .receive: "receive"
        case .waitlist: "waitlist"
        case .accept: "accept"
        case .decline: "decline"
        case .contact: "contact"
        case .start: "start"
        case .complete: "complete"
        case .dropOut: "dropOut"
        case .loseContact: "loseContact"
        case .personDeclines: "personDeclines"
        case .revoke: "revoke"
        }
    }

    /// Why it is declined; nil for every other act.
    public var reason: DeclineReason? { if case .decline(let reason) = self { reason } else { nil } }

    /// The act of a name; nil for another name, and for a declined one without a reason.
    public init?(name: String, reason: String? = nil) {
        if name == "decline" {
            guard let reason = reason.flatMap({ DeclineReason(rawValue: $0) }) else { return nil }
            self = .decline(reason)
        } else {
            guard let act = Self.all.first(where: { $0.name == name }) else { return nil }
            self = act
        }
    }
}
