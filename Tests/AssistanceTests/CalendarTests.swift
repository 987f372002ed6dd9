// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Assistance

struct CalendarTests {
    @Test func `a day is counted as the calendar counts it, over four centuries`() {
        var parts = (year: 1890, month: 1, day: 1)
        var weekday = Weekday.wednesday
        let first = Day(year: 1890, month: 1, day: 1)!
        for step in 0..<146_097 {
            let day = first.adding(days: step)
            #expect(day.parts == parts && day.weekday == weekday, "\(day)")
            if day.parts != parts { return }
            weekday = Weekday(rawValue: (weekday.rawValue + 1) % 7)!
            parts.day += 1
            if parts.day > PartialDate.days(in: parts.month, of: parts.year) {
                parts = parts.month == 12 ? (parts.year + 1, 1, 1) : (parts.year, parts.month + 1, 1)
            }
        }
        #expect(Day(number: 0).description == "1970-01-01")
        #expect(day("2026-11-30").adding(months: 3) == day("2027-02-28"))
        #expect(day("2027-11-30").adding(months: 3) == day("2028-02-29"))
        #expect(Day("2026-02-29") == nil && Day("2026-02") == nil && Day("2026-02-01~") == nil)
    }

    @Test(arguments: [
        (1961, "1961-04-02"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2011, "2011-04-24"), (2024, "2024-03-31"),
        (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25"),
    ])
    func `Easter is when it is`(known: (Int, String)) { #expect(HolidayRule.easter(known.0) == day(known.1)) }

    @Test(arguments: [
        // Christmas Day on a Saturday: Monday for it, Tuesday for Boxing Day.
        ("GB-ENG", "2021-12-27", false), ("GB-ENG", "2021-12-28", false), ("GB-ENG", "2021-12-29", true),
        ("GB-ENG", "2022-01-03", false), ("GB-ENG", "2022-12-27", false), ("GB-ENG", "2026-04-03", false),
        ("GB-ENG", "2026-04-06", false), ("GB-ENG", "2026-05-04", false), ("GB-ENG", "2026-08-31", false),
        ("US", "2026-07-03", false), ("US", "2026-07-06", true), ("US", "2021-07-05", false),
        ("US", "2026-11-26", false), ("US", "2020-06-19", true), ("US", "2026-06-19", false),
        ("VN", "2026-09-02", false), ("BF", "2026-05-14", false), ("TL", "2026-06-04", false),
        ("LK", "2026-04-14", false), ("PH", "2026-08-31", false), ("weekends", "2026-12-25", true),
    ])
    func `known days are free or worked`(known: (String, String, Bool)) throws {
        let calendar = try #require(CalendarLibrary.current[known.0])
        #expect(calendar.isWorking(day(known.1)) == known.2)
    }

    @Test func `an organisation adds days of its own`() throws {
        let bare = try #require(CalendarLibrary.current["LK"])
        let own = bare.adding(
            closed: [HolidayRule(name: "Full moon", when: .once(day("2026-05-29")))], worked: [day("2026-12-26")])
        #expect(bare.isWorking(day("2026-05-29")) && !own.isWorking(day("2026-05-29")))
        #expect(own.isWorking(day("2026-12-26")) && !bare.isWorking(day("2026-12-26")))
        #expect(bare.holidays(on: day("2026-12-25")) == ["Christmas Day"])
    }

    @Test func `working days are counted as one counts them on a wall calendar`() throws {
        let calendar = try #require(CalendarLibrary.current["GB-ENG"])
        // Thursday before Easter 2026: Friday and Monday are free.
        #expect(calendar.day(1, .workingDays, from: day("2026-04-02")) == day("2026-04-07"))
        #expect(calendar.day(5, .workingDays, from: day("2026-04-02")) == day("2026-04-13"))
        #expect(calendar.day(-1, .workingDays, from: day("2026-04-07")) == day("2026-04-02"))
        #expect(calendar.working(onOrAfter: day("2026-12-25")) == day("2026-12-29"))
        #expect(calendar.working(onOrBefore: day("2026-12-28")) == day("2026-12-24"))
    }

    @Test func `a day begins at its own midnight, also when clocks change`() {
        // An hour ahead in summer: 29 March 2026 01:00 UTC to 25 October 01:00 UTC.
        let berlin = OfficeTime(
            minutes: 60,
            changes: [.init(from: at("2026-03-29", 1), minutes: 120), .init(from: at("2026-10-25", 1), minutes: 60)])
        #expect(berlin.start(of: day("2026-03-29")) == at("2026-03-28", 23))
        #expect(berlin.start(of: day("2026-03-30")) == at("2026-03-29", 22))
        #expect(berlin.start(of: day("2026-10-26")) == at("2026-10-25", 23))
        // Clocks that jump over midnight: the day begins with the jump.
        let jump = OfficeTime(minutes: -180, changes: [.init(from: at("2026-10-18", 3), minutes: -120)])
        #expect(jump.start(of: day("2026-10-18")) == at("2026-10-18", 3))
        for time in [berlin, jump, .utc, OfficeTime(minutes: 345), OfficeTime(minutes: -660)] {
            for number in day("2026-01-01").number..<day("2027-01-01").number {
                let start = time.start(of: Day(number: number))
                #expect(time.day(at: start).number == number && time.day(at: start - 1).number == number - 1)
            }
        }
    }
}
