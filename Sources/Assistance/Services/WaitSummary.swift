// SPDX-License-Identifier: Apache-2.0

/// Median and quartiles of waits, in days.
///
/// The method is Hyndman and Fan's type 7 (The American Statistician 50, 1996), that of most spreadsheets
/// (`QUARTILE.INC`): the value at place (n − 1) · p of the sorted list, counted from 0, in a straight line between its
/// neighbours. With whole days every result is a whole number of quarter days, so nothing is rounded.
public struct WaitSummary: Sendable, Hashable {
    /// How many waits are known.
    public let count: Int
    private let quarters: [Int]

    /// Nil when there are none.
    public init?(_ days: [Int]) {
        guard !days.isEmpty else { return nil }
        let sorted = days.sorted()
        count = sorted.count
        quarters = (0...4).map { part in
            let place = (sorted.count - 1) * part
            let (low, rest) = (place / 4, place % 4)
            let next = min(low + 1, sorted.count - 1)
            return sorted[low] * 4 + (sorted[next] - sorted[low]) * rest
        }
    }

    public var least: Double { Double(quarters[0]) / 4 }
    public var lowerQuartile: Double { Double(quarters[1]) / 4 }
    public var median: Double { Double(quarters[2]) / 4 }
    public var upperQuartile: Double { Double(quarters[3]) / 4 }
    public var longest: Double { Double(quarters[4]) / 4 }
}
