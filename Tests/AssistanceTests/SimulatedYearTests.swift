// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Assistance

/// A year in which the hands of the clock are moved by the test.
struct SimulatedYearTests {
    static let berlin = OfficeTime(
        minutes: 60,
        changes: [
            .init(from: at("2026-03-29", 1), minutes: 120), .init(from: at("2026-10-25", 1), minutes: 60),
            .init(from: at("2027-03-28", 1), minutes: 120),
        ])

    /// Events that the procedure knows, at moments that are often near midnight and often on one day.
    static func events(_ names: [String], from first: Int64, days: Int, _ dice: inout SplitMix64) -> [ClockEvent] {
        (0..<Int.random(in: 1...18, using: &dice)).map { _ in
            let dayStart = first + Int64(Int.random(in: 0..<days, using: &dice)) * 86_400_000
            let offset: Int64 = dice.pick([0, 1, -1, 3_600_000 * 9, 3_600_000 * 23, -7_200_000, -3_600_000])
            return ClockEvent(id: EntityID(using: &dice), name: dice.pick(names), at: dayStart + offset)
        }.sorted { $0.at < $1.at }
    }

    static func randomRule(_ dice: inout SplitMix64) -> ClockRule {
        let unit = dice.pick([Span.Unit.calendarDays, .workingDays, .months])
        let days: [Span.Unit] = [.calendarDays, .workingDays]
        let lasts = Span(
            unit == .months ? Int.random(in: 1...3, using: &dice) : Int.random(in: 1...20, using: &dice), unit)
        return ClockRule(
            id: "r", title: "", stage: nil, starts: ["a", "b"], stops: ["z"], voids: ["v"],
            again: dice.pick(ClockRule.Again.allCases), lasts: lasts, landing: dice.pick(ClockRule.Landing.allCases),
            pauses: [.init(from: "p", until: "q"), .init(from: "r", until: "s")],
            warnings: [
                .init(span: Span(Int.random(in: 3...9, using: &dice), dice.pick(days)), tell: .caseworker),
                .init(span: Span(Int.random(in: 1...2, using: &dice), dice.pick(days)), tell: .caseworker),
            ],
            breach: .init(span: nil, tell: .caseworker),
            escalations: [.init(span: Span(Int.random(in: 1...9, using: &dice), dice.pick(days)), tell: .supervisor)],
            source: "")
    }

    @Test func `clocks of days say what a day-by-day reading says`() {
        var dice = SplitMix64(seed: 6)
        let calendars = CalendarLibrary.current.calendars
        var (fired, held) = (0, 0)
        for round in 0..<3000 {
            let rule = Self.randomRule(&dice)
            let calendar = dice.pick(calendars)
            let time = dice.pick([OfficeTime.utc, Self.berlin, OfficeTime(minutes: -660)])
            let start = at("2026-11-20") + Int64(Int.random(in: -200...100, using: &dice)) * 86_400_000
            let names = dice.chance(1, in: 2) ? ["a", "p", "q", "r", "s"] : ["a", "b", "z", "v", "p", "q", "r", "s"]
            let events = Self.events(names, from: start, days: 60, &dice)
            let end = start + Int64(Int.random(in: 1...140, using: &dice)) * 86_400_000 + 5
            let fast = ClockReader(rule, calendar: calendar, time: time).firings(events, after: .min, until: end)
            let slow = SlowClock(rule: rule, calendar: calendar, time: time)
                .firings(events.filter { $0.at <= end }, until: end)
            #expect(fast == slow, "round \(round): \(rule) \(events.map { "\($0.name) \($0.at)" })")
            if fast != slow { return }
            fired += fast.count
            held += events.count { $0.name == "p" }
        }
        #expect(fired > 3000 && held > 3000)
    }

    @Test func `each firing of a year comes once and at its time, however often one looks`() {
        var dice = SplitMix64(seed: 66)
        let clocks = ProcedureClocks(.current, calendar: ClockTests.england, time: Self.berlin)
        let names = Procedure.current.events.map(\.id)
        var total = 0
        for _ in 0..<60 {
            let all =
                Self.events(names, from: at("2026-01-01"), days: 365, &dice)
                + Self.events(names, from: at("2026-01-01"), days: 365, &dice)
            let end = at("2027-06-30")
            var (now, said) = (at("2025-12-31"), [Firing]())
            while now < end {
                let next = min(end, now + Int64.random(in: 60_000...5 * 86_400_000, using: &dice))
                // Only what has happened by then is known.
                let new = clocks.firings(all.filter { $0.at <= next }, after: now, until: next)
                #expect(new.allSatisfy { $0.at > now && $0.at <= next })
                said += new
                now = next
            }
            #expect(Set(said.map(\.key)).count == said.count, "each once")
            #expect(said == clocks.firings(all, after: .min, until: end), "and none is forgotten or taken back")
            total += said.count
        }
        #expect(total > 500)
    }

    @Test func `the moment to look again never comes too late`() {
        var dice = SplitMix64(seed: 666)
        let clocks = ProcedureClocks(.current, calendar: ClockTests.england)
        let all = Self.events(Procedure.current.events.map(\.id), from: at("2026-01-01"), days: 300, &dice)
        var (now, said) = (at("2025-12-31"), [Firing]())
        let end = at("2027-06-30")
        while now < end {
            let known = all.filter { $0.at <= now }
            let event = all.first { $0.at > now }?.at ?? end
            let next = min(event, clocks.next(known, after: now) ?? end, end)
            said += clocks.firings(all.filter { $0.at <= next }, after: now, until: next)
            now = next
        }
        #expect(said == clocks.firings(all, after: .min, until: end))
    }

    @Test func `hours are counted as a watch counts them`() {
        var dice = SplitMix64(seed: 7)
        let minute: Int64 = 60_000
        for round in 0..<400 {
            let lasts = Int.random(in: 1...60, using: &dice)
            let rule = ClockRule(
                id: "h", title: "", stage: nil, starts: ["a"], stops: ["z"], voids: ["v"], again: .first,
                lasts: Span(lasts, .hours), landing: .stays, pauses: [.init(from: "p", until: "q")],
                warnings: [.init(span: Span(1, .hours), tell: .caseworker)],
                breach: .init(span: nil, tell: .caseworker),
                escalations: [.init(span: Span(5, .hours), tell: .supervisor)], source: "")
            let events =
                [event("a", at("2026-05-01"))]
                + (0..<8).map { _ in
                    event(
                        dice.pick(["p", "q", "p", "q", "z"]),
                        at("2026-05-01") + minute * 15 * Int64.random(in: 1...400, using: &dice))
                }.sorted { $0.at < $1.at }
            // A watch that ticks every quarter of an hour.
            var (left, held, isOver, breach) = (Int64(lasts) * 4, false, false, Int64?.none)
            for tick in 0..<800 where !isOver && breach == nil {
                let now = at("2026-05-01") + Int64(tick) * 15 * minute
                if left == 0, !held { breach = now }
                for one in events where one.at == now && breach == nil {
                    if one.name == "p" { held = true }
                    if one.name == "q" { held = false }
                    if one.name == "z" { isOver = true }
                }
                if left == 0, !held, !isOver, breach == nil { breach = now }
                if !held { left -= 1 }
            }
            let fast = ClockReader(rule, calendar: ClockTests.england).firings(events, after: .min, until: .max)
            #expect(fast.first { $0.key.kind == .breach }?.at == breach, "round \(round)")
        }
    }
}
