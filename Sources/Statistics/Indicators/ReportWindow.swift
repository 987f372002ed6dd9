// SPDX-License-Identifier: Apache-2.0

import Standard

/// The stretches of time that a report is about.
public enum ReportWindow: String, Sendable, Hashable, CaseIterable {
    case calendarYear
    /// 1 April to 31 March, 1 July to 30 June, 1 October to 30 September.
    case aprilYear, julyYear, octoberYear
    case quarter

    /// What a period is called, for a message: `2025`, or `2025-Q3`.
    public var example: String { self == .quarter ? "2025-Q3" : "2025" }

    /// The period of this name. A year is named by the one in which it ends: of April years 2025 is 1 April 2024 to
    /// 31 March 2025. Nil for anything else.
    public func period(_ name: String) -> FactPeriod? {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, first.utf8.count == 4, let year = Int(first), (1900...9998).contains(year) else {
            return nil
        }
        if self == .quarter {
            guard parts.count == 2, parts[1].utf8.count == 2, parts[1].first == "Q",
                let number = Int(parts[1].dropFirst()),
                (1...4).contains(number)
            else { return nil }
            return Self.months(3, from: Day(year: year, month: number * 3 - 2, day: 1))
        }
        guard parts.count == 1 else { return nil }
        return Self.months(12, from: Day(year: month == 1 ? year : year - 1, month: month, day: 1))
    }

    /// The last period that was over on a day.
    public func last(before day: Day) -> FactPeriod {
        let length = self == .quarter ? 3 : 12
        let (year, now, _) = day.parts
        let start = Day(year: year, month: self == .quarter ? (now - 1) / 3 * 3 + 1 : month, day: 1) ?? day
        var from = start.adding(months: -length)
        if start > day { from = from.adding(months: -length) }
        return Self.months(length, from: from) ?? Self.single(day)
    }

    /// What a period of this window is called; nil for one that is none.
    public func name(_ period: FactPeriod) -> String? {
        let (year, month, _) = period.to.parts
        let name = self == .quarter ? "\(year)-Q\((month + 2) / 3)" : "\(year)"
        return self.period(name) == period ? name : nil
    }

    private var month: Int {
        switch self {
        case .calendarYear, .quarter: 1
        case .aprilYear: 4
        case .julyYear: 7
        case .octoberYear: 10
        }
    }

    private static func months(_ count: Int, from day: Day?) -> FactPeriod? {
        day.flatMap { try? FactPeriod(from: $0, to: $0.adding(months: count).adding(days: -1)) }
    }

    private static func single(_ day: Day) -> FactPeriod {
        guard let period = try? FactPeriod(from: day, to: day) else { preconditionFailure("a day is a period") }
        return period
    }
}

extension FactPeriod {
    /// As long, and just before: the same months of the year before for whole years and quarters.
    public var before: FactPeriod {
        let end = to.adding(days: 1)
        for months in 1...120 where from.adding(months: months) == end {
            let first = from.adding(months: -months)
            if let period = try? FactPeriod(from: first, to: from.adding(days: -1)) { return period }
        }
        let length = to.number - from.number + 1
        guard let period = try? FactPeriod(from: from.adding(days: -length), to: from.adding(days: -1)) else {
            preconditionFailure("a period before has as many days")
        }
        return period
    }
}
