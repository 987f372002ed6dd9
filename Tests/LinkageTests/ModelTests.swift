// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Linkage

@Suite struct ModelTests {
    /// Patterns of three comparisons, drawn from known m and u.
    private static func planted(_ pairs: Int, share: Double, missing: Double = 0) -> PatternCounts {
        var random = Numbers(seed: 11)
        var counts = PatternCounts()
        for _ in 0..<pairs {
            let isMatch = random.unit() < share
            var pattern: UInt64 = 0
            for comparison in 0..<3 {
                var draw = random.unit()
                var level = 1
                for (place, probability) in (isMatch ? m : u)[comparison].enumerated().dropFirst() {
                    level = place
                    draw -= probability
                    if draw < 0 { break }
                }
                if random.unit() < missing { level = 0 }
                pattern |= UInt64(level) << UInt64(comparison * 4)
            }
            counts.add(pattern)
        }
        return counts
    }

    private static let m: [[Double]] = [[0, 0.05, 0.15, 0.8], [0, 0.1, 0.9], [0, 0.02, 0.08, 0.3, 0.6]]
    private static let u: [[Double]] = [[0, 0.9, 0.08, 0.02], [0, 0.95, 0.05], [0, 0.7, 0.2, 0.08, 0.02]]
    private static let start: [[Double]] = [[0, 0.1, 0.1, 0.8], [0, 0.2, 0.8], [0, 0.1, 0.1, 0.1, 0.7]]

    @Test(arguments: [0.0, 0.3])
    func `Expectation maximisation finds planted m and share again, whatever is missing`(_ missing: Double) {
        let counts = Self.planted(400_000, share: 0.1, missing: missing)
        let found = ExpectationMaximisation(counts, start: Self.start, u: Self.u, skipped: [], share: 0.3)
        // Four standard errors of a share among 40,000 pairs, widened by what is not known of who matches.
        #expect(abs(found.share - 0.1) < 0.01)
        for (learned, planted) in zip(found.m, Self.m) {
            for (x, y) in zip(learned, planted).dropFirst() { #expect(abs(x - y) < 0.02, "\(learned) \(planted)") }
        }
    }

    @Test func `Counting missing values against a match would be seen, the control of the one above`() {
        let whole = Self.planted(400_000, share: 0.1, missing: 0.3)
        var wrong = PatternCounts()
        for (pattern, count) in whole.all {
            var filled = pattern
            for comparison in 0..<3 where pattern >> UInt64(comparison * 4) & 15 == 0 {
                filled |= 1 << UInt64(comparison * 4)
            }
            wrong.add(filled, count)
        }
        let found = ExpectationMaximisation(wrong, start: Self.start, u: Self.u, skipped: [], share: 0.3)
        #expect(abs(found.m[1][2] - 0.9) > 0.1)
    }

    @Test func `u of fields that agree by chance is found by random pairs`() throws {
        let linkage = try Linkage(try Self.table(2_000, twice: 600), model: nil)
        let sex = try #require(linkage.model.comparisons.first { $0.field == "sex" })
        #expect(abs(sex.levels[1].u - 0.5) < 0.02)
        let nation = try #require(linkage.model.comparisons.first { $0.field == "nationality" })
        #expect(abs(nation.levels[1].u - 0.2) < 0.02)
    }

    @Test func `A saved model reads back the same and weighs the same, and a spoilt one is refused with its fault`()
        throws
    {
        let table = try Self.table(500, twice: 150)
        let first = try Linkage(table, model: nil)
        let model = try LinkageModel(json: try first.model.json())
        #expect(model == first.model)
        #expect(try Linkage(table, model: model).pairs == first.pairs)
        var spoilt = model
        spoilt.comparisons[0].levels[0].m = 0
        #expect(throws: LinkageError.self) { try LinkageModel(json: try spoilt.json()) }
        spoilt = model
        spoilt.comparisons[0].levels.removeLast()
        #expect(throws: LinkageError.self) { try LinkageModel(json: try spoilt.json()) }
        #expect(throws: LinkageError.self) { try LinkageModel(json: Data("[]".utf8)) }
    }

    @Test func `The same table gives the same pairs each time, each pair once, weight falling`() throws {
        let table = try Self.table(800, twice: 300)
        let (one, two) = (try Linkage(table, model: nil), try Linkage(table, model: nil))
        #expect(one.pairs == two.pairs)
        #expect(Set(one.pairs.map { UInt64($0.a) << 32 | UInt64($0.b) }).count == one.pairs.count)
        #expect(zip(one.pairs, one.pairs.dropFirst()).allSatisfy { $0.weight >= $1.weight })
        let right = one.pairs.count { Int($0.b) - 800 == Int($0.a) }
        #expect(right >= 295 && one.pairs.count - right <= 9)
    }

    @Test func `One person, nobody and people without names are no trouble`() throws {
        for text in ["id,given_name\n1,Amal\n", "id,given_name\n", "id,given_name,surname,sex\n1,,,F\n2,,,F\n3,,,M\n"] {
            let linkage = try Linkage(try Self.read(text), model: nil)
            #expect(linkage.pairs.isEmpty)
            #expect(AverageLink(linkage).count == linkage.table.count)
        }
    }

    @Test func `A name that a third bears does not make a block of everybody`() throws {
        var random = Numbers(seed: 5)
        let rows = (0..<9_000).map {
            "\($0),\($0 % 3 == 0 ? "Maria" : "N\(random.next(4_000))x"),\(1950 + random.next(50))"
        }
        let table = try Self.read("id,given_name,birth_year\n" + rows.joined(separator: "\n") + "\n")
        let summary = try Linkage(table, model: nil).summary
        #expect(summary.comparedPairs <= 3_000_000)
        #expect(summary.blocking.contains { $0.blocksLeftOut > 0 })
    }

    static func read(_ text: String) throws -> PersonTable {
        var reader = PersonReader(yearOfAges: 2026)
        try reader.add(Array(text.utf8))
        return reader.table()
    }

    /// People of whom the first so many stand in the table a second time, with a slip here and there.
    static func table(_ people: Int, twice: Int) throws -> PersonTable {
        var random = Numbers(seed: 3)
        var rows: [String] = []
        var known: [[String]] = []
        for _ in 0..<people {
            known.append([
                "n" + String(decoding: random.word(4...8), as: UTF8.self),
                "s" + String(decoding: random.word(5...9), as: UTF8.self),
                ["F", "M"][random.next(2)], "\(1960 + random.next(45))-0\(1 + random.next(9))-1\(random.next(10))",
                ["LKA", "VNM", "SYR", "UKR", "PHL"][random.next(5)], "0\(700_000_000 + random.next(99_999_999))",
            ])
        }
        for (place, row) in (known + known.prefix(twice)).enumerated() {
            var row = row
            if place >= people, place % 4 == 0 { row[3] = String(row[3].prefix(4)) }
            if place >= people, place % 7 == 0 { row[5] = "" }
            rows.append("\(place)," + row.joined(separator: ","))
        }
        return try read(
            "id,given_name,surname,sex,birth_date,nationality,phone\n" + rows.joined(separator: "\n") + "\n")
    }
}
