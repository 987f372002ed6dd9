// SPDX-License-Identifier: Apache-2.0

import Standard
import Statistics

/// A table that somebody asked for: by what, among whom, when. Says nothing of any person.
public struct NumbersQuestion: Sendable, Hashable {
    /// Only those with this answer.
    public struct Only: Sendable, Hashable {
        public let column: FactColumn
        public let value: String

        public init(_ column: FactColumn, _ value: String) {
            self.column = column
            self.value = value
        }
    }

    public var rows: FactColumn
    /// Nil for one column of numbers.
    public var columns: FactColumn?
    public var only: [Only] = []
    public var unit = FactQuery.Unit.persons
    /// The day that must lie in the period.
    public var counting = FactDay.registered
    public var from: Day?
    public var to: Day?
    /// Only those who meet this definition; nil for everybody.
    public var definition: String?

    public init(_ rows: FactColumn, by columns: FactColumn? = nil) {
        self.rows = rows
        self.columns = columns
    }

    /// What tables can be made by, but for what definitions say.
    public static let offered: [FactColumn] =
        [
            .forms, .sex, .majority, .ageBand, .citizenship, .countryOfRecruitment, .countryOfTransit,
            .countryOfExploitation, .status, .channel, .source, .trafficker, .disability, .labour,
            .sexualForms, .means,
            .recruitment, .vulnerabilities,
        ] + PeriodStep.allCases.map { FactColumn.step($0, of: .registered) }

    /// The day that periods can go by.
    public static let countingDays: [FactDay] = [
        .registered, .identified, .referred, .helped, .closed,
    ]

    /// As the facts are asked.
    ///
    /// - Throws: `FactRefusal.periodReversed`.
    func query() throws(FactRefusal) -> FactQuery {
        var query = FactQuery(by: [rows] + [columns].compactMap(\.self))
        query.unit = unit
        query.counting = .day(counting)
        query.definition = definition
        query.filters = only.map { FactFilter($0.column, [$0.value]) }
        if let period = try period() { query.period = period }
        return query
    }

    private func period() throws(FactRefusal) -> FactPeriod? {
        guard from != nil || to != nil else { return nil }
        let first = from ?? Day(year: 1900, month: 1, day: 1)!
        return try FactPeriod(from: first, to: to ?? Day(year: 2199, month: 12, day: 31)!)
    }

    /// The calendar year that the period is; nil for any other.
    public var wholeYear: Int? {
        guard let from, let to, from.parts.year == to.parts.year else { return nil }
        let year = from.parts.year
        return from == Day(year: year, month: 1, day: 1) && to == Day(year: year, month: 12, day: 31)
            ? year : nil
    }
}
