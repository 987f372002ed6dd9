// SPDX-License-Identifier: Apache-2.0

import Assistance
import Foundation

extension OfficeTime {
    /// The hours of a place such as `Asia/Colombo`, by this machine's table of time zones, with the changes between
    /// summer and winter time from 2000 until 2060.
    ///
    /// Nil when the table has no such place. Some milliseconds.
    public init?(zone name: String) {
        guard TimeZone.knownTimeZoneIdentifiers.contains(name), let zone = TimeZone(identifier: name) else {
            return nil
        }
        let (first, last) = (Date(timeIntervalSince1970: 946_684_800), Date(timeIntervalSince1970: 2_840_140_800))
        var changes: [Change] = []
        var at = first
        while let next = zone.nextDaylightSavingTimeTransition(after: at), next > at, next < last {
            changes.append(
                Change(from: Int64(next.timeIntervalSince1970 * 1000), minutes: zone.secondsFromGMT(for: next) / 60))
            at = next
        }
        self.init(minutes: zone.secondsFromGMT(for: first) / 60, changes: changes)
    }
}
