// SPDX-License-Identifier: Apache-2.0

import Standard

/// What two agencies have agreed that one may share with the other. Shares stay within it.
public struct Agreement: Sendable, Hashable, Codable, Identifiable {
    public let id: EntityID
    /// Whose cases are shared.
    public let giver: EntityID
    public let taker: EntityID
    public let classes: Set<FieldClass>
    public let purposes: Set<Purpose>
    /// The first millisecond since 1970 at which it no longer holds.
    public let until: Int64
    /// A supervisor of one side proposes, one of the other accepts.
    public let proposer: EntityID
    public let proposerAgency: EntityID
    public var accepter: EntityID?
    public var isEnded: Bool
    /// The version of the charter of sharing that the proposer bound their side to, and the accepter theirs; nil where
    /// a side did not. Referrals need both.
    public var proposerCharter: Int?
    public var accepterCharter: Int?

    /// The charter of sharing that is asked for now; its words stand in the catalogue and in docs/referrals.md.
    public static let charter = 2

    /// Both sides have bound themselves to the charter.
    public var hasCharter: Bool { proposerCharter != nil && accepterCharter != nil }

    /// Both sides have bound themselves to a charter under which the receiver may pass on what the person agreed to
    /// pass on to the next office. The first charter promised to pass nothing on.
    public var allowsPassingOn: Bool { min(proposerCharter ?? 0, accepterCharter ?? 0) >= 2 }

    public init(
        id: EntityID, giver: EntityID, taker: EntityID, classes: Set<FieldClass>, purposes: Set<Purpose>,
        until: Int64, proposer: EntityID, proposerAgency: EntityID
    ) {
        self.id = id
        self.giver = giver
        self.taker = taker
        self.classes = classes
        self.purposes = purposes
        self.until = until
        self.proposer = proposer
        self.proposerAgency = proposerAgency
        isEnded = false
    }

    public func holds(at now: Int64) -> Bool { accepter != nil && !isEnded && now < until }

    /// Whether a share stays within it.
    public func covers(_ classes: Set<FieldClass>, for purpose: Purpose, at now: Int64) -> Bool {
        holds(at: now) && classes.isSubset(of: self.classes) && purposes.contains(purpose)
    }
}

/// A fixed copy of a part of a case for another agency, as it was made.
public struct ShareGrant: Sendable, Hashable, Codable, Identifiable {
    public let id: EntityID
    public let caseID: EntityID
    public let taker: EntityID
    public let agreement: EntityID
    public let classes: Set<FieldClass>
    public let purpose: Purpose
    /// The first millisecond since 1970 at which it is over; at most 365 days after it was made.
    public let until: Int64
    /// Versions written by later acts are not part of it.
    public let act: Int
    /// The consent record that it stands on.
    public let consent: EntityID
    public let giver: EntityID
    /// Milliseconds since 1970.
    public let made: Int64
    public var isWithdrawn: Bool
    /// What it is besides when it is a referral: then nothing is seen of it but its packet. Nil for a plain share.
    public var referral: ReferralTrack?

    public static let lastsMost: Int64 = 365 * 24 * 3_600_000

    public init(
        id: EntityID, caseID: EntityID, taker: EntityID, agreement: EntityID, classes: Set<FieldClass>,
        purpose: Purpose, until: Int64, act: Int, consent: EntityID, giver: EntityID, made: Int64
    ) {
        self.id = id
        self.caseID = caseID
        self.taker = taker
        self.agreement = agreement
        self.classes = classes
        self.purpose = purpose
        self.until = until
        self.act = act
        self.consent = consent
        self.giver = giver
        self.made = made
        isWithdrawn = false
    }

    /// What the policy is told, given what the consent and the agreement say: it is over when the first of the three
    /// is.
    public func facts(consent papers: [ConsentPaper], names: [String], agreement: Agreement?) -> CaseFacts.Share {
        let ends = papers.map(\.ends) + [until, agreement?.until ?? 0]
        // What the person did not agree to pass on is closed, whatever was shared.
        let agreed = papers.compactMap(\.classes).reduce(classes) { $0.intersection($1.union([.f0])) }
        return CaseFacts.Share(
            id: id, to: taker, classes: agreed, purpose: purpose, until: ends.min() ?? 0, act: act,
            isWithdrawn: isWithdrawn || agreement?.accepter == nil || agreement?.isEnded != false,
            consent: ConsentPaper.standing(papers, of: names, for: purpose))
    }
}
