// SPDX-License-Identifier: Apache-2.0

import Standard

/// How long the stretches are that a trend is told in.
public enum PeriodStep: String, Sendable, Hashable, Codable, CaseIterable {
    case month, quarter, year

    /// The number of the stretch that a day lies in: one more for each later one.
    func number(of day: Day) -> Int {
        let (year, month, _) = day.parts
        return switch self {
        case .month: year * 12 + month - 1
        case .quarter: year * 4 + (month - 1) / 3
        case .year: year
        }
    }

    /// `2025-03`, `2025-Q1` or `2025`.
    func label(_ number: Int) -> String {
        switch self {
        case .month: "\(number / 12)-\(number % 12 < 9 ? "0" : "")\(number % 12 + 1)"
        case .quarter: "\(number / 4)-Q\(number % 4 + 1)"
        case .year: "\(number)"
        }
    }
}

/// Whole days from one to another, both of them in it.
public struct FactPeriod: Sendable, Hashable {
    public let from: Day
    public let to: Day

    /// - Throws: `FactRefusal.periodReversed` when it ends before it begins.
    public init(from: Day, to: Day) throws(FactRefusal) {
        guard from <= to else { throw .periodReversed }
        (self.from, self.to) = (from, to)
    }

    /// True when the whole span lies in it; false when none of it does; nil when nobody can tell.
    public func holds(_ span: FactSpan) -> Bool? {
        if span.last < from || span.first > to { return false }
        return span.first >= from && span.last <= to ? true : nil
    }
}
