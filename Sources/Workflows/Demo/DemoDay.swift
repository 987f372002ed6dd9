// SPDX-License-Identifier: Apache-2.0

import Standard

/// A day that can be counted from: days since 1 March of year 0 in the Gregorian calendar.
///
/// Howard Hinnant, "chrono-compatible low-level date algorithms" (2013), `days_from_civil` and back.
struct DemoDay: Comparable {
    let number: Int

    init(number: Int) { self.number = number }

    /// The first day that the date can mean.
    init(_ date: PartialDate) {
        let (year, month, day) = date.bounds.first
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        number = marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear
    }

    func adding(_ days: Int) -> DemoDay { DemoDay(number: number + days) }

    var date: PartialDate {
        let era = number / 146_097
        let dayOfEra = number - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return PartialDate(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
            day: dayOfYear - (153 * shifted + 2) / 5 + 1)!
    }

    static func < (a: DemoDay, b: DemoDay) -> Bool { a.number < b.number }
}
