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
        if uses1904 { return civil(day - 24_107) }
        if day == 0 || day == 60 { return nil }
        return civil(day < 60 ? day - 25_568 : day - 25_569)
    }

    /// The number of a complete day in the 1900 system; nil before 1 March 1900, where programs disagree.
    static func serial(_ date: PartialDate) -> Int? {
        guard let month = date.month, let day = date.day else { return nil }
        let serial = days(date.year, month, day) + 25_569
        return serial > 60 ? serial : nil
    }

    /// The day that lies `days` after 1970-01-01 (Howard Hinnant, “chrono-compatible low-level date algorithms”).
    static func civil(_ days: Int) -> PartialDate? {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return PartialDate(
            year: yoe + era * 400 + (month <= 2 ? 1 : 0), month: month, day: doy - (153 * mp + 2) / 5 + 1)
    }

    /// Days from 1970-01-01 to a day.
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yoe = y - era * 400
        let doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }
}
