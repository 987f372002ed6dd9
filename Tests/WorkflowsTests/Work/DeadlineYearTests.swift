// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Standard
import Store
import Testing

@testable import Workflows

/// A year of an office whose clock the test moves, through the real register: each deadline is told once, at its time.
@Suite struct DeadlineYearTests {
    /// Determined by hand: in 2026 Easter Sunday is the 5th of April, and London goes on summer time on the 29th of
    /// March.
    @Test func `five working days go around Easter, with a warning the day before and a word to the supervisor`()
        async throws
    {
        let hand = Hand("2026-03-30")
        try await Office.with(clock: hand.clock) { office in
            let clocks = try OfficeClocks.inLondon()
            let id = try await office.opened("Nimali")
            _ = try await addDetermination(
                StatusTests.values("FormallyReferred", ["wh_DeterminationDay": .date(PartialDate("2026-03-30")!)]),
                toCase: id, by: office.owner, in: office.store)
            var seen: [String: Int64] = [:]
            let end = Hand.moment("2026-04-25")
            while hand.now < end {
                try await tellDeadlines(clocks, in: office.store)
                for notice in office.told(id) where notice.key.hasPrefix("grounds") && seen[notice.key] == nil {
                    seen[notice.key] = hand.now
                    #expect(notice.at == hand.now, "told in the hour in which it was due")
                }
                hand.now += 3_600_000
            }
            // Midnight in London is 23:00 in UTC by then. Counted: 31 March, 1, 2, 7, 8 April.
            let kinds = seen.sorted { $0.value < $1.value }.map {
                ($0.key.split(separator: " ").dropFirst(2), $0.value)
            }
            #expect(kinds.map { $0.0.joined(separator: " ") } == ["warning 1", "breach", "escalation 1"])
            #expect(
                kinds.map(\.1) == [
                    Hand.moment("2026-04-06", 23), Hand.moment("2026-04-08", 23), Hand.moment("2026-04-15", 23),
                ])
            #expect(Set(office.told(id).map(\.key)).count == office.told(id).count)
        }
    }

    /// What happens to one case on some days of a year.
    private static let events = [
        "needs.urgent", "needs.met", "person.away", "person.back", "authority.asked", "authority.informed",
        "reflection.begun", "reflection.ended", "plan.agreed",
    ]

    @Test func `a year of many cases tells each moment once, whatever restarts and however many servers look`()
        async throws
    {
        let hand = Hand("2026-01-01")
        try await Office.with(clock: hand.clock) { office in
            var dice = SplitMix64(seed: 2026)
            var store = office.store
            var here = office
            let (one, other) = (try OfficeClocks.inLondon(), try OfficeClocks.inLondon())
            var ids: [EntityID] = []
            for day in 0..<365 {
                hand.now = OfficeClocks.london.start(of: Day("2026-01-01")!.adding(days: day))
                if ids.count < 12, day % 9 == 0 { ids.append(try await here.opened("Person \(ids.count)")) }
                for id in ids where Int.random(in: 0..<30, using: &dice) == 0 {
                    let name = Self.events.randomElement(using: &dice)!
                    _ = try await noteStep(StepOrder(name), in: id, clocks: one, by: here.owner, store: store)
                }
                for _ in 0..<4 {
                    // Two servers look at the same moment.
                    let (now, at) = (store, hand.now)
                    async let first = tellDeadlines(one, in: now)
                    async let second = tellDeadlines(other, in: now)
                    _ = try await (first, second)
                    for notice in ids.flatMap({ here.told($0) }) { #expect(notice.at <= at) }
                    hand.now += 6 * 3_600_000
                }
                if day == 180 {
                    // A restart: what was told is known from the register alone.
                    try await store.close()
                    store = try await SealedStore.open(office.folder, clock: hand.clock).unseal(with: Office.secret)
                    here = Office(folder: office.folder, sealed: office.sealed, store: store, code: office.code)
                }
            }
            var total = 0
            for id in ids {
                let told = here.told(id)
                #expect(Set(told.map(\.key)).count == told.count, "each once")
                let wanted = Self.expected(in: id, store, until: hand.now)
                #expect(Dictionary(told.map { ($0.key, $0.at) }) { a, _ in a } == wanted)
                total += told.count
            }
            #expect(total > 60, "\(total)")
        }
    }

    /// All that fires in a case by the pure rules, but what was over at that very moment.
    private static func expected(in id: EntityID, _ store: CaseStore, until now: Int64) -> [String: Int64] {
        guard let line = store.work(ofCase: id), let clocks = try? OfficeClocks.inLondon() else { return [:] }
        let all = ProcedureClocks(clocks.procedure, calendar: clocks.calendar, time: clocks.time)
        let events = ClockEvent.all(of: line.work.moments, in: id, changed: line.changed, time: clocks.time)
        var wanted: [String: Int64] = [:]
        for run in all.runs(events, now: now - 6 * 3_600_000) {
            for firing in run.fired {
                switch run.state {
                case .done(let end, _) where end <= firing.at, .void(let end) where end <= firing.at: continue
                default: wanted[firing.key.text] = firing.at
                }
            }
        }
        return wanted
    }

    @Test func `the same moment is refused by the register itself when it is told again`() async throws {
        let hand = Hand("2026-05-04")
        try await Office.with(clock: hand.clock) { office in
            let id = try await office.opened("Kamala")
            let clocks = try OfficeClocks.inLondon()
            hand.go(to: "2026-05-20")
            #expect(try await tellDeadlines(clocks, in: office.store) > 0)
            let count = office.told(id).count
            // A server that has forgotten, and does not see what was told: the register turns it away.
            let notice = try #require(office.told(id).first)
            let draft = Draft(.notice, ["wh_NoticeKey": .text(notice.key)], links: [.caseFile: id])
            let console = Access(Actor(id: office.store.agency, role: .custodian, agency: office.store.agency))
            let permit = try await console.permit(
                .recordAdd, case: id, record: notice.id, isOwn: true, in: office.store)
            await #expect(throws: StoreError.self) {
                _ = try await office.store.commit(
                    [.insert(notice.id, scope: id, try draft.checked(under: office.store.codebook))], permit: permit)
            }
            #expect(try await tellDeadlines(try OfficeClocks.inLondon(), in: office.store) == 0)
            #expect(office.told(id).count == count)
            // The control: under another id the same words would stand twice.
            _ = try await office.store.commit(
                [.insert(.random(), scope: id, try draft.checked(under: office.store.codebook))],
                permit: try await console.permit(.recordAdd, case: id, record: .random(), isOwn: true, in: office.store)
            )
            #expect(Set(office.told(id).map(\.key)).count < office.told(id).count)
        }
    }

    @Test func `a clock set back or forward ten years makes no flood and tells nothing twice`() async throws {
        let hand = Hand("2026-05-04")
        try await Office.with(clock: hand.clock) { office in
            let clocks = try OfficeClocks.inLondon()
            let id = try await office.opened("Kwame")
            hand.go(to: "2026-05-20")
            try await tellDeadlines(clocks, in: office.store)
            let before = office.told(id).map(\.key)
            hand.go(to: "2016-05-20")
            #expect(try await tellDeadlines(clocks, in: office.store) == 0)
            hand.go(to: "2036-05-20")
            #expect(try await tellDeadlines(clocks, in: office.store) == 0, "what fired long ago is shown and not told")
            #expect(office.told(id).map(\.key) == before)
            let board = try await readWork(clocks, by: office.owner, in: office.store)
            #expect(board.count(.late) > 0)
        }
    }

    @Test func `being told of a deadline does not make a still case move`() async throws {
        let hand = Hand("2026-02-02")
        try await Office.with(clock: hand.clock) { office in
            let clocks = try OfficeClocks.inLondon(withStale: true)
            let id = try await office.opened("Amara")
            var stale: Int64?
            for _ in 0..<70 {
                try await tellDeadlines(clocks, in: office.store)
                if stale == nil, office.told(id).contains(where: { $0.key.hasPrefix("stale") }) { stale = hand.now }
                hand.now += 86_400_000
            }
            #expect(office.told(id).contains { $0.key.hasPrefix("assessment") }, "others were told in between")
            #expect(stale == Hand.moment("2026-03-05"), "thirty days, and the next midnight")
            // The control: a change does.
            _ = try await addRecord(
                Draft(.comment, ["cco_CaseComment": .text("Called")]), toCase: id, by: office.owner,
                store: office.store)
            let line = try #require(office.store.work(ofCase: id))
            #expect(!clocks.deadlines(of: line, now: hand.now).contains { $0.rule.id == "stale" && $0.isLate })
        }
    }
}
