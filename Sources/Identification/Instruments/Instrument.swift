// SPDX-License-Identifier: Apache-2.0

import Standard

/// A list of questions or observations with its rule: one version, in one language. Data, never code.
public struct Instrument: Sendable, Identifiable {
    /// Such as `ahtst`; the same for all its versions and translations.
    public let id: String
    public let version: String
    /// ISO 639-2/T.
    public let language: String
    public let title: String
    public let about: About
    public let population: Population
    public let sections: [Section]
    public let scores: [Score]
    /// The first is used unless another is asked for.
    public let ruleSets: [RuleSet]
    public let outcomes: [Outcome]
    /// When it may not be used; the words say what to do instead.
    let notFor: [Stop]
    /// When the conversation ends at once, for instance because the person has disclosed all that is needed.
    let stops: [Stop]
    /// Who put it into this language and who compared it with the original; nil for an original.
    public var review: Review?

    /// The people behind a translation that is in use.
    public struct Review: Sendable, Hashable {
        public let translator: String
        public let reviewer: String
        public let day: PartialDate
    }

    /// What somebody must know before using it.
    public struct About: Sendable, Hashable {
        public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
            case validated, testedModified, notValidated, failedReliability, superseded
            /// Made here; nobody has measured it.
            case own
        }
        public let publisher: String
        public let status: Status
        public let provenance: Provenance
        /// What is not verified, and that the wording is ours where it is.
        public let provenanceNote: String
        public let sources: [SourceText]
        public let licence: String
        /// Who may use it, and what they must have learnt.
        public let user: String
        public let decisionRule: String
        public let ifPositive: String
        /// Never “nothing”: a negative screen still gets an offer.
        public let ifNegative: String
        public let ifInconclusive: String
        /// How long it takes, in minutes.
        public let minutes: ClosedRange<Int>?
        public let studies: [Study]
        /// It asks what somebody needs or what is dangerous, not whether they were trafficked: how often it is right
        /// is no question.
        public let isAssessment: Bool
    }

    /// What was measured with it elsewhere.
    public struct Study: Sendable, Hashable {
        public let population: String
        public let source: String
        /// Positive at this score or above.
        public let cutOff: Int?
        /// 0…1.
        public let sensitivity: Double?
        public let specificity: Double?
        public let prevalence: Double?

        /// The share of positives who are victims, 0…1, among people of whom `prevalence` are; nil when not measured.
        public func positivePredictiveValue(at prevalence: Double? = nil) -> Double? {
            guard let sensitivity, let specificity, let share = prevalence ?? self.prevalence else { return nil }
            let (right, wrong) = (sensitivity * share, (1 - specificity) * (1 - share))
            return right + wrong > 0 ? right / (right + wrong) : nil
        }
    }

    /// Whom it is for. An empty list means that it does not matter.
    public struct Population: Sendable, Hashable {
        public let words: String
        public let ages: ClosedRange<Int>?
        /// The ages that a study covered.
        public let validatedAges: ClosedRange<Int>?
        public let sexes: Set<String>
        public let validatedSexes: Set<String>
        public let settings: Set<String>
        public let forms: Set<String>
        public let users: Set<String>
        /// Only people from elsewhere, or only nationals.
        public let foreign: Bool?
        /// Disabilities with which it cannot be used as it stands.
        public let notWith: Set<String>
    }

    public struct Section: Sendable, Hashable, Identifiable {
        public let id: String
        public let title: String
        /// Said before it begins; a sensitive section has one.
        public let warning: String?
        public let items: [Item]
        let relevant: Condition
    }

    public struct Item: Sendable, Hashable, Identifiable {
        public enum Kind: Sendable, Hashable {
            case yesNo
            case choice([Option], multiple: Bool)
            case number(ClosedRange<Int>)
            case text
        }
        public let id: String
        public let text: String
        /// For whoever asks; never read aloud.
        public let help: String?
        public let kind: Kind
        /// Seen or judged by the interviewer, and kept apart from what the person said.
        public let isObservation: Bool
        let relevant: Condition
        /// Facts that a yes, or an option, says.
        let saysIfYes: [AtomID]
        let saysIfNo: [AtomID]
    }

    public struct Option: Sendable, Hashable {
        public let id: String
        public let text: String
        let says: [AtomID]
    }

    public struct Score: Sendable, Hashable {
        public let id: String
        public let words: String
        let quantity: Condition.Quantity
    }

    public struct RuleSet: Sendable, Hashable, Identifiable {
        public let id: String
        public let words: String
        /// Conditions with names that a page shows one by one, such as the six dimensions of a list.
        public let parts: [Part]
        /// The first that holds decides; the last always holds.
        public let rules: [Rule]
    }
    public struct Part: Sendable, Hashable {
        public let id: String
        public let words: String
        let when: Condition
    }
    public struct Rule: Sendable, Hashable {
        public let id: String
        /// Why, in words.
        public let words: String
        public let outcome: String
        let when: Condition
    }

    public struct Outcome: Sendable, Hashable, Identifiable {
        public enum Sign: String, Sendable, Hashable, Codable, CaseIterable {
            case positive, negative, inconclusive
            /// Nothing is decided by adding up: the interviewer's judgement counts.
            case judgement
        }
        public let id: String
        public let sign: Sign
        public let words: String
    }

    public struct Stop: Sendable, Hashable {
        public let words: String
        let when: Condition
    }

    /// Every item of every section, in order.
    public var items: [Item] { sections.flatMap(\.items) }
}
