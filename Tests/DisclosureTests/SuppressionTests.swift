// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Disclosure

struct SuppressionTests {
    static let ageAndMajority = QuasiIdentifiers(
        families: [.init("year", ["year"]), .init("age", ["age"])], derivations: [.init("majority", from: ["age"])])

    @Test func `what follows from a derived column is counted too`() {
        let graph = QuasiIdentifiers(
            families: [.init("a", ["a"])],
            derivations: [.init("c", from: ["b"]), .init("b", from: ["a", "x"]), .init("z", from: ["y"])])
        #expect(graph.counted == ["a", "c", "b"])
    }

    @Test func `rows of small classes go and the others stay`() throws {
        let rows =
            Array(repeating: ["2020", "9--17", "Minor"], count: 10)
            + Array(repeating: ["2021", "48+", "Adult"], count: 9)
        let (table, suppressed) = try Microdata.of(["year", "age", "majority"], rows)
            .suppressingClasses(smallerThan: 10, over: Self.ageAndMajority)
        #expect(suppressed == 9)
        #expect(table.rows == Array(rows.prefix(10)))
    }

    @Test func `a derived column that splits a class counts although nobody declared it`() throws {
        let rows =
            Array(repeating: ["2020", "", "Minor"], count: 10) + Array(repeating: ["2020", "", "Adult"], count: 3)
        let table = try Microdata.of(["year", "age", "majority"], rows)
        #expect(table.suppressingClasses(smallerThan: 10, over: Self.ageAndMajority).suppressed == 3)
        let withoutGraph = QuasiIdentifiers(families: Self.ageAndMajority.families)
        #expect(table.suppressingClasses(smallerThan: 10, over: withoutGraph).suppressed == 0, "positive control")
    }

    @Test(arguments: 0..<60) func `random tables keep what the slow reference keeps`(seed: UInt64) throws {
        var numbers = SplitMix64(seed: seed)
        let rows = (0..<Int.random(in: 0...150, using: &numbers)).map { _ in
            [
                "\(Int.random(in: 0...4, using: &numbers))",
                ["", "x", "é", "e\u{301}"].randomElement(using: &numbers)!,
                "\(Int.random(in: 0...90, using: &numbers))",
            ]
        }
        let k = Int.random(in: 2...12, using: &numbers)
        let two = QuasiIdentifiers(families: [.init("a", ["a"])], derivations: [.init("b", from: ["a"])])
        let table = try Microdata.of(["a", "b", "free"], rows)
        let result = table.suppressingClasses(smallerThan: k, over: two)
        let expected = SlowReference.kept(rows, over: [0, 1], k: k)
        #expect(result.table.rows == expected)
        #expect(result.suppressed == rows.count - expected.count)
        let recount = Recount(table, over: [0, 1])
        #expect(recount.smallest == SlowReference.classSizes(rows, over: [0, 1]).min() ?? 0)
    }

    @Test(arguments: 0..<60)
    func `after withholding every row has k like it over all columns and no known cell changed`(seed: UInt64) throws {
        var numbers = SplitMix64(seed: seed)
        let rows = (0..<200).map { _ in
            [
                "\(Int.random(in: 0...2, using: &numbers))", ["", "0", "1"].randomElement(using: &numbers)!,
                ["", "0", "1"].randomElement(using: &numbers)!,
            ]
        }
        let k = Int.random(in: 2...30, using: &numbers)
        let known = QuasiIdentifiers(families: [.init("a", ["a"])], details: ["d", "e"])
        let safe = try Microdata.of(["a", "d", "e"], rows).suppressingClasses(smallerThan: k, over: known).table
        let (table, withheld) = safe.withholdingDetails(sharedByFewerThan: k, within: known)
        #expect(SlowReference.classSizes(table.rows, over: [0, 1, 2]).allSatisfy { $0 >= k })
        var changed = 0
        for (before, after) in zip(safe.rows, table.rows) where before != after {
            changed += 1
            #expect(after == [before[0], "", ""])
        }
        #expect(changed == withheld)
    }

    @Test func `details that k like rows share stay`() throws {
        let rows = Array(repeating: ["2020", "1"], count: 12) + Array(repeating: ["2020", "0"], count: 10)
        let known = QuasiIdentifiers(families: [.init("a", ["a"])], details: ["d"])
        let (table, withheld) = try Microdata.of(["a", "d"], rows).withholdingDetails(
            sharedByFewerThan: 10, within: known)
        #expect(withheld == 0)
        #expect(table.rows == rows)
    }

    @Test func `one emptied row takes the rarest shared pattern with it`() throws {
        let rows =
            Array(repeating: ["2020", "1"], count: 12) + Array(repeating: ["2020", "0"], count: 10) + [["2020", "2"]]
        let known = QuasiIdentifiers(families: [.init("a", ["a"])], details: ["d"])
        let (table, withheld) = try Microdata.of(["a", "d"], rows).withholdingDetails(
            sharedByFewerThan: 10, within: known)
        #expect(withheld == 11)
        #expect(table.rows.count { $0[1] == "1" } == 12)
    }

    @Test func `a column that is no category is refused by name`() throws {
        var table = Microdata(columns: [.init("note", role: .none)])
        #expect(throws: DisclosureRefusal.tooManyValues("note")) {
            for number in 0...65_536 { try table.append(["\(number)"]) }
        }
    }
}
