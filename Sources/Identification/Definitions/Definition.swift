// SPDX-License-Identifier: Apache-2.0

import Standard

/// One law's, treaty's or organisation's definition of trafficking, with each wording that it has had.
public struct Definition: Sendable, Identifiable {
    /// What it is.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case treaty, directive, statute
        /// An organisation's working definition: shown beside the others, never in place of one.
        case `internal`
    }

    /// The same for all its wordings.
    public let id: String
    public let title: String
    public let kind: Kind
    /// ISO 3166-1 alpha-2 of the country, or the name of a wider area such as `EU`; nil for all the world.
    public let jurisdiction: String?
    /// Oldest first; no two are in force on one day.
    public let versions: [DefinitionVersion]

    /// The wordings in force on some day of the range, oldest first, with one nil for each stretch of days on which
    /// none was. Never empty.
    func wordings(in range: DayRange) -> [DefinitionVersion?] {
        var found: [DefinitionVersion?] = []
        var next = range.first
        for version in versions where version.force.overlaps(range) {
            if version.force.first > next { found.append(nil) }
            found.append(version)
            next = DayRange.dayAfter(version.force.last)
        }
        return next <= range.last ? found + [nil] : found
    }
}

/// One wording of a definition, and the days on which it was in force.
public struct DefinitionVersion: Sendable, Identifiable {
    public let id: String
    /// The first day; nil when it is used as a yardstick for facts of any date.
    public let from: PartialDate?
    /// The last day; nil while it is in force.
    public let until: PartialDate?
    public let sources: [SourceText]
    public let provenance: Provenance
    /// What is not verified, in words; empty when everything is.
    public let provenanceNote: String
    /// Its parts, such as act, means and purpose, in the order in which a lawyer reads them.
    public let elements: [Element]
    /// What it says of consent.
    public let consent: Consent
    /// Qualified forms, aggravating circumstances, and remarks that depend on facts.
    public let flags: [Flag]
    /// Remarks that always apply.
    public let notes: [String]

    let rule: Rule
    let force: DayRange
    /// The atoms of the rule.
    let support: AtomSet
    /// The ages at which the rule draws a line.
    let ages: [Int]

    /// One part of the definition.
    public struct Element: Sendable {
        public let id: String
        /// What it asks for, in words.
        public let words: String
        let rule: Rule
    }

    public struct Consent: Sendable {
        public let words: String
        /// When the person's consent is without meaning; nil when the definition says nothing of it.
        let irrelevant: Rule?
    }

    public struct Flag: Sendable {
        public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
            /// A graver form with a name and a penalty of its own.
            case qualified
            case aggravating
            /// Met by reading an open list further than its words go.
            case analogous
            /// Forbidden by the same law without being trafficking under its definition.
            case prohibited
            /// The person is not to be punished for what they were made to do.
            case nonPunishment
            case note
        }
        public let id: String
        public let kind: Kind
        public let words: String
        let rule: Rule
    }
}
