// SPDX-License-Identifier: Apache-2.0

import Standard

/// A clock of hours: every millisecond that it goes counts.
struct HourCount: ClockCount {
    private(set) var firings: [Firing] = []
    private(set) var lastDay: Day?

    private static let hour: Int64 = 3_600_000

    init(_ reader: ClockReader, _ track: ClockTrack) {
        let rule = reader.rule
        var left = Int64(rule.lasts.count) * Self.hour
        var waiting = Array(rule.warnings.enumerated())
        for stretch in track.stretches {
            let due = stretch.from + left
            waiting.removeAll { place, notice in
                let at = max(stretch.from, due - Int64(notice.span?.count ?? 0) * Self.hour)
                guard at < stretch.until else { return false }
                firings.append(reader.firing(.warning(place), track, at: at, tell: notice.tell))
                return true
            }
            lastDay = reader.time.day(at: due)
            if due <= stretch.until {
                breach(at: due, reader, track)
                return
            }
            left -= stretch.until - stretch.from
        }
    }

    private mutating func breach(at due: Int64, _ reader: ClockReader, _ track: ClockTrack) {
        firings.append(reader.firing(.breach, track, at: due, tell: reader.rule.breach.tell))
        for (place, notice) in reader.rule.escalations.enumerated() {
            let at = due + Int64(notice.span?.count ?? 0) * Self.hour
            firings.append(reader.firing(.escalation(place), track, at: at, tell: notice.tell))
        }
    }
}
