// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Standard
import Store
import Synchronization

/// The deadlines of an office: its procedure, its calendar and its midnight, with a memory of what they come to for
/// each case, so that a page over thousands of cases costs a look-up each.
public final class OfficeClocks: Sendable {
    public let procedure: Procedure
    public let calendar: WorkCalendar
    public let time: OfficeTime
    private let clocks: ProcedureClocks
    /// By id.
    private let rules: [String: HeldRule]
    private let memory = Mutex<[EntityID: Known]>([:])

    /// What a case came to when it was last looked at.
    private struct Known {
        let stamp: UInt64
        let changed: PartialDate
        /// It stands from one moment, and until something fires or happens at another.
        let from: Int64
        let until: Int64
        let open: [Deadline]
        let untold: [Firing]
    }

    /// Cases that are remembered at once: more than an office has; some 300 bytes each.
    private static let memoryMax = 200_000
    /// What fired longer ago than this when the program first sees it is shown and not told: a register that was taken
    /// over from elsewhere, or a clock that was set, makes no flood.
    static let tellsBack: Int64 = 31 * 86_400_000

    public init(_ procedure: Procedure = .current, calendar: WorkCalendar = .plain, time: OfficeTime = .utc) {
        self.procedure = procedure
        self.calendar = calendar
        self.time = time
        clocks = ProcedureClocks(procedure, calendar: calendar, time: time)
        rules = Dictionary(procedure.clocks.enumerated().map { ($1.id, HeldRule($1, place: $0)) }) { first, _ in first }
    }

    /// The day it is at the office.
    public func today(_ now: Int64) -> Day { time.day(at: now) }

    /// The deadlines of a case that somebody still has to do something about, by clock in the procedure's order.
    ///
    /// Cost: a look-up while nothing changed and nothing fired; else some ten microseconds for each clock that runs.
    public func deadlines(of line: WorkLine, now: Int64) -> [Deadline] { known(line, now).open }

    /// What the deadlines that are open tell and nobody was told of yet, in order.
    func untold(of line: WorkLine, now: Int64) -> [Firing] { known(line, now).untold }

    /// The words of an event of the procedure; nil for one that it does not have.
    public func words(of event: String) -> String? { procedure.events.first { $0.id == event }?.words }

    private func known(_ line: WorkLine, _ now: Int64) -> Known {
        if let known = memory.withLock({ $0[line.id] }), known.stamp == line.work.stamp,
            known.changed == line.changed, known.from <= now, now < known.until
        {
            return known
        }
        let fresh = worked(line, now)
        memory.withLock { memory in
            if memory.count >= Self.memoryMax { memory.removeAll() }
            memory[line.id] = fresh
        }
        return fresh
    }

    private func worked(_ line: WorkLine, _ now: Int64) -> Known {
        let events = ClockEvent.all(of: line.work.moments, in: line.id, changed: line.changed, time: time)
        let runs = clocks.runs(events, now: now).filter(\.isOpen)
        let next = runs.flatMap(\.ahead).map(\.at) + events.map(\.at).filter { $0 > now }
        let told = Set(line.work.notices.map(\.key))
        let untold = runs.flatMap(\.fired).filter { $0.at > now - Self.tellsBack && !told.contains($0.key.text) }
        return Known(
            stamp: line.work.stamp, changed: line.changed, from: now, until: next.min() ?? .max,
            open: runs.compactMap(deadline), untold: untold.sorted())
    }

    private func deadline(_ run: ClockRun) -> Deadline? {
        guard let rule = rules[run.clock], let state = Deadline.State(run.state) else { return nil }
        return Deadline(
            held: rule, run: run.started.id, about: run.started.about, started: time.day(at: run.started.at),
            state: state, isWarned: !run.fired.isEmpty, told: Set(run.fired.map(\.tell)))
    }
}

extension WorkCalendar {
    /// Saturdays and Sundays free, no holidays: until an office says which are its own.
    public static let plain =
        CalendarLibrary.current["weekends"] ?? WorkCalendar(id: "weekends", title: "", weekend: [.saturday, .sunday])
}

extension Firing.Key {
    /// As it is kept, such as `grounds 4f… breach`; the same again names the same.
    var text: String {
        switch kind {
        case .warning(let place): "\(clock) \(run) warning \(place + 1)"
        case .breach: "\(clock) \(run) breach"
        case .escalation(let place): "\(clock) \(run) escalation \(place + 1)"
        }
    }
}
