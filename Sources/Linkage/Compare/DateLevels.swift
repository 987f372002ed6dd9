// SPDX-License-Identifier: Apache-2.0

/// Levels of birth dates as YYYYMMDD with noughts for what is unknown.
enum DateLevels {
    /// 0 when a date is missing; else 1…9, see `ComparisonKind.levels`.
    @inline(__always)
    static func level(_ a: UInt32, _ b: UInt32) -> Int {
        if a == 0 || b == 0 { return 0 }
        let (dayA, dayB) = (a % 100, b % 100)
        let bothFull = dayA != 0 && dayB != 0
        if a == b { return bothFull ? 9 : dayA == 0 && a / 100 % 100 != 0 ? 6 : 4 }
        let (yearA, yearB) = (a / 10_000, b / 10_000)
        if bothFull {
            if yearA == yearB, a / 100 % 100 == dayB, b / 100 % 100 == dayA { return 8 }
            if DecimalSlip.isOne(a, b, digits: 8) { return 7 }
            if a / 100 == b / 100 { return 5 }
            return yearA == yearB ? 3 : 1
        }
        if yearA == yearB {
            let (monthA, monthB) = (a / 100 % 100, b / 100 % 100)
            if monthA != 0, monthA == monthB { return 6 }
            return monthA == 0 || monthB == 0 ? 4 : 3
        }
        return (yearA > yearB ? yearA - yearB : yearB - yearA) <= 2 ? 2 : 1
    }
}
