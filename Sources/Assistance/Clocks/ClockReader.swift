// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Turns events into deadlines, and deadlines into what fires when. Pure: the moment is handed in.
///
/// What counts (docs/assistance.md):
/// - The day of the start event is day 0. A day counts when the clock goes at its end. Days without work count only
///   for calendar days.
/// - The last day is that on which the count is full, moved as the rule's landing says. It is late at the first
///   millisecond after it.
/// - A warning comes at the beginning of its day, or when a held clock goes on, if that day is past.
/// - What has fired is never taken back by what happens later; a pause after the last day changes nothing.
public struct ClockReader: Sendable {
    public let rule: ClockRule
    public let calendar: WorkCalendar
    public let time: OfficeTime

    public init(_ rule: ClockRule, calendar: WorkCalendar, time: OfficeTime = .utc) {
        self.rule = rule
        self.calendar = calendar
        self.time = time
    }

    /// Every run that had begun by `now`, in the order in which they began.
    ///
    /// - Parameters:
    ///   - events: What happened to the case, in any order; what lies after `now` is not looked at. Of two events of
    ///     one moment the one that stands first came first.
    ///   - now: Milliseconds since 1970.
    public func runs(_ events: [ClockEvent], now: Int64) -> [ClockRun] {
        let known = events.enumerated().filter { $0.element.at <= now }
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        return ClockTrack.all(of: rule, in: known).map { run($0, now) }
    }

    /// What fires after one moment and until another, in order. Asked stretch by stretch, each firing comes once.
    public func firings(_ events: [ClockEvent], after last: Int64, until now: Int64) -> [Firing] {
        runs(events, now: now).flatMap(\.fired).filter { $0.at > last && $0.at <= now }.sorted()
    }

    private func run(_ track: ClockTrack, _ now: Int64) -> ClockRun {
        let count: any ClockCount = rule.lasts.unit == .hours ? HourCount(self, track) : DayCount(self, track)
        let end = track.end.moment ?? .max
        let firings = count.firings.filter { $0.at <= end }.sorted()
        let late = firings.first { $0.key.kind == .breach }?.at
        return ClockRun(
            clock: rule.id, started: track.started,
            state: state(track, late: late, lastDay: count.lastDay ?? time.day(at: now), now),
            fired: firings.filter { $0.at <= now },
            ahead: track.end == .open ? firings.filter { $0.at > now } : [])
    }

    private func state(_ track: ClockTrack, late: Int64?, lastDay: Day, _ now: Int64) -> ClockRun.State {
        switch track.end {
        case .done(let at): return .done(at: at, inTime: late == nil)
        case .void(let at): return .void(at: at)
        case .open: break
        }
        if let late, late <= now { return .late(since: late) }
        return track.heldSince.map { .paused(since: $0) } ?? .running(lastDay: lastDay)
    }

    func firing(_ kind: Firing.Kind, _ track: ClockTrack, at moment: Int64, tell: Role) -> Firing {
        Firing(key: .init(clock: rule.id, run: track.started.id, kind: kind), at: moment, tell: tell)
    }
}

/// What a clock comes to, by the unit that it counts in.
protocol ClockCount {
    /// In any order, without regard to the end of the run.
    var firings: [Firing] { get }
    /// The last day as far as it can be told.
    var lastDay: Day? { get }
}
