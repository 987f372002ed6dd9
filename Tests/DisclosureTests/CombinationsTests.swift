// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Disclosure

struct CombinationsTests {
    @Test func `every combination of random tables is counted as the slow way counts it`() throws {
        for seed in 0..<120 {
            var random = SplitMix64(seed: UInt64(seed))
            let table = try RandomTable.make(&random)
            let length = Int.random(in: 1...4, using: &random)
            let least = Int.random(in: 1...4, using: &random)
            let combinations = Combinations(
                of: try AttributeRows(table.columns, options: table.options), length: length, least: least)
            var found: [[String]: Int] = [:]
            let text = CombinationText(combinations.rows)
            combinations.each { attributes, count in
                let key = attributes.map { text.text([$0]) }
                #expect(found.updateValue(count, forKey: key) == nil, "a combination twice")
            }
            #expect(found == table.slowCounts(length: length).filter { $1 >= least })
        }
    }

    @Test func `what is counted does not depend on the order of the rows`() throws {
        var random = SplitMix64(seed: 7)
        let table = try RandomTable.make(&random)
        let shuffled = table.columns.selecting((0..<table.columns.rowCount).shuffled(using: &random))
        let one = try lines(table.columns, table.options)
        #expect(try lines(shuffled, table.options) == one)
        #expect(!one.isEmpty)
    }

    private func lines(_ table: ColumnTable, _ options: AttributeOptions) throws -> [String] {
        let combinations = Combinations(of: try AttributeRows(table, options: options), length: 3, least: 1)
        let text = CombinationText(combinations.rows)
        var lines: [String] = []
        combinations.each { lines.append("\(text.text($0)) \($1)") }
        return lines
    }

    @Test func `short comes before long and frequent before rare`() throws {
        let table = try ColumnTable(
            names: ["b", "a"], rows: [["x", "1"], ["x", "1"], ["x", "2"], ["y", "1"], ["y", "2"]])
        #expect(
            try lines(table, .init()) == [
                "b:x 3", "a:1 3", "b:y 2", "a:2 2", "b:x;a:1 2", "b:x;a:2 1", "b:y;a:1 1", "b:y;a:2 1",
            ])
    }

    @Test func `marks that part attributes are escaped in names and values`() throws {
        let table = try ColumnTable(names: ["a:b", "c"], rows: [["x;y", "\\"]])
        #expect(try lines(table, .init()) == ["a\\:b:x\\;y 1", "c:\\\\ 1", "a\\:b:x\\;y;c:\\\\ 1"])
    }

    @Test func `zero says nothing unless the column is named`() throws {
        let table = try ColumnTable(names: ["a", "b"], rows: [["0", "0"], ["1", "0"]])
        #expect(try lines(table, .init()) == ["a:1 1"])
        #expect(try lines(table, .init(sensitiveZeros: ["b"])) == ["b:0 2", "a:1 1", "a:1;b:0 1"])
        #expect(throws: TableFault.noColumn("c")) { try lines(table, .init(sensitiveZeros: ["c"])) }
    }

    @Test func `a list says several things of one person, each once and in order`() throws {
        let table = try ColumnTable(names: ["m"], rows: [["b; a;;a ;0"], ["a"]])
        #expect(try lines(table, .init(separators: ["m": ";"])) == ["m:a 2", "m:b 1", "m:a;m:b 1"])
        #expect(try lines(table, .init()) == ["m:a 1", "m:b\\; a\\;\\;a \\;0 1"])
    }

    @Test func `rows that stand alone are found with the shortest combination that tells them apart`() throws {
        for seed in 0..<40 {
            var random = SplitMix64(seed: UInt64(seed))
            let table = try RandomTable.make(&random)
            let rows = try AttributeRows(table.columns, options: table.options)
            let comparison = Comparison(rows, boundary: rows.rowCount, length: 3, k: 3)
            let counts = table.slowCounts(length: 3)
            for length in 1...3 {
                let seen = counts.filter { $0.key.count <= length }
                let alone = table.attributes.count { row in seen.contains { $1 == 1 && Set($0).isSubset(of: row) } }
                let below = table.attributes.count { row in seen.contains { $1 < 3 && Set($0).isSubset(of: row) } }
                #expect(comparison.byLength[length - 1].peopleAlone == alone)
                #expect(comparison.byLength[length - 1].peopleBelowK == below)
            }
        }
    }
}

/// A small random table with missing cells, zeros and lists, and its combinations counted the slow way.
struct RandomTable {
    let columns: ColumnTable
    let options: AttributeOptions
    /// For each row its attributes as `column:value`, in column order.
    let attributes: [[String]]

    static func make(_ random: inout SplitMix64) throws -> RandomTable {
        let width = Int.random(in: 1...6, using: &random)
        let names = (0..<width).map { "c\($0)" }
        let options = AttributeOptions(
            sensitiveZeros: width > 2 ? ["c1"] : [], separators: width > 3 ? ["c2": "|"] : [:])
        let sizes = names.map { _ in Int.random(in: 1...5, using: &random) }
        let rows = (0..<Int.random(in: 1...80, using: &random)).map { _ in
            names.indices.map { column -> String in
                func value() -> String { "\(Int.random(in: 0...sizes[column], using: &random))" }
                if Int.random(in: 0..<3, using: &random) == 0 { return "" }
                return options.separators[names[column]] == nil
                    ? value() : (0..<3).map { _ in value() }.joined(separator: "|")
            }
        }
        var attributes: [[String]] = []
        for row in rows {
            var own: [String] = []
            for (name, cell) in zip(names, row) {
                let isList = options.separators[name] != nil
                let values: [String] = isList ? Set(cell.split(separator: "|").map(String.init)).sorted() : [cell]
                for value in values where !value.isEmpty && (value != "0" || options.sensitiveZeros.contains(name)) {
                    own.append(name + ":" + value)
                }
            }
            attributes.append(own)
        }
        return try RandomTable(
            columns: ColumnTable(names: names, rows: rows), options: options, attributes: attributes)
    }

    func slowCounts(length: Int) -> [[String]: Int] {
        var counts: [[String]: Int] = [:]
        for row in attributes {
            for mask in 1..<(1 << row.count) where mask.nonzeroBitCount <= length {
                counts[row.indices.filter { mask >> $0 & 1 == 1 }.map { row[$0] }, default: 0] += 1
            }
        }
        return counts
    }
}
