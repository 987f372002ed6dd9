// SPDX-License-Identifier: Apache-2.0

/// One day of the Gregorian calendar, years 1…9999, that can be counted with: days since 1 January 1970.
public struct Day: Hashable, Sendable, Comparable, Codable, LosslessStringConvertible {
    /// Days since 1 January 1970; negative before.
    public let number: Int

    public init(number: Int) { self.number = number }

    /// Nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= PartialDate.days(in: month, of: year)
        else { return nil }
        self.init(Self.number(year, month, day))
    }

    /// Reads `YYYY-MM-DD`. Nil for anything else.
    public init?(_ text: String) {
        guard let date = PartialDate(text), let month = date.month, let day = date.day, !date.isApproximate else {
            return nil
        }
        self.init(Self.number(date.year, month, day))
    }

    /// The earliest day that a date can mean.
    public init(first date: PartialDate) {
        let first = date.bounds.first
        self.init(Self.number(first.0, first.1, first.2))
    }

    private init(_ number: Int) { self.number = number }

    /// Hinnant's `days_from_civil`.
    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Year, month 1…12 and day 1…31 (Hinnant's `civil_from_days`).
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let civilMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0)
        return (year, civilMonth, dayOfYear - (153 * month + 2) / 5 + 1)
    }

    /// The day as a date; outside the years 1…9999 the nearest one that there is.
    public var date: PartialDate {
        let (year, month, day) = parts
        return PartialDate(year: year, month: month, day: day)
            ?? (number < 0 ? PartialDate(year: 1, month: 1, day: 1)! : PartialDate(year: 9999, month: 12, day: 31)!)
    }

    public var weekday: Weekday { Weekday(rawValue: ((number + 3) % 7 + 7) % 7) ?? .monday }

    /// So many days later; earlier when negative.
    public func adding(days: Int) -> Day { Day(number + days) }

    /// The same day so many months later, or the last day of that month when it has no such day.
    public func adding(months: Int) -> Day {
        let (year, month, day) = parts
        let count = year * 12 + month - 1 + months
        let (newYear, newMonth) = (count / 12, count % 12 + 1)
        return Day(Self.number(newYear, newMonth, min(day, PartialDate.days(in: newMonth, of: newYear))))
    }

    /// `2026-11-21`.
    public var description: String {
        date.description
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a day"))
        }
        self = day
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public static func < (a: Day, b: Day) -> Bool { a.number < b.number }
}

/// A day of the week, Monday first as ISO 8601 has it.
public enum Weekday: Int, Sendable, Codable, CaseIterable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// `MO` … `SU`, as calendars (RFC 5545) write it.
    public var code: String { ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][rawValue] }

    /// Nil when the text is none of `MO` … `SU`.
    public init?(code: String) {
        guard let day = Weekday.allCases.first(where: { $0.code == code }) else { return nil }
        self = day
    }
}
