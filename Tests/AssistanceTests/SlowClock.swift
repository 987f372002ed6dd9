// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

@testable import Assistance

/// The words of docs/assistance.md once more, read day by day and event by event with no thought of speed: for clocks
/// of days. At each moment at which anything can happen it asks what is so now, and remembers what it has said.
struct SlowClock {
    let rule: ClockRule
    let calendar: WorkCalendar
    let time: OfficeTime

    private struct State {
        var start: ClockEvent
        var startDay: Day
        var counted = 0
        var said: [Firing] = []
        var lastDay: Day?
    }

    func firings(_ events: [ClockEvent], until end: Int64) -> [Firing] {
        let sorted = events.sorted { $0.at < $1.at }
        guard let first = sorted.first else { return [] }
        var moments = Set(sorted.map(\.at))
        var day = time.day(at: first.at)
        while time.start(of: day) <= end {
            moments.insert(time.start(of: day))
            day = day.adding(days: 1)
        }
        var (open, over, held): ([State], [State], Set<String>) = ([], [], [])
        for moment in moments.sorted() where moment >= first.at && moment <= end {
            let midnight = time.start(of: time.day(at: moment)) == moment
            if midnight { for place in open.indices { dayIsOver(&open[place], moment, held: !held.isEmpty) } }
            for event in sorted where event.at == moment { happen(event, &open, &over, &held) }
            for place in open.indices where held.isEmpty { warn(&open[place], moment) }
        }
        return (open + over).flatMap(\.said).sorted()
    }

    /// One more day is behind us: did it count, and was it the last?
    private func dayIsOver(_ state: inout State, _ moment: Int64, held: Bool) {
        let day = time.day(at: moment - 1)
        if let last = state.lastDay { return escalate(&state, last, day, moment) }
        if held { return }
        let last = expected(state, today: day)
        if day > state.startDay, rule.lasts.unit != .workingDays || calendar.isWorking(day) { state.counted += 1 }
        if last == day {
            state.lastDay = day
            say(&state, .breach, moment, rule.breach.tell)
        }
    }

    private func escalate(_ state: inout State, _ last: Day, _ day: Day, _ moment: Int64) {
        for (place, notice) in rule.escalations.enumerated() {
            var (at, left) = (last, notice.span!.count)
            while left > 0 {
                at = at.adding(days: 1)
                if notice.span!.unit != .workingDays || calendar.isWorking(at) { left -= 1 }
            }
            if at == day { say(&state, .escalation(place), moment, notice.tell) }
        }
    }

    private func warn(_ state: inout State, _ moment: Int64) {
        guard state.lastDay == nil else { return }
        let today = time.day(at: moment)
        let last = expected(state, today: today)
        if last < today { return }
        for (place, notice) in rule.warnings.enumerated() {
            guard !state.said.contains(where: { $0.key.kind == .warning(place) }) else { continue }
            var (day, left) = (last, notice.span!.count)
            while left > 0 {
                day = day.adding(days: -1)
                if notice.span!.unit != .workingDays || calendar.isWorking(day) { left -= 1 }
            }
            if day <= today { say(&state, .warning(place), moment, notice.tell) }
        }
    }

    /// The last day if the clock goes on from today, today not yet counted.
    private func expected(_ state: State, today: Day) -> Day {
        let needed =
            rule.lasts.unit == .months
            ? state.startDay.adding(months: rule.lasts.count).number - state.startDay.number : rule.lasts.count
        var (day, counted) = (today, state.counted)
        while true {
            if day > state.startDay, rule.lasts.unit != .workingDays || calendar.isWorking(day) { counted += 1 }
            if counted >= needed, day > state.startDay || needed == 0 { break }
            day = day.adding(days: 1)
        }
        switch rule.landing {
        case .stays: break
        case .next: while !calendar.isWorking(day) { day = day.adding(days: 1) }
        case .previous:
            var earlier = day
            while !calendar.isWorking(earlier) { earlier = earlier.adding(days: -1) }
            day = max(earlier, today)
        }
        return day
    }

    private func say(_ state: inout State, _ kind: Firing.Kind, _ moment: Int64, _ tell: Role) {
        if state.said.contains(where: { $0.key.kind == kind }) { return }
        let key = Firing.Key(clock: rule.id, run: state.start.id, kind: kind)
        state.said.append(Firing(key: key, at: moment, tell: tell))
    }

    private func happen(_ event: ClockEvent, _ open: inout [State], _ over: inout [State], _ held: inout Set<String>) {
        for pause in rule.pauses {
            if pause.from == event.name { held.insert(pause.from) }
            if pause.until == event.name { held.remove(pause.from) }
        }
        let starts = rule.starts.contains(event.name)
        if rule.stops.contains(event.name) || rule.voids.contains(event.name) || starts && rule.again == .latest {
            over += open
            open = []
        }
        guard starts, rule.again != .first || open.isEmpty else { return }
        open.append(State(start: event, startDay: time.day(at: event.at)))
    }
}
