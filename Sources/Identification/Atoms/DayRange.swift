// SPDX-License-Identifier: Apache-2.0

import Standard

/// Days from a first to a last one, both counted in; either end may be open.
public struct DayRange: Sendable, Hashable {
    /// Year × 10000 + month × 100 + day: for comparing, never for counting.
    public let first: Int32
    public let last: Int32

    public static let earliest: Int32 = 0
    public static let latest: Int32 = 9999_12_31

    public init(first: Int32 = earliest, last: Int32 = latest) {
        self.first = min(first, last)
        self.last = max(first, last)
    }

    /// All days that a date can mean.
    public init(_ date: PartialDate) {
        self.init(first: Self.key(date.bounds.first), last: Self.key(date.bounds.last))
    }

    /// From the first day that `from` can mean to the last that `until` can mean; nil leaves that end open.
    public init(from: PartialDate?, until: PartialDate?) {
        self.init(
            first: from.map { Self.key($0.bounds.first) } ?? Self.earliest,
            last: until.map { Self.key($0.bounds.last) } ?? Self.latest)
    }

    static func key(_ day: (Int, Int, Int)) -> Int32 { Int32(day.0 * 10000 + day.1 * 100 + day.2) }

    /// The key of the day after one; `Int32.max` after the last there is.
    static func dayAfter(_ key: Int32) -> Int32 {
        let (year, month, day) = (Int(key / 10000), Int(key / 100 % 100), Int(key % 100))
        if key >= latest { return .max }
        if day < PartialDate.days(in: month, of: year) { return key + 1 }
        return month < 12 ? Self.key((year, month + 1, 1)) : Self.key((year + 1, 1, 1))
    }

    public func overlaps(_ other: DayRange) -> Bool { first <= other.last && other.first <= last }

    func intersection(_ other: DayRange) -> DayRange? {
        overlaps(other) ? DayRange(first: max(first, other.first), last: min(last, other.last)) : nil
    }

    func hull(_ other: DayRange) -> DayRange {
        DayRange(first: min(first, other.first), last: max(last, other.last))
    }
}
