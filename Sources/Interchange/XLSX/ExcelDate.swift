// SPDX-License-Identifier: Apache-2.0

import Standard

/// Excel's day numbers (ECMA-376 part 1, 18.17.4).
enum ExcelDate {
    /// The day that a cell's number means; nil when it means none, such as the 29 February 1900 that never was.
    ///
    /// - Parameter uses1904: the workbook counts from 1904-01-01 = 0 rather than from 1900-01-01 = 1.
    static func date(_ serial: Double, uses1904: Bool) -> PartialDate? {
        guard serial >= 0, serial < 2_958_466 else { return nil }
        let day = Int(serial)
        if uses1904 { return day - 24_107 > lastDay ? nil : Day(number: day - 24_107).date }
        if day == 0 || day == 60 { return nil }
        return Day(number: day < 60 ? day - 25_568 : day - 25_569).date
    }

    /// 9999-12-31, in days since 1970-01-01.
    private static let lastDay = 2_932_896

    /// The number of a complete day in the 1900 system; nil before 1 March 1900, where programs disagree.
    static func serial(_ date: PartialDate) -> Int? {
        guard date.day != nil else { return nil }
        let serial = Day(first: date).number + 25_569
        return serial > 60 ? serial : nil
    }
}
