// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Assistance

/// Clocks worked out on a wall calendar.
struct ClockTests {
    static let england = CalendarLibrary.current["GB-ENG"]!

    private func reader(_ id: String, _ calendar: WorkCalendar = england) -> ClockReader {
        ClockReader(Procedure.current.clock(id)!, calendar: calendar)
    }

    private func lines(_ firings: [Firing]) -> [String] {
        firings.map { "\(OfficeTime.utc.day(at: $0.at)) \($0.key.kind) \($0.tell)" }
    }

    @Test func `five working days across Easter`() {
        // Wednesday 1 April 2026. Thursday 1, Friday and Monday free, Tuesday 2, Wednesday 3, Thursday 4, Friday 5.
        let events = [event("referral.formal", at("2026-04-01", 15))]
        let reader = reader("grounds")
        let run = reader.runs(events, now: at("2026-04-02"))[0]
        #expect(run.state == .running(lastDay: day("2026-04-10")))
        #expect(
            lines(run.ahead) == [
                "2026-04-09 warning(0) caseworker", "2026-04-11 breach caseworker",
                // Five working days after the 10th: the 17th; said when that day is over.
                "2026-04-18 escalation(0) supervisor",
            ])
        let late = reader.runs(events, now: at("2026-04-12"))[0]
        #expect(late.state == .late(since: at("2026-04-11")) && late.fired.count == 2 && late.isOpen)
        let inTime = reader.runs(events + [event("decision.grounds", at("2026-04-10", 23, 59))], now: at("2026-05-01"))
        #expect(inTime[0].state == .done(at: at("2026-04-10", 23, 59), inTime: true) && inTime[0].fired.count == 1)
        let tooLate = reader.runs(events + [event("decision.grounds", at("2026-04-11"))], now: at("2026-05-01"))
        #expect(tooLate[0].state == .done(at: at("2026-04-11"), inTime: false) && !tooLate[0].isOpen)
    }

    @Test func `thirty days with a pause end as much later`() {
        let begun = event("reflection.begun", at("2026-06-01", 9))
        let reader = reader("reflection")
        // 1 July without a pause. Held from the 10th to the 20th: the 10th to 19th do not count, so 11 July, a
        // Saturday; moved to Monday the 13th.
        #expect(reader.runs([begun], now: at("2026-06-02"))[0].state == .running(lastDay: day("2026-07-01")))
        let away = event("person.away", at("2026-06-10", 8))
        #expect(reader.runs([begun, away], now: at("2026-06-15"))[0].state == .paused(since: at("2026-06-10", 8)))
        #expect(reader.runs([begun, away], now: at("2026-06-15"))[0].ahead.isEmpty)
        let back = event("person.back", at("2026-06-20", 12))
        let run = reader.runs([begun, away, back], now: at("2026-06-21"))[0]
        #expect(run.state == .running(lastDay: day("2026-07-13")))
        #expect(
            lines(run.ahead) == [
                "2026-06-29 warning(0) caseworker", "2026-07-08 warning(1) caseworker",
                "2026-07-14 breach caseworker", "2026-07-16 escalation(0) supervisor",
            ])
    }

    @Test func `a follow-up that falls on a holiday moves as the data says`() {
        // Closed on 25 September 2026: three months later is Christmas Day, then the weekend, then the day for Boxing
        // Day; the office works again on Tuesday the 29th.
        let events = [event("case.closed", at("2026-09-25", 10))]
        let runs = ProcedureClocks(.current, calendar: Self.england).runs(events, now: at("2026-09-26"))
        #expect(runs.map(\.clock) == ["follow-up-3", "follow-up-6"])
        #expect(runs[0].state == .running(lastDay: day("2026-12-29")))
        #expect(runs[1].state == .running(lastDay: day("2027-03-25")))
        #expect(lines(runs[0].ahead).first == "2026-12-15 warning(0) caseworker")
        let reopened = events + [event("case.reopened", at("2026-10-01"))]
        let after = ProcedureClocks(.current, calendar: Self.england).runs(reopened, now: at("2026-10-02"))
        #expect(after.filter(\.isOpen).map(\.clock) == ["stale"])
        // Three months after 30 November there is no 30 February.
        let short = [event("case.closed", at("2026-11-30"))]
        #expect(
            reader("follow-up-3").runs(short, now: at("2026-12-01"))[0].state == .running(lastDay: day("2027-03-01")))
    }

    @Test func `what has not moved for thirty days is told of, and begins anew when it moves`() {
        let events = [
            event("case.opened", at("2026-01-05")), event("status.changed", at("2026-01-20", 12)),
            event("status.changed", at("2026-03-15")),
        ]
        let firings = reader("stale").firings(events, after: 0, until: at("2026-12-31"))
        #expect(
            lines(firings) == [
                "2026-02-20 breach caseworker", "2026-04-15 breach caseworker", "2026-05-15 escalation(0) supervisor",
            ])
        #expect(Set(firings.map(\.key)).count == 3)
    }

    @Test func `each referral has a clock of its own`() {
        let (one, two) = (EntityID(high: 1, low: 1), EntityID(high: 2, low: 2))
        let events = [
            event("referral.sent", at("2026-06-01", 9), about: one),
            event("referral.sent", at("2026-06-02", 9), about: two),
            event("referral.answered", at("2026-06-03"), about: one),
        ]
        let runs = reader("referral-answer").runs(events, now: at("2026-06-04"))
        #expect(runs.map(\.isOpen) == [false, true])
        #expect(runs[1].state == .running(lastDay: day("2026-06-05")))
    }

    @Test func `hours run through the night and stand still while held`() {
        let rule = ClockRule(
            id: "h", title: "", stage: nil, starts: ["a"], stops: ["z"], voids: [], again: .first,
            lasts: Span(24, .hours), landing: .stays, pauses: [.init(from: "p", until: "q")],
            warnings: [.init(span: Span(6, .hours), tell: .caseworker)],
            breach: .init(span: nil, tell: .supervisor),
            escalations: [.init(span: Span(2, .hours), tell: .supervisor)], source: "")
        let events = [
            event("a", at("2026-12-24", 20)), event("p", at("2026-12-25", 10)), event("q", at("2026-12-26", 10)),
        ]
        let firings = ClockReader(rule, calendar: Self.england).firings(events, after: 0, until: .max)
        // 14 hours by the pause, so 10 are left at 10:00 on the 26th.
        #expect(firings.map(\.at) == [at("2026-12-26", 14), at("2026-12-26", 20), at("2026-12-26", 22)])
    }

    @Test func `the office's own midnight decides`() {
        let rule = Procedure.current.clock("stale")!
        let events = [event("case.opened", at("2026-06-01", 22))]
        let kathmandu = ClockReader(rule, calendar: Self.england, time: OfficeTime(minutes: 345))
        #expect(kathmandu.runs(events, now: at("2026-06-02"))[0].state == .running(lastDay: day("2026-07-02")))
        #expect(kathmandu.firings(events, after: 0, until: at("2026-07-10"))[0].at == at("2026-07-02", 18, 15))
    }

    @Test func `when to look again is the next firing`() {
        let clocks = ProcedureClocks(.current, calendar: Self.england)
        let events = [event("needs.urgent", at("2026-06-01", 9))]
        #expect(clocks.next(events, after: at("2026-06-01", 9)) == at("2026-06-02", 3))
        #expect(clocks.next(events, after: at("2026-06-02", 3)) == at("2026-06-02", 9))
        #expect(clocks.next(events, after: at("2026-07-02")) == nil)
    }
}
