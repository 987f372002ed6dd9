// SPDX-License-Identifier: Apache-2.0

/// 1 January stands for “some day of that year” in registers that cannot leave a date open.
enum NewYearDates {
    /// Takes month and day off such dates when there are three times as many as chance would give, and at least ten.
    ///
    /// - Returns: a sentence when it did.
    static func demote(_ dates: Column<UInt32>) -> String? {
        var (full, first) = (0, 0)
        for place in 0..<dates.count {
            if BirthDate(digits: dates[place]).hasDay { full += 1 }
            if dates[place] % 10_000 == 101 { first += 1 }
        }
        guard first >= 10, Double(first) > 3 * Double(full) / 365 else { return nil }
        for place in 0..<dates.count where dates[place] % 10_000 == 101 { dates[place] -= 101 }
        return "\(first) dates are 1 January, many more than chance gives; only their year was used."
    }
}
