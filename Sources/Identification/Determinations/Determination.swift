// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What one authority concluded of one person on one day. Never changed: a later one supersedes it.
public struct Determination: Sendable, Hashable, Codable, Identifiable {
    /// How far an authority has come.
    public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case signal, screened, presumed, formallyReferred
        case reasonableGrounds, noReasonableGrounds
        case confirmed, notConfirmed
        case withdrawn, deceasedOrUntraceable
    }

    /// Who concluded it, as HTCDS tells deciding bodies apart.
    public struct Authority: Sendable, Hashable, Codable {
        /// A value of HTCDS `vic_TraffickingStatusDecisionMakingOrg`.
        public let kind: String
        /// The organisation's opaque id, when the register knows it.
        public let organisation: EntityID?
        /// What it is called, such as “provincial police”.
        public let name: String

        public init(kind: String, organisation: EntityID? = nil, name: String) {
            self.kind = kind
            self.organisation = organisation
            self.name = name
        }

        /// The same authority by its id where both have one, else by kind and name.
        public func isSame(as other: Authority) -> Bool {
            if let organisation, let theirs = other.organisation { return organisation == theirs }
            return kind == other.kind && name == other.name
        }
    }

    /// An objection to an earlier determination.
    public struct Appeal: Sendable, Hashable, Codable {
        public enum Result: String, Sendable, Hashable, Codable, CaseIterable { case pending, upheld, overturned }
        public let against: EntityID
        public let lodged: PartialDate
        public let result: Result

        public init(against: EntityID, lodged: PartialDate, result: Result) {
            self.against = against
            self.lodged = lodged
            self.result = result
        }
    }

    public let id: EntityID
    public let person: EntityID
    public let caseID: EntityID
    public let authority: Authority
    public let status: Status
    public let day: PartialDate
    /// The wording of the definition it was made under, such as `vn-law-53-2024-art2`; nil when none was named.
    public let definition: String?
    /// The ground in words, or the section that was charged.
    public let ground: String
    /// Records, files and statements that it rests on.
    public let evidence: [EntityID]
    /// The determination of the same authority that this one takes the place of.
    public let supersedes: EntityID?
    public let appeal: Appeal?
    /// Who wrote it down: an opaque id.
    public let recordedBy: EntityID

    public init(
        id: EntityID, person: EntityID, caseID: EntityID, authority: Authority, status: Status, day: PartialDate,
        basis: (definition: String?, ground: String, evidence: [EntityID]), supersedes: EntityID? = nil,
        appeal: Appeal? = nil, recordedBy: EntityID
    ) {
        self.id = id
        self.person = person
        self.caseID = caseID
        self.authority = authority
        self.status = status
        self.day = day
        definition = basis.definition
        ground = basis.ground
        evidence = basis.evidence
        self.supersedes = supersedes
        self.appeal = appeal
        self.recordedBy = recordedBy
    }
}

/// How somebody came to notice.
public enum IdentificationChannel: String, Sendable, Hashable, Codable, CaseIterable {
    case hotline, selfReported, familyOrFriend, civilSociety, police, border, labourInspector, health, school,
        consulate,
        shelter, socialMedia, other
}

/// At which point of their story somebody was identified.
public enum IdentifiedAtStage: String, Sendable, Hashable, Codable, CaseIterable {
    case inSituation, afterArrestForOwnOffences, afterExit, afterTransfer, afterRepatriation
}
