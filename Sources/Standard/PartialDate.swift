// SPDX-License-Identifier: Apache-2.0

/// A calendar date of which the day, or the day and the month, may be unknown, and which may be approximate.
///
/// Written as ISO 8601-1 when exact (`1998`, `1998-05`, `1998-05-12`) and as ISO 8601-2 (EDTF level 1) with a
/// trailing `~` when approximate (`1998~`). The Gregorian calendar, years 1…9999.
public struct PartialDate: Hashable, Sendable, Codable, Comparable, LosslessStringConvertible {
    public let year: Int
    public let month: Int?
    public let day: Int?
    public let isApproximate: Bool

    /// Nil when the parts do not name a day that exists, or a day is given without a month.
    public init?(year: Int, month: Int? = nil, day: Int? = nil, isApproximate: Bool = false) {
        guard (1...9999).contains(year) else { return nil }
        if let month { guard (1...12).contains(month) else { return nil } } else if day != nil { return nil }
        if let month, let day { guard day >= 1, day <= Self.days(in: month, of: year) else { return nil } }
        self.year = year
        self.month = month
        self.day = day
        self.isApproximate = isApproximate
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, each with an optional trailing `~`. Nil for anything else.
    public init?(_ text: String) {
        var bytes = Array(text.utf8)
        let approximate = bytes.last == UInt8(ascii: "~")
        if approximate { bytes.removeLast() }
        guard [4, 7, 10].contains(bytes.count) else { return nil }
        var numbers = [0, 0, 0]
        for (place, byte) in bytes.enumerated() {
            let part = place < 4 ? 0 : place < 7 ? 1 : 2
            if place == 4 || place == 7 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard (48...57).contains(byte) else { return nil }
                numbers[part] = numbers[part] * 10 + Int(byte) - 48
            }
        }
        self.init(
            year: numbers[0], month: bytes.count > 4 ? numbers[1] : nil, day: bytes.count > 7 ? numbers[2] : nil,
            isApproximate: approximate)
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = PartialDate(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a date"))
        }
        self = date
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String {
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        var text = String(repeating: "0", count: 4 - String(year).count) + String(year)
        if let month { text += "-" + two(month) }
        if let day { text += "-" + two(day) }
        return isApproximate ? text + "~" : text
    }

    /// The earliest and latest day it can mean, each as (year, month, day).
    public var bounds: (first: (Int, Int, Int), last: (Int, Int, Int)) {
        let lastMonth = month ?? 12
        return ((year, month ?? 1, day ?? 1), (year, lastMonth, day ?? Self.days(in: lastMonth, of: year)))
    }

    /// Completed years from this date to `later`, when the parts given decide it or leave a range of two.
    ///
    /// - Returns: the least and the greatest age in whole years; equal when certain. Nil when `later` is certainly
    ///   earlier.
    public func completedYears(at later: PartialDate) -> ClosedRange<Int>? {
        func age(_ born: (Int, Int, Int), _ then: (Int, Int, Int)) -> Int {
            then.0 - born.0 - ((then.1, then.2) < (born.1, born.2) ? 1 : 0)
        }
        let least = age(bounds.last, later.bounds.first)
        let most = age(bounds.first, later.bounds.last)
        return most < 0 ? nil : max(0, least)...most
    }

    /// Days in a month of the Gregorian calendar, 28…31.
    public static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// By earliest possible day; less precise before more precise.
    public static func < (a: PartialDate, b: PartialDate) -> Bool {
        if a == b { return false }
        let (x, y) = (a.bounds.first, b.bounds.first)
        if x != y { return x < y }
        return a.description < b.description
    }
}
