// SPDX-License-Identifier: Apache-2.0

/// What one definition says of one person's facts at one date, and why.
public struct Judgement: Sendable {
    /// The definition's id, the same for all its wordings.
    public let definition: String
    /// The wording that was applied: the latest of those in force; the nearest one when none was.
    public let version: DefinitionVersion
    public let verdict: Verdict
    public internal(set) var force: Force
    /// What decided: a smallest set of facts that gives the verdict whatever the others are. For an undetermined
    /// verdict, what is missing.
    public let because: [Reason]
    /// How each part of the definition stands.
    public let elements: [ElementStanding]
    /// Exactly the open questions of which one answer alone would decide; those that decide either way come first.
    public let wouldDecide: [Question]
    /// When no single answer can decide: the smallest sets of questions that can.
    public let smallestSets: [[AtomID]]
    /// Flags that hold, and those that may.
    public let flags: [FlagStanding]
    public let consent: ConsentStanding
    /// What the law itself leaves open, when the verdict hangs on it.
    public let unsettled: [String]

    /// Whether the definition was in force.
    public enum Force: String, Sendable, Hashable, Codable {
        case inForce
        case notInForce
        /// On some of the days on which the facts may lie, or under several wordings.
        case partly
        /// Nobody recorded when it happened: the wording in force on the day of the report was used.
        case noDate
    }

    public struct Reason: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, Codable {
            case atom, age, presumedMinor, notInForce, missing, unsettled, severalWordings
        }
        public let kind: Kind
        /// The atom that decided, or the age; nil for other kinds.
        public let atom: AtomID?
        /// Whether the atom holds; nil when that is not the point.
        public let holds: Bool?
        /// One sentence.
        public let words: String
    }

    public struct ElementStanding: Sendable, Hashable {
        public let id: String
        public let words: String
        public let truth: Truth
        /// Its atoms that hold, that do not, and that are open, in the catalogue's order.
        public let yes: [AtomID]
        public let no: [AtomID]
        public let open: [AtomID]
    }

    public struct Question: Sendable, Hashable {
        public let atom: AtomID
        public let words: String
        /// The verdict after a yes alone, when it would be decided. For the age a yes means younger than the line.
        public let ifYes: Verdict?
        public let ifNo: Verdict?
    }

    public struct FlagStanding: Sendable, Hashable {
        public let id: String
        public let kind: DefinitionVersion.Flag.Kind
        public let words: String
        /// False when it is not known whether it holds.
        public let isCertain: Bool
    }

    public struct ConsentStanding: Sendable, Hashable {
        /// What the definition says of consent.
        public let words: String
        /// Whether the person's consent is without meaning here; nil when the definition says nothing of it.
        public let isIrrelevant: Truth?
    }
}
