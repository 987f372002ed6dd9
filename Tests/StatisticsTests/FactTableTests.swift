// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Statistics
import Testing

struct FactTableTests {
    static let forms = FactGrouping(
        [.init("sexual", ["SexualExploitation"]), .init("labour", ["ForcedLabour"])], others: "other",
        several: "several")
    static let abroad = FactGrouping([.init("own", ["BF"])], others: "foreign")

    /// Questions of every kind.
    static func query(_ random: inout SplitMix64) -> FactQuery {
        var query = FactQuery()
        query.unit = Bool.random(using: &random) ? .persons : .cases
        let axes: [FactAxis] = [
            FactAxis(.sex), FactAxis(.citizenship), FactAxis(.forms), FactAxis(.forms, grouped: forms),
            FactAxis(.citizenship, grouped: abroad), FactAxis(.helped), FactAxis(.verdict("one")),
            FactAxis(.step(.month, of: .registered)), FactAxis(.step(.quarter, of: .identified)),
            FactAxis(.forms, grouped: FactGrouping(forms.groups)),
        ]
        for axis in axes.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
        where !query.by.contains(where: { $0.column == axis.column }) {
            query.by.append(axis)
        }
        if Bool.random(using: &random) { query.filters = [FactFilter(.forms, ["SexualExploitation", "OrganRemoval"])] }
        if Int.random(in: 0..<3, using: &random) == 0 {
            query.filters.append(
                FactFilter(
                    .citizenship, ["BF", "TL"], takesMissing: Bool.random(using: &random),
                    isExcluding: Bool.random(using: &random)))
        }
        if Int.random(in: 0..<4, using: &random) == 0 { query.definition = "one" }
        if Int.random(in: 0..<4, using: &random) == 0 { query.alsoWithin = [.referred] }
        query.counting = [.day(.registered), .day(.identified), .events(.help)].randomElement(using: &random)!
        if Int.random(in: 0..<4, using: &random) > 0 {
            let first = Day(year: 2024, month: 3, day: 1)!.adding(days: Int.random(in: 0..<400, using: &random))
            query.period = try? FactPeriod(
                from: first, to: first.adding(days: Int.random(in: 0..<400, using: &random)))
        }
        return query
    }

    @Test func `Counts of random registers equal the slow way, after changes too`() throws {
        for seed in 0..<60 as Range<UInt64> {
            var register = RandomRegister(seed: seed, cases: Int(seed) * 3 + 1, people: Int(seed) * 4 + 2)
            register.changeSome(Int(seed) * 2)
            let slow = SlowCount(register.rows)
            var random = SplitMix64(seed: seed &+ 1_000)
            for _ in 0..<40 {
                let query = Self.query(&random)
                let result = try register.table.count(query)
                let expected = slow.count(query)
                #expect(result.counts.reduce(0, +) == expected.values.reduce(0, +), "seed \(seed): \(query)")
                for (cell, count) in expected { #expect(result.count(cell) == count, "seed \(seed): \(query)") }
                let selected = slow.selected(query)
                #expect(result.total == selected.rows.count)
                #expect(result.undated == selected.undated, "seed \(seed): \(query)")
                for (at, axis) in result.axes.enumerated() {
                    for (place, total) in axis.totals.enumerated() {
                        let name = place < axis.values.count ? axis.values[place] : nil
                        let having = selected.rows.filter { slow.answers($0, query.by[at], query).contains(name) }
                        #expect(total == having.count, "seed \(seed): \(query)")
                    }
                }
            }
        }
    }

    @Test func `A mask counts only the cases it was made of`() throws {
        let register = RandomRegister(seed: 7, cases: 300, people: 200)
        let some = Set(register.rows.keys.filter { $0.low % 3 == 0 })
        let mask = register.table.mask(some)
        let query = FactQuery(by: [.sex, .forms])
        let expected = SlowCount(register.rows.filter { some.contains($0.key) }).count(query)
        let result = try register.table.count(query, among: mask)
        #expect(result.counts.reduce(0, +) == expected.values.reduce(0, +))
        for (cell, count) in expected { #expect(result.count(cell) == count) }
    }

    @Test func `Waits, ways and totals equal the slow way`() throws {
        for seed in 100..<120 as Range<UInt64> {
            let register = RandomRegister(seed: seed, cases: 120, people: 90)
            let slow = SlowCount(register.rows)
            var query = FactQuery(by: [.sex])
            query.period = try FactPeriod(from: Day("2024-02-01")!, to: Day("2025-06-30")!)
            let rows = slow.selected(query).rows
            func wait(_ row: FactRow) -> Int? {
                guard let a = row.days[.registered], let b = row.days[.helped], a.isExact, b.isExact,
                    a.first <= b.first
                else { return nil }
                return b.first.number - a.first.number
            }
            let waits = try register.table.waits(from: .registered, to: .helped, query)
            #expect(waits.all == WaitSummary(rows.compactMap(wait)))
            for (answer, summary) in waits.groups {
                let own = rows.filter { slow.answers($0, query.by[0], query) == [answer] }
                #expect(summary == WaitSummary(own.compactMap(wait)))
            }
            let routes = try register.table.routes(query)
            #expect(routes.reduce(0) { $0 + $1.count } == rows.count)
            for route in routes {
                let same = rows.filter { row in
                    row.values[.countryOfRecruitment]?.first == route.origin
                        && row.values[.countryOfTransit]?.first == route.transit
                        && row.values[.countryOfExploitation]?.first == route.exploitation
                }
                #expect(route.count == same.count)
            }
            let steps: [FactDay] = [.registered, .identified, .helped]
            for (at, step) in try register.table.funnel(steps, query).enumerated() {
                #expect(step.reached == rows.filter { row in steps[at...].contains { row.days[$0] != nil } }.count)
                #expect(step.noted == rows.filter { $0.days[step.day] != nil }.count)
            }
            let given = slow.rows.map(\.row).flatMap { $0.events }.filter { query.period!.holds(FactSpan($0.day))! }
            for total in try register.table.totals(.help, query) {
                let own = given.filter { $0.value == total.value }
                #expect(total.count == own.count)
                #expect(total.amounts == ["nights": own.reduce(0) { $0 + $1.amount }])
            }
        }
    }

    @Test func `What cannot be asked is refused with words`() throws {
        let table = FactTable(definitions: ["one", "two"])
        #expect(throws: FactRefusal.definitionsMixed(["one", "two"])) {
            try table.count(FactQuery(by: [.verdict("one"), .verdict("two")]))
        }
        var mixed = FactQuery(by: [.verdict("one")])
        mixed.definition = "two"
        #expect(throws: FactRefusal.definitionsMixed(["one", "two"])) { try table.count(mixed) }
        mixed.by = []
        mixed.definition = "three"
        #expect(throws: FactRefusal.unknownDefinition("three")) { try table.count(mixed) }
        #expect(throws: FactRefusal.periodReversed) {
            try FactPeriod(from: Day("2025-02-01")!, to: Day("2025-01-31")!)
        }
        #expect(throws: FactRefusal.unknownColumn("hair")) { try table.count(FactQuery(by: ["hair"])) }
        #expect(throws: FactRefusal.sameColumnTwice) { try table.count(FactQuery(by: [.sex, .sex])) }
        #expect(throws: FactRefusal.tooManyAxes) {
            try table.count(FactQuery(by: [.sex, .forms, .means, .citizenship]))
        }
        for refusal in [FactRefusal.periodReversed, .definitionsMixed(["a", "b"])] { #expect(!refusal.message.isEmpty) }
    }

    @Test func `An empty table answers with an explicit nothing`() throws {
        let result = try FactTable().count(FactQuery(by: [.sex, .majority]))
        #expect(result.total == 0)
        #expect(result.axes[0].values == ["Female", "Male", "Other"])
        #expect(result.count(["Female", "Child"]) == 0)
        #expect(result.counts.count == 12)
    }

    @Test func `A year that lies across the period is undated and not guessed`() throws {
        var row = FactRow(person: RandomRegister.id(2, 1))
        row.days[.registered] = FactSpan(PartialDate("2025")!)
        var table = FactTable()
        table.set([row], of: RandomRegister.id(1, 1))
        var query = FactQuery()
        query.period = try FactPeriod(from: Day("2025-04-01")!, to: Day("2026-03-31")!)
        #expect(try table.count(query).total == 0)
        #expect(try table.count(query).undated == 1)
        query.period = try FactPeriod(from: Day("2025-01-01")!, to: Day("2025-12-31")!)
        #expect(try table.count(query).total == 1)
    }
}
