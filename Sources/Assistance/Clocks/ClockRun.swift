// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One run of one clock: from the event that started it to now.
public struct ClockRun: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// The last day (for clocks of hours, the day of the last moment), as long as nothing holds the clock.
        case running(lastDay: Day)
        /// Held since a moment; when it ends is open.
        case paused(since: Int64)
        /// The last day is over and nobody has done it.
        case late(since: Int64)
        /// Done, at a moment, in time or not.
        case done(at: Int64, inTime: Bool)
        /// What it was for fell away, or it began anew.
        case void(at: Int64)
    }

    public let clock: String
    public let started: ClockEvent
    public let state: State
    /// What has fired until now, in order.
    public let fired: [Firing]
    /// What fires next if nothing happens until then, in order. Empty while it is held and once it is over.
    public let ahead: [Firing]

    /// Whether somebody still has to do something.
    public var isOpen: Bool {
        switch state {
        case .running, .paused, .late: true
        case .done, .void: false
        }
    }
}
