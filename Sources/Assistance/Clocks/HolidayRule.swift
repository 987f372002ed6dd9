// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// When a holiday is, as data.
public struct HolidayRule: Sendable, Hashable {
    public enum When: Sendable, Hashable {
        /// The same date each year.
        case fixed(month: Int, day: Int)
        /// So many days after Easter Sunday of the western churches; negative before it.
        case easter(Int)
        /// The nth such weekday of a month; −1 is the last.
        case nth(Int, Weekday, month: Int)
        /// In one year only: holidays that follow the moon or a decree.
        case once(Day)
    }

    /// What is done when it falls on a weekend.
    public enum Move: String, Sendable, CaseIterable {
        case stays
        /// The next day that is neither weekend nor holiday is free as well.
        case next
        /// From a Saturday the Friday before, from a Sunday the Monday after.
        case nearest
    }

    public let name: String
    public let when: When
    public let move: Move
    /// The first and last year of it.
    public let years: ClosedRange<Int>

    public init(name: String, when: When, move: Move = .stays, years: ClosedRange<Int> = 1...9999) {
        self.name = name
        self.when = when
        self.move = move
        self.years = years
    }

    init?(_ reader: DataReader) {
        let name = reader.text("name")
        let move = reader.optionalChoice("move", Move.self) ?? .stays
        let from = reader.whole("from", in: 1...9999) ?? 1
        let until = reader.whole("until", in: 1...9999) ?? 9999
        if from > until { reader.report("it ends before it begins") }
        let when = Self.when(reader)
        reader.close()
        guard let when, from <= until else { return nil }
        self.init(name: name, when: when, move: move, years: from...until)
    }

    private static func when(_ reader: DataReader) -> When? {
        if reader.has("on") {
            guard let date = reader.date("on"), let month = date.month, let day = date.day else {
                reader.report("“on” should be a whole day such as 2026-03-20")
                return nil
            }
            return Day(year: date.year, month: month, day: day).map(When.once)
        }
        if reader.has("easter") { return reader.whole("easter", in: -60...60).map(When.easter) }
        guard let month = reader.whole("month", in: 1...12) else {
            reader.report("it needs “on”, “easter”, or “month” with “day” or “nth”")
            return nil
        }
        guard reader.has("nth") else { return fixed(month, reader) }
        guard let nth = reader.whole("nth", in: -1...5), nth != 0, let weekday = reader.weekday("weekday") else {
            reader.report("“nth” should be 1…5 or -1, with a “weekday” such as MO")
            return nil
        }
        return .nth(nth, weekday, month: month)
    }

    private static func fixed(_ month: Int, _ reader: DataReader) -> When? {
        guard let day = reader.whole("day", in: 1...31), day <= PartialDate.days(in: month, of: 2000) else {
            reader.report("“day” should be a day of that month")
            return nil
        }
        return .fixed(month: month, day: day)
    }

    /// The day of it in a year; nil when there is none.
    public func day(in year: Int) -> Day? {
        guard years.contains(year) else { return nil }
        switch when {
        case .fixed(let month, let day): return Day(year: year, month: month, day: day)
        case .easter(let days): return Self.easter(year).adding(days: days)
        case .once(let day): return day.parts.year == year ? day : nil
        case .nth(let nth, let weekday, let month): return Self.nth(nth, weekday, month, year)
        }
    }

    private static func nth(_ nth: Int, _ weekday: Weekday, _ month: Int, _ year: Int) -> Day? {
        let length = PartialDate.days(in: month, of: year)
        let all = (1...length).compactMap { Day(year: year, month: month, day: $0) }.filter { $0.weekday == weekday }
        if nth == -1 { return all.last }
        return nth <= all.count ? all[nth - 1] : nil
    }

    /// Easter Sunday of the western churches (the rule of Meeus, Jones and Butcher).
    static func easter(_ year: Int) -> Day {
        let (a, b, c) = (year % 19, year / 100, year % 100)
        let g = (8 * b + 13) / 25
        let h = (19 * a + b - b / 4 - g + 15) % 30
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
        let m = (a + 11 * h + 19 * l) / 433
        let month = (h + l - 7 * m + 90) / 25
        let day = (h + l - 7 * m + 33 * month + 19) % 32
        return Day(year: year, month: month, day: day) ?? Day(number: 0)
    }
}

extension DataReader {
    /// A weekday as `MO` … `SU`.
    func weekday(_ name: String) -> Weekday? {
        guard let child = child(name) else { return nil }
        if let day = child.textValue.flatMap(Weekday.init(code:)) { return day }
        child.report("this should be one of: MO, TU, WE, TH, FR, SA, SU")
        return nil
    }
}
