// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Disclosure

/// Protected tables against outsiders who try every table that fits what was published.
@Suite struct TableProtectionTests {
    @Test func `every bound equals that of trying all tables that fit`() throws {
        var numbers = SplitMix64(seed: 17)
        var compared = 0
        for _ in 0..<200 {
            let (rows, columns) = (Int.random(in: 1...3, using: &numbers), Int.random(in: 1...3, using: &numbers))
            let inner = (0..<rows * columns).map { _ in Int.random(in: 0...3, using: &numbers) }
            let table = CountTable(answers: [Self.names(rows), Self.names(columns)], inner: inner)
            var network = table.network(least: table.counts.map { _ in 0 })
            let hidden = table.counts.indices.filter {
                !table.isTotal($0) && Int.random(in: 0...9, using: &numbers) < 6
            }
            for cell in hidden { network.setHidden(cell, true) }
            guard let reference = Self.bounds(table, hidden: Set(hidden)) else { continue }
            for cell in hidden {
                let play = network.play(of: cell, enough: 1_000)
                #expect(table.counts[cell] - play.down == reference[cell]!.lowerBound)
                #expect(table.counts[cell] + play.up == reference[cell]!.upperBound)
                compared += 1
            }
        }
        #expect(compared > 200)
    }

    @Test func `no small count can be told within the width, in random tables of both kinds`() throws {
        var numbers = SplitMix64(seed: 23)
        var (made, withheld, cells) = (0, 0, 0)
        for _ in 0..<400 {
            let people = Self.people(&numbers)
            var settings = PublishedTables.Settings(rows: "a")
            if Bool.random(using: &numbers) { settings.columns = "b" }
            let threshold = Int.random(in: 2...8, using: &numbers)
            settings.rule = .init(threshold: threshold)
            guard let tables = try? PublishedTables(counting: people, settings, using: &numbers) else { continue }
            #expect(TableAudit(tables).recoverable == 0)
            #expect(tables.cells.allSatisfy { $0.count.map { $0 == 0 || $0 >= threshold } ?? true })
            #expect(Self.subtract(tables) == 0)
            #expect(tables.narrowest ?? .max >= threshold)
            made += 1
            withheld += tables.complementary
            cells += tables.cells.count
        }
        #expect(made > 300 && withheld > 0 && withheld < cells / 2)
    }

    @Test func `withholding the small counts alone is undone by subtraction`() throws {
        // The control: what a published table of a real report does.
        let table = CountTable(answers: [["men", "women"]], inner: [5, 1])
        var network = table.network(least: [0, 0, 0])
        network.setHidden(1, true)
        let play = network.play(of: 1, enough: 10)
        #expect(play.down == 0 && play.up == 0)
        let done = try TableProtection(table, rule: .init(threshold: 5))
        #expect(done.published(1) == nil && done.isWithheld.count { $0 } > 1)
        let naive = [Self.cell(["men"], 5), Self.cell(["women"], nil), Self.cell([nil], 6)]
        #expect(Self.subtract(naive, layers: 0) == 1)
    }

    @Test func `the second look finds what a table gives away`() throws {
        var numbers = SplitMix64(seed: 1)
        let rows = (0..<40).map { ["\($0 % 2)", "\($0 % 5 / 2)"] } + [["0", "7"], ["1", "7"]]
        let people = try ColumnTable(names: ["a", "b"], rows: rows)
        var settings = PublishedTables.Settings(rows: "a")
        settings.columns = "b"
        settings.rule = .init(threshold: 5)
        let tables = try PublishedTables(counting: people, settings, using: &numbers)
        #expect(TableAudit(tables).recoverable == 0)
        // The control: publish one complementary cell after another until something follows.
        var told = 0
        for index in tables.cells.indices where tables.cells[index].count == nil {
            let open = tables.showing(index, as: 0)
            if TableAudit(open).recoverable ?? 0 > 0 { told += 1 }
        }
        #expect(told > 0)
    }

    @Test func `the same people in another order give the same tables`() throws {
        var numbers = SplitMix64(seed: 31)
        for _ in 0..<50 {
            let people = Self.people(&numbers)
            var settings = PublishedTables.Settings(rows: "b")
            settings.by = ["a"]
            settings.rule = .init(threshold: 3)
            let order = Array(0..<people.rowCount).shuffled(using: &numbers)
            let first = try? PublishedTables(counting: people, settings, using: &numbers)
            let second = try? PublishedTables(counting: people.selecting(order), settings, using: &numbers)
            #expect(first?.cells == second?.cells)
        }
    }

    @Test func `a table of one person cannot be hidden by widening only, and totals are withheld with it`() throws {
        let done = try TableProtection(CountTable(answers: [["only"]], inner: [1]), rule: .init(threshold: 10))
        #expect(done.isWithheld == [true, true])
    }

    @Test func `rounding keeps the sums, moves nothing by the base and nothing on the average`() {
        var numbers = SplitMix64(seed: 41)
        let table = CountTable(
            answers: [Self.names(3), Self.names(4)], inner: [1, 2, 0, 7, 4, 4, 30, 1, 9, 5, 5, 2])
        var sums = [Int](repeating: 0, count: table.counts.count)
        let rounds = 3_000
        for _ in 0..<rounds {
            let rounded = ControlledRounding.round(table, base: 3, using: &numbers)
            for cell in table.counts.indices {
                #expect(rounded.counts[cell] % 3 == 0 && abs(rounded.counts[cell] - table.counts[cell]) < 3)
                sums[cell] += rounded.counts[cell]
            }
            let inner = table.counts.indices.filter { !table.isTotal($0) }.map { rounded.counts[$0] }
            #expect(CountTable(answers: table.answers, inner: inner).counts == rounded.counts)
        }
        for cell in table.counts.indices {
            // Five standard errors; a cell's own deviation is at most half the base.
            #expect(abs(Double(sums[cell]) / Double(rounds) - Double(table.counts[cell])) < 5 * 1.5 / 54)
        }
    }

    @Test func `the worked example of shares among those with any answer`() throws {
        let rows = [["1", "", ""], ["", "1", ""], ["", "", "1"], ["", "", ""], ["1", "1", ""]]
        let names = ["isForcedLabour", "isSexualExploit", "isOtherExploit"]
        let people = try ColumnTable(names: names, rows: rows)
        let shares = try FlagShares(of: names, in: people, threshold: 1)
        #expect(shares.answered == 4 && shares.shares.map(\.percent) == [50, 50, 25])
        // Two of four are few, and so are the other two.
        #expect(try FlagShares(of: names, in: people, threshold: 3).shares.allSatisfy { $0.count == nil })
        #expect(try FlagShares(of: names, in: people, threshold: 5).answered == nil)
    }

    static func names(_ count: Int) -> [String] { (0..<count).map { "v\($0)" } }

    static func cell(_ answers: [String?], _ count: Int?) -> PublishedTables.Cell {
        .init(answers: answers, count: count, atMost: nil)
    }

    static func people(_ numbers: inout SplitMix64) -> ColumnTable {
        let (rows, columns) = (Int.random(in: 1...6, using: &numbers), Int.random(in: 1...5, using: &numbers))
        let count = Int.random(in: 10...200, using: &numbers)
        let people = (0..<count).map { _ in
            let skew = Int.random(in: 0...rows, using: &numbers)
            return [
                "r\(min(skew, Int.random(in: 0...rows, using: &numbers)))",
                "c\(Int.random(in: 0..<columns, using: &numbers))",
            ]
        }
        return try! ColumnTable(names: ["a", "b"], rows: people)
    }

    /// The least and the most of each hidden cell over all tables of counts with these totals; nil when too many.
    static func bounds(_ table: CountTable, hidden: Set<Int>) -> [Int: ClosedRange<Int>]? {
        let cells = hidden.sorted()
        guard cells.count <= 5 else { return nil }
        var result: [Int: ClosedRange<Int>] = [:]
        var counts = table.counts
        func visit(_ index: Int) {
            if index == cells.count {
                let inner = counts.indices.filter { !table.isTotal($0) }.map { counts[$0] }
                guard CountTable(answers: table.answers, inner: inner).counts == counts else { return }
                for cell in cells {
                    let known = result[cell] ?? counts[cell]...counts[cell]
                    result[cell] = min(known.lowerBound, counts[cell])...max(known.upperBound, counts[cell])
                }
                return
            }
            let row = cells[index] / table.width
            for value in 0...table.counts[row * table.width + table.width - 1] {
                counts[cells[index]] = value
                visit(index + 1)
            }
            counts[cells[index]] = table.counts[cells[index]]
        }
        visit(0)
        return result
    }

    /// How many withheld counts follow by taking known parts from a known total, one after another.
    static func subtract(_ tables: PublishedTables) -> Int { subtract(tables.cells, layers: tables.settings.by.count) }

    static func subtract(_ cells: [PublishedTables.Cell], layers: Int) -> Int {
        var unknown = Set(cells.indices.filter { cells[$0].count == nil })
        let before = unknown.count
        var sums: [[String]: [Int]] = [:]
        for (index, cell) in cells.enumerated() {
            for way in layers..<cell.answers.count {
                var key = cell.answers.map { $0 ?? "total" }
                key[way] = "sum"
                sums[key, default: []].append(index)
            }
        }
        var changed = true
        while changed {
            changed = false
            for sum in sums.values {
                let open = sum.filter(unknown.contains)
                if open.count == 1 { changed = unknown.remove(open[0]) != nil }
            }
        }
        return before - unknown.count
    }
}
