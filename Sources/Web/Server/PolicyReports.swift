// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How often browsers said that the content policy stopped something. Nothing of what they sent is kept: a report names
/// addresses.
final class PolicyReports: Sendable {
    private struct State {
        var count = 0
        var minute: Int64 = 0
        var thisMinute = 0
    }
    private let state = Mutex(State())

    /// Reports that count within a minute; more are turned away.
    static let perMinute = 60

    /// How many were counted since the program began.
    var count: Int { state.withLock { $0.count } }

    /// Counts one.
    ///
    /// - Parameter now: Milliseconds since 1970.
    /// - Returns: false when this minute has had enough.
    func take(now: Int64) -> Bool {
        state.withLock { state in
            let minute = now / 60_000
            if minute != state.minute {
                state.minute = minute
                state.thisMinute = 0
            }
            guard state.thisMinute < Self.perMinute else { return false }
            state.thisMinute += 1
            state.count += 1
            return true
        }
    }
}
