// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Standard

/// Counting days, against a walk from one day to the next.
struct DayTests {
    @Test func `every day of four centuries is one after the day before it`() throws {
        var expected = PartialDate("1799-12-31")!
        for number in try #require(Day("1799-12-31")).number...(#require(Day("2200-03-01")).number) {
            let day = Day(number: number)
            #expect(day.date == expected && Day(first: expected) == day)
            expected = Self.after(expected)
        }
    }

    @Test func `a day outside the calendar is as near to it as there is`() {
        #expect(Day(number: Day("9999-12-31")!.number + 1).date.description == "9999-12-31")
        #expect(Day(number: Day("0001-01-01")!.number - 1).date.description == "0001-01-01")
        #expect(Day("2023-02-29") == nil && Day("1900-02-29") == nil && Day("2000-02-29") != nil)
    }

    @Test func `a part of a date counts from its first day`() {
        #expect(Day(first: PartialDate("1998")!) == Day("1998-01-01"))
        #expect(Day(first: PartialDate("1998-05")!) == Day("1998-05-01"))
    }

    private static func after(_ date: PartialDate) -> PartialDate {
        let (year, month, day) = (date.year, date.month!, date.day!)
        if day < PartialDate.days(in: month, of: year) { return PartialDate(year: year, month: month, day: day + 1)! }
        if month < 12 { return PartialDate(year: year, month: month + 1, day: 1)! }
        return PartialDate(year: year + 1, month: 1, day: 1)!
    }
}
