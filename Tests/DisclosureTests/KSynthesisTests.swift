// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Disclosure

struct KSynthesisTests {
    @Test func `every combination of a synthetic row, of any length, is shared by k people`() throws {
        var made = 0
        for seed in 0..<80 {
            var random = SplitMix64(seed: UInt64(1000 + seed))
            let table = try RandomTable.make(&random)
            let k = Int.random(in: 2...6, using: &random)
            guard
                let result = try? SyntheticTable<KSynthesisReport>(
                    table.columns, k: k, length: 3, seed: UInt64(seed), options: table.options)
            else { continue }
            made += 1
            let people = table.attributes.map(Set.init)
            for row in try AttributeRows(result.table, options: table.options).texts {
                #expect(people.count { $0.isSuperset(of: row) } >= k)
            }
            #expect(result.report.comparison.leaks == 0)
            #expect(result.report.comparison.byLength.allSatisfy { $0.invented == 0 })
        }
        #expect(made > 40)
    }

    @Test func `single values are counted in multiples of k, and never more often than they are`() throws {
        var random = SplitMix64(seed: 4)
        let table = try TestPeople.table(400, &random)
        let result = try SyntheticTable<KSynthesisReport>(table, k: 7, length: 3, seed: 1, options: .init())
        let truth = try AttributeRows(table)
        let counts = Dictionary(zip(truth.attributes, truth.counts)) { $1 }
        let made = try AttributeRows(result.table)
        #expect(made.attributes.count > 10)
        for (attribute, count) in zip(made.attributes, made.counts) {
            #expect(count % 7 == 0 && count <= counts[attribute] ?? 0)
        }
    }

    @Test func `the order of the rows plays no part, the seed does`() throws {
        var random = SplitMix64(seed: 5)
        let table = try TestPeople.table(300, &random)
        let shuffled = table.selecting((0..<table.rowCount).shuffled(using: &random))
        func made(_ table: ColumnTable, _ seed: UInt64) throws -> ColumnTable {
            try SyntheticTable<KSynthesisReport>(table, k: 5, length: 2, seed: seed, options: .init()).table
        }
        #expect(try made(table, 1) == made(shuffled, 1))
        #expect(try made(table, 1) != made(table, 2))
    }

    @Test func `the raw rows fail the check that synthetic rows pass`() throws {
        var random = SplitMix64(seed: 6)
        let table = try TestPeople.table(300, &random)
        let raw = try Comparison(table, with: table, length: 3, k: 10, options: .init())
        #expect(raw.leaks > 100)
        let made = try SyntheticTable<KSynthesisReport>(table, k: 10, length: 3, seed: 1, options: .init())
        #expect(made.report.comparison.leaks == 0)
        #expect(made.report.comparison.byLength[1].weightedError < 0.6)
    }

    @Test func `too few people are refused in words`() throws {
        let table = try ColumnTable(names: ["a"], rows: [["x"], ["y"], ["z"]])
        func made(_ k: Int) throws {
            _ = try SyntheticTable<KSynthesisReport>(table, k: k, length: 2, seed: 1, options: .init())
        }
        #expect(throws: SynthesisRefusal.thresholdTooSmall) { try made(1) }
        #expect(throws: SynthesisRefusal.fewerThanThreshold(k: 4)) { try made(4) }
        #expect(throws: SynthesisRefusal.nothingShared(k: 2)) { try made(2) }
    }

    @Test func `lists and zeros come out as they went in`() throws {
        let rows = Array(repeating: ["1", "b;a", "0"], count: 20) + Array(repeating: ["", "c", "1"], count: 20)
        let table = try ColumnTable(names: ["flag", "means", "asked"], rows: rows)
        let options = AttributeOptions(sensitiveZeros: ["asked"], separators: ["means": ";"])
        let made = try SyntheticTable<KSynthesisReport>(table, k: 10, length: 3, seed: 1, options: options).table
        #expect(Set((0..<made.rowCount).map(made.row)) == [["1", "a;b", "0"], ["", "c", "1"]])
        #expect(made.rowCount == 40)
    }
}

extension AttributeRows {
    /// For each row its attributes as `column:value`.
    var texts: [[String]] {
        (0..<rowCount).map { row in
            self.row(row).map { "\(columnNames[attributes[Int($0)].column]):\(attributes[Int($0)].value)" }
        }
    }
}

/// Invented people whose answers hang together.
enum TestPeople {
    static func table(_ count: Int, _ random: inout SplitMix64) throws -> ColumnTable {
        let rows = (0..<count).map { _ -> [String] in
            let kind = Int.random(in: 0..<4, using: &random)
            func pick(_ choices: [String]) -> String { choices.randomElement(using: &random)! }
            return [
                pick(["2021", "2022", "2023", "2024"]), kind < 3 ? "Woman" : pick(["Man", "Woman", "Other"]),
                pick(["", "9--17", "18--20", "21--23", "30--38"]), ["UKR", "PHL", "NGA", "LKA"][kind],
                pick(["", "POL", "USA", ["POL", "MYS", "ITA", "QAT"][kind]]), kind == 3 ? "1" : pick(["", "", "1"]),
                kind < 2 ? pick(["1", "1", ""]) : "", pick(["", "", "1"]), pick(["", "1"]),
            ]
        }
        return try ColumnTable(
            names: ["year", "gender", "age", "citizenship", "country", "labour", "sexual", "threats", "debts"],
            rows: rows)
    }
}
