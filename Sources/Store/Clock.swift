// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Synchronization

/// Where the time comes from; tests give their own.
public struct Clock: Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let now: @Sendable () -> Int64

    /// Milliseconds that only ever grow while the machine runs, whatever its clock is set to: what tells a clock that
    /// was set from time that went by.
    public let tick: @Sendable () -> Int64

    /// - Parameter tick: For a test that sets the clock; else the clock counts as never set forward.
    public init(now: @escaping @Sendable () -> Int64, tick: (@Sendable () -> Int64)? = nil) {
        self.now = now
        self.tick = tick ?? now
    }

    /// The machine's clock.
    public static let system = Clock {
        Int64(Date().timeIntervalSince1970 * 1000)
    } tick: {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The same clock, held back from running behind a moment that is known to have been.
    func neverBehind(_ latest: @escaping @Sendable () -> Int64) -> Clock {
        #if DEBUG
            if TestSwitch.wallClock.isOn { return self }
        #endif
        return Clock(now: { [now] in max(now(), latest()) }, tick: tick)
    }

    /// The same clock, going by time that passes when it was set back: it never runs backwards, and never more slowly
    /// than time does. For what ends after a while without leaving a trace in the log, such as a session.
    public func onlyForward() -> Clock {
        #if DEBUG
            if TestSwitch.wallClock.isOn { return self }
        #endif
        let last = LatestMoment(wall: now(), tick: tick())
        return Clock(now: { [now, tick] in last.moment(wall: now(), tick: tick()) }, tick: tick)
    }

    /// Today in UTC.
    public var today: PartialDate { Clock.day(of: now()) }

    /// The UTC day of a moment in milliseconds since 1970.
    public static func day(of milliseconds: Int64) -> PartialDate {
        Day(number: Int((milliseconds >= 0 ? milliseconds : milliseconds - 86_399_999) / 86_400_000)).date
    }
}

/// The latest moment that a clock was seen at, and what time had passed by then.
private final class LatestMoment: Sendable {
    private let last: Mutex<(wall: Int64, tick: Int64)>

    init(wall: Int64, tick: Int64) { last = Mutex((wall, tick)) }

    func moment(wall: Int64, tick: Int64) -> Int64 {
        last.withLock { last in
            last = (max(wall, last.wall + max(0, tick - last.tick)), max(tick, last.tick))
            return last.wall
        }
    }
}
