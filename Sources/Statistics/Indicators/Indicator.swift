// SPDX-License-Identifier: Apache-2.0

/// One figure that somebody outside asks for, as data: what is counted, by which rule, and what of it a register of
/// people cannot say.
public struct Indicator: Sendable, Hashable, Identifiable {
    /// What a programme against trafficking is looked at by.
    public enum Family: String, Sendable, Hashable, CaseIterable {
        case identification, protection, investigation, prosecution, prevention
    }

    /// How the figure comes about.
    public enum Measure: String, Sendable, Hashable, CaseIterable {
        /// People or cases.
        case count
        /// What was given, or stood in the way, added up.
        case totals
        /// The first part among the second, in per cent.
        case share
        /// Per 100,000 of a population that is given with the question.
        case rate
        /// The counts of the same pack, for the period and the one before.
        case change
    }

    /// Such as `TIP-07`.
    public let id: String
    /// The id of its pack.
    public let pack: String
    public let title: String
    /// What is counted: `persons`, `cases`, `percent`, `amount` …
    public let unit: String
    public let family: Family
    /// The counting rule, in words.
    public let rule: String
    /// What is above the line, and below it; nil where there is nothing to say.
    public let numerator, denominator: String?
    /// Whose definition of a victim it goes by: `authority` for what authorities decided, else a definition's id.
    public let definition: String
    /// True when it counts victims: the counts under each definition stand beside it.
    public let countsVictims: Bool
    /// What of it is missing in every register, in words; nil for nothing.
    public let lacks: String?
    public let answer: Answer

    public enum Answer: Sendable, Hashable {
        /// What is missing and whom to ask, in words.
        case cannot(String)
        case measured(Measure, [Part])
    }

    /// One question of a figure.
    public struct Part: Sendable, Hashable {
        /// Empty when the figure has one part only.
        public let name: String
        public let counting: FactQuery.Counting
        public let filters: [FactFilter]
        public let alsoWithin: [FactDay]
        /// The tables to make of it: ids of axes, one to three each.
        public let tables: [[String]]
    }
}

/// A report that somebody outside asks for.
public struct IndicatorPack: Sendable, Hashable, Identifiable {
    public let id: String
    public let title: String
    public let window: ReportWindow
    public let about: String
}

/// One side of a table in a report.
public struct IndicatorAxis: Sendable, Hashable, Identifiable {
    public let id: String
    public let title: String
    public let axis: FactAxis

    /// Stands for the reporting country in groups and filters.
    public static let ownCountry = "$own"

    /// True when it needs to know which country reports.
    public var needsCountry: Bool {
        axis.grouping?.groups.contains { $0.values.contains(Self.ownCountry) } ?? false
    }
}

/// Something known that would mislead whoever reads a figure without it.
public struct Assumption: Sendable, Hashable, Identifiable {
    public enum Condition: String, Sendable, Hashable, CaseIterable {
        case always
        /// At least 95 of 100 people have the same form of exploitation.
        case oneForm
        /// More than one in five without an answer.
        case missing
        /// Somebody's day of registration stands for the day they were identified.
        case registration
        case undated
        /// Fewer than thirty people.
        case small
        /// Fewer than 5 of 100 are men or boys.
        case fewMen
    }

    public let id: String
    public let when: Condition
    public let words: String
}
