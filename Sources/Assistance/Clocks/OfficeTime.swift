// SPDX-License-Identifier: Apache-2.0

import Standard

/// How far the clocks of an office stand from UTC, and since when: what is needed to know which day it is there.
///
/// The caller fills it from the system's table of time zones, so that nothing here depends on the machine.
public struct OfficeTime: Sendable, Hashable {
    /// From one moment on, so many minutes east of UTC.
    public struct Change: Sendable, Hashable {
        /// Milliseconds since 1970.
        public let from: Int64
        /// −1080…1080.
        public let minutes: Int

        public init(from: Int64, minutes: Int) {
            self.from = from
            self.minutes = minutes
        }
    }

    private let before: Int
    private let changes: [Change]

    public static let utc = OfficeTime(minutes: 0)

    /// - Parameters:
    ///   - minutes: East of UTC, before the first change.
    ///   - changes: In any order.
    public init(minutes: Int, changes: [Change] = []) {
        before = minutes
        self.changes = changes.sorted { $0.from < $1.from }
    }

    private func offset(at moment: Int64) -> Int64 {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].from <= moment { low = middle + 1 } else { high = middle }
        }
        return Int64(low == 0 ? before : changes[low - 1].minutes) * 60_000
    }

    /// The day it is at a moment (milliseconds since 1970).
    public func day(at moment: Int64) -> Day {
        let local = moment + offset(at: moment)
        return Day(number: Int(local >= 0 ? local / Self.dayLength : (local - Self.dayLength + 1) / Self.dayLength))
    }

    /// The first millisecond of a day. Where clocks jump over midnight, that of the jump. Some ten nanoseconds where
    /// no change is near, as on all but a few days of a year.
    public func start(of day: Day) -> Int64 {
        let midnight = Int64(day.number) * Self.dayLength
        let around = changes.filter { abs($0.from - midnight) <= 2 * Self.dayLength }
        if around.isEmpty { return midnight - offset(at: midnight) }
        // Of the offsets in force around that midnight, the first moment that belongs to the day.
        let earlier = offset(at: midnight - 2 * Self.dayLength)
        let candidates =
            around.map(\.from) + Set([earlier] + around.map { Int64($0.minutes) * 60_000 }).map { midnight - $0 }
        let near = candidates.filter { abs($0 - midnight) <= Self.dayLength && self.day(at: $0) == day }
        return near.filter { self.day(at: $0 - 1) < day }.min() ?? near.min() ?? midnight - offset(at: midnight)
    }

    static let dayLength: Int64 = 86_400_000
}
