// SPDX-License-Identifier: Apache-2.0

import Standard

/// When a run was going and when it was held, from the events alone.
struct ClockTrack {
    /// A stretch in which the clock goes: its start, and the moment at which it stops going.
    struct Stretch {
        let from: Int64
        let until: Int64
    }

    enum End: Equatable {
        case open, done(Int64), void(Int64)

        var moment: Int64? {
            switch self {
            case .open: nil
            case .done(let at), .void(let at): at
            }
        }
    }

    let started: ClockEvent
    let end: End
    let stretches: [Stretch]
    /// Since when it is held; nil when it goes or is over.
    let heldSince: Int64?

    /// All runs of a clock.
    ///
    /// - Parameter events: By moment; what comes later in the list comes later.
    static func all(of rule: ClockRule, in events: [ClockEvent]) -> [ClockTrack] {
        var tracks: [ClockTrack] = []
        for (place, event) in events.enumerated() where rule.starts.contains(event.name) {
            if rule.again == .first, let last = tracks.last, last.end.moment.map({ $0 > event.at }) ?? true { continue }
            tracks.append(ClockTrack(rule, startedBy: place, events))
        }
        return tracks
    }

    private init(_ rule: ClockRule, startedBy place: Int, _ events: [ClockEvent]) {
        started = events[place]
        var held: Set<Int> = []
        for event in events[...place] where event.concerns(started) { Self.hold(&held, rule, event) }
        var stretches: [Stretch] = []
        var (since, end) = (started.at, End.open)
        for event in events[(place + 1)...] where event.concerns(started) {
            if let over = Self.end(rule, event) {
                end = over
                break
            }
            let wasHeld = !held.isEmpty
            Self.hold(&held, rule, event)
            if wasHeld != held.isEmpty { continue }
            if !wasHeld { stretches.append(Stretch(from: since, until: event.at)) }
            since = event.at
        }
        if held.isEmpty { stretches.append(Stretch(from: since, until: end.moment ?? .max)) }
        self.end = end
        self.stretches = stretches
        heldSince = end == .open && !held.isEmpty ? since : nil
    }

    private static func hold(_ held: inout Set<Int>, _ rule: ClockRule, _ event: ClockEvent) {
        for (place, pause) in rule.pauses.enumerated() {
            if pause.from == event.name { held.insert(place) }
            if pause.until == event.name { held.remove(place) }
        }
    }

    private static func end(_ rule: ClockRule, _ event: ClockEvent) -> End? {
        if rule.stops.contains(event.name) { return .done(event.at) }
        if rule.voids.contains(event.name) { return .void(event.at) }
        return rule.again == .latest && rule.starts.contains(event.name) ? .void(event.at) : nil
    }
}
