// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Statistics
import Testing

/// Two records of one person count as one person.
@Suite struct JoinedPeopleTests {
    /// Some records lead to others, a few of them by way of a third.
    private static func bonds(_ people: Int, _ random: inout SplitMix64) -> [EntityID: EntityID] {
        let ids = (0..<people).map { RandomRegister.id(2, $0) }.shuffled(using: &random)
        var stays: [EntityID: EntityID] = [:]
        for group in stride(from: 0, to: ids.count - 3, by: 4) {
            for place in 1..<Int.random(in: 1...4, using: &random) { stays[ids[group + place]] = ids[group] }
        }
        return stays
    }

    /// The rows as they would have been written had each person been one record from the start: row after row, looking
    /// through all of them each time.
    private static func written(
        _ rows: [EntityID: [FactRow]], _ stays: [EntityID: EntityID], seen: Set<EntityID>
    ) -> [EntityID: [FactRow]] {
        let all = rows.sorted { $0.key < $1.key }.filter { seen.contains($0.key) }.flatMap { id, rows in
            rows.map { (id: id, row: $0) }
        }
        func root(_ person: EntityID) -> EntityID { stays[person] ?? person }
        return rows.filter { seen.contains($0.key) }.mapValues { rows in
            rows.map { row in
                let group = all.filter { root($0.row.person) == root(row.person) }
                if Set(group.map(\.row.person)).count < 2 { return row }
                let leading = group.filter { $0.row.person == root(row.person) }
                let others = Set(group.map(\.row.person)).subtracting([root(row.person)]).sorted()
                let inOrder = leading + others.flatMap { other in group.filter { $0.row.person == other } }
                var new = FactRow(person: root(row.person))
                (new.values, new.days, new.events) = (row.values, row.days, row.events)
                for column in [FactColumn.sex, .citizenship] {
                    new.values[column] = inOrder.map { $0.row.values[column] ?? [] }.first { !$0.isEmpty }
                }
                if row.values[.ageBand]?.isEmpty ?? true {
                    new.values[.ageBand] = inOrder.map { $0.row.values[.ageBand] ?? [] }.first { !$0.isEmpty }
                }
                return new
            }
        }
    }

    @Test func `counts of joined people equal those of people who were one record from the start`() throws {
        var merged = 0
        for seed in 0..<40 as Range<UInt64> {
            let people = Int(seed) * 2 + 6
            var register = RandomRegister(seed: seed, cases: Int(seed) * 3 + 4, people: people)
            register.changeSome(Int(seed))
            var random = SplitMix64(seed: seed &+ 77)
            let stays = Self.bonds(people, &random)
            let seen = Set(register.rows.keys.filter { _ in seed % 2 == 0 || Bool.random(using: &random) })
            let mask = register.table.mask(seen)
            let joined = register.table.joined(stays, among: mask)
            let slow = SlowCount(Self.written(register.rows, stays, seen: seen))
            for _ in 0..<25 {
                let query = FactTableTests.query(&random)
                let result = try joined.count(query, among: mask)
                let expected = slow.count(query)
                #expect(result.total == slow.selected(query).rows.count, "seed \(seed): \(query)")
                #expect(result.counts.reduce(0, +) == expected.values.reduce(0, +), "seed \(seed): \(query)")
                for (cell, count) in expected { #expect(result.count(cell) == count, "seed \(seed): \(query)") }
            }
            let all = FactQuery()
            merged += try register.table.count(all, among: mask).total - joined.count(all, among: mask).total
            let apart = try register.table.joined([:], among: mask).count(all, among: mask)
            #expect(try apart.total == register.table.count(all, among: mask).total, "parted, they are two again")
        }
        #expect(merged > 200, "control: without joining there are more")
    }

    @Test func `of a record that is not seen nothing shows, not even that there is one`() throws {
        let (one, two) = (RandomRegister.id(2, 1), RandomRegister.id(2, 2))
        let (first, second) = (RandomRegister.id(1, 1), RandomRegister.id(1, 2))
        var table = FactTable()
        var known = FactRow(person: one)
        known.values[.sex] = ["Female"]
        table.set([known], of: first)
        table.set([FactRow(person: two)], of: second)
        let query = FactQuery(by: [.sex])
        let mask = table.mask([second])
        let part = try table.joined([two: one], among: mask).count(query, among: mask)
        #expect(part.total == 1 && part.count([nil]) == 1)
        let whole = try table.joined([two: one]).count(query)
        #expect(whole.total == 1 && whole.count(["Female"]) == 1)
    }
}
