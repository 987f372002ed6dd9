// SPDX-License-Identifier: Apache-2.0

import Standard

/// A clock of days: a day counts when the clock goes at its end.
struct DayCount: ClockCount {
    private(set) var firings: [Firing] = []
    private(set) var lastDay: Day?

    private let reader: ClockReader
    private let track: ClockTrack
    /// The day of the start event.
    private let first: Day
    private let isWorkingOnly: Bool
    /// Days that still have to count.
    private var left: Int
    private var waiting: [(offset: Int, element: ClockRule.Notice)]

    init(_ reader: ClockReader, _ track: ClockTrack) {
        self.reader = reader
        self.track = track
        first = reader.time.day(at: track.started.at)
        isWorkingOnly = reader.rule.lasts.unit == .workingDays
        let lasts = reader.rule.lasts
        left = lasts.unit == .months ? first.adding(months: lasts.count).number - first.number : lasts.count
        waiting = Array(reader.rule.warnings.enumerated())
        for stretch in track.stretches where !go(stretch) { break }
    }

    /// - Returns: false when the last day is over.
    private mutating func go(_ stretch: ClockTrack.Stretch) -> Bool {
        // The first day that ends in this stretch and can count.
        let from = max(reader.time.day(at: stretch.from), first.adding(days: 1))
        let last = landed(full(from), notBefore: reader.time.day(at: stretch.from))
        lastDay = last
        warn(last, stretch)
        let over = reader.time.start(of: last.adding(days: 1))
        if over <= stretch.until {
            breach(last, over)
            return false
        }
        var day = from
        while left > 0, reader.time.start(of: day.adding(days: 1)) <= stretch.until {
            if counts(day) { left -= 1 }
            day = day.adding(days: 1)
        }
        return true
    }

    private func counts(_ day: Day) -> Bool { !isWorkingOnly || reader.calendar.isWorking(day) }

    /// The day on which the count is full if the clock goes on from a day.
    private func full(_ from: Day) -> Day {
        if left <= 0 { return from }
        if !isWorkingOnly { return from.adding(days: left - 1) }
        return reader.calendar.day(left, .workingDays, from: from.adding(days: -1))
    }

    private func landed(_ day: Day, notBefore from: Day) -> Day {
        switch reader.rule.landing {
        case .stays: day
        case .next: reader.calendar.working(onOrAfter: day)
        case .previous: max(reader.calendar.working(onOrBefore: day), from)
        }
    }

    private mutating func warn(_ last: Day, _ stretch: ClockTrack.Stretch) {
        waiting.removeAll { place, notice in
            guard let span = notice.span else { return true }
            let begin = reader.time.start(of: reader.calendar.day(-span.count, span.unit, from: last))
            let at = max(begin, stretch.from)
            // What would come after the last day is over is no warning any more.
            guard at < stretch.until, at < reader.time.start(of: last.adding(days: 1)) else { return false }
            firings.append(reader.firing(.warning(place), track, at: at, tell: notice.tell))
            return true
        }
    }

    private mutating func breach(_ last: Day, _ over: Int64) {
        firings.append(reader.firing(.breach, track, at: over, tell: reader.rule.breach.tell))
        for (place, notice) in reader.rule.escalations.enumerated() {
            guard let span = notice.span else { continue }
            let day = reader.calendar.day(span.count, span.unit, from: last)
            let at = reader.time.start(of: day.adding(days: 1))
            firings.append(reader.firing(.escalation(place), track, at: at, tell: notice.tell))
        }
    }
}
