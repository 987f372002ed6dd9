// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// Which days an office works: its weekend, the holidays of its country, and what it has put in itself.
///
/// Holidays are worked out for 2000…2099; beyond, only the weekend is free.
public struct WorkCalendar: Sendable, Hashable {
    public let id: String
    public let title: String
    public let weekend: Set<Weekday>
    public let rules: [HolidayRule]
    /// What it does not know, in words; empty when nothing.
    public let note: String
    /// Days worked although they would be free.
    public let worked: Set<Day>
    private let free: Set<Day>

    static let years = 2000...2099

    public init(
        id: String, title: String, weekend: Set<Weekday>, rules: [HolidayRule] = [], worked: Set<Day> = [],
        note: String = ""
    ) {
        self.id = id
        self.title = title
        self.weekend = weekend
        self.rules = rules
        self.worked = worked
        self.note = note
        free = Self.free(rules, weekend)
    }

    private static func free(_ rules: [HolidayRule], _ weekend: Set<Weekday>) -> Set<Day> {
        var free: Set<Day> = []
        for year in years {
            let found = rules.compactMap { rule in rule.day(in: year).map { (day: $0, move: rule.move) } }
            free.formUnion(found.map(\.day))
            for one in found.sorted(by: { $0.day < $1.day }) where weekend.contains(one.day.weekday) {
                if let moved = moved(one.day, one.move, free, weekend) { free.insert(moved) }
            }
        }
        return free
    }

    private static func moved(
        _ day: Day, _ move: HolidayRule.Move, _ free: Set<Day>, _ weekend: Set<Weekday>
    ) -> Day? {
        switch move {
        case .stays: return nil
        case .nearest: return day.adding(days: day.weekday == .saturday ? -1 : 1)
        case .next:
            return (1...14).map { day.adding(days: $0) }
                .first { !weekend.contains($0.weekday) && !free.contains($0) }
        }
    }

    /// The same calendar with days of the organisation's own.
    ///
    /// - Parameters:
    ///   - closed: More holidays.
    ///   - worked: Days on which it works although they are free elsewhere.
    public func adding(closed: [HolidayRule], worked more: Set<Day> = []) -> WorkCalendar {
        WorkCalendar(
            id: id, title: title, weekend: weekend, rules: rules + closed, worked: worked.union(more), note: note)
    }

    public func isWorking(_ day: Day) -> Bool {
        worked.contains(day) || !(weekend.contains(day.weekday) || free.contains(day))
    }

    /// The names of the holidays that fall on a day; empty when it is none, or only stands in for one.
    public func holidays(on day: Day) -> [String] {
        rules.filter { $0.day(in: day.parts.year) == day }.map(\.name)
    }

    /// The first working day that is not before one. Looks a year ahead; the day itself when there is none.
    public func working(onOrAfter day: Day) -> Day {
        (0...366).lazy.map { day.adding(days: $0) }.first(where: isWorking) ?? day
    }

    /// The last working day that is not after one. Looks a year back; the day itself when there is none.
    public func working(onOrBefore day: Day) -> Day {
        (0...366).lazy.map { day.adding(days: -$0) }.first(where: isWorking) ?? day
    }

    /// The day that lies so many days of a kind after another, or before it when `count` is negative.
    ///
    /// Counting begins with the next day. With working days, only these are counted; months clamp to the end of a
    /// month. Hours count as whole days rounded up. Costs a step a day.
    public func day(_ count: Int, _ unit: Span.Unit, from day: Day) -> Day {
        switch unit {
        case .calendarDays: return day.adding(days: count)
        case .months: return day.adding(months: count)
        case .hours: return day.adding(days: (abs(count) + 23) / 24 * count.signum())
        case .workingDays:
            var (at, left, steps) = (day, abs(count), 0)
            while left > 0, steps < 20_000 {
                at = at.adding(days: count.signum())
                if isWorking(at) { left -= 1 }
                steps += 1
            }
            return at
        }
    }

    init?(_ reader: DataReader) {
        let id = reader.text("id")
        let title = reader.text("title")
        let weekend = reader.list("weekend").compactMap { day -> Weekday? in
            if let found = day.textValue.flatMap(Weekday.init(code:)) { return found }
            day.report("this should be one of: MO, TU, WE, TH, FR, SA, SU")
            return nil
        }
        if Set(weekend).count == 7 { reader.report("a calendar without a working day would never end a clock") }
        let rules = reader.list("holidays").compactMap(HolidayRule.init)
        let note = reader.optionalText("note") ?? ""
        reader.close()
        guard !reader.hasProblems else { return nil }
        self.init(id: id, title: title, weekend: Set(weekend), rules: rules, note: note)
    }
}
