// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Disclosure

/// Tables made anonymous, checked by a count that knows nothing of how they were made.
@Suite struct AnonymizationTests {
    @Test func `no group under k in a thousand random tables and settings, in any order of the rows`() throws {
        var numbers = SplitMix64(seed: 7)
        var (made, diverse) = (0, 0)
        for _ in 0..<1_000 {
            let random = RandomPeople(&numbers)
            do {
                let done = try Anonymization(random.table, settings: random.settings)
                let file = done.release.csvForTests
                let counted = random.settings.quasi + random.settings.derived
                let found = try FileRecount(file, over: counted, k: random.settings.k)
                #expect(found.smallest >= random.settings.k && found.rowsInSmallGroups == 0)
                #expect(try done.report.confirmed(by: found).recount?.rows == done.release.rowsKept)
                let dropped = random.table.rowCount - done.release.rowsKept
                #expect(dropped < random.settings.k || !random.settings.diversity.isEmpty)
                if !random.settings.diversity.isEmpty, done.release.rowsKept > 0 { #expect(dropped == 0) }
                for asked in done.report.office.diversity {
                    #expect(asked.smallest >= asked.asked)
                    diverse += 1
                }
                let again = try Anonymization(
                    random.table.selecting(Array(0..<random.table.rowCount).shuffled(using: &numbers)),
                    settings: random.settings)
                #expect(again.release.csvForTests == file)
                made += 1
            } catch {
                #expect(random.mayBeRefused(error))
            }
        }
        #expect(made > 600 && diverse > 50)
    }

    @Test func `each published cell covers what it stands for`() throws {
        var numbers = SplitMix64(seed: 21)
        for _ in 0..<100 {
            let random = RandomPeople(&numbers)
            guard let columns = try? random.recodingColumns() else { continue }
            let recoding = LocalRecoding(columns: columns, rows: random.table.rowCount, k: random.settings.k)
            for (place, column) in columns.enumerated() {
                let hierarchy = column.hierarchy
                for row in 0..<random.table.rowCount {
                    guard let node = recoding.nodeOf[row] else { continue }
                    let level = recoding.nodes[node][place]
                    let code = hierarchy.codes[level][Int(column.codes[row])]
                    let text = random.table[row, place]
                    let published = hierarchy.labels[level][Int(code)]
                    let covers =
                        published == text || published == "*"
                        || random.settings.hierarchy.columns[random.table.columns[place].name]?
                            .values?[text]?.contains(published) == true
                    #expect(covers)
                }
            }
        }
    }

    @Test func `the raw rows do not pass the count that the made ones pass`() throws {
        var numbers = SplitMix64(seed: 3)
        let rows = (0..<200).map { _ in
            [String(Int.random(in: 1...8, using: &numbers)), String(Int.random(in: 1...12, using: &numbers)), "x"]
        }
        let table = try ColumnTable(names: ["a", "b", "s"], rows: rows)
        let raw = try FileRecount(csv(["a", "b", "s"], rows), over: ["a", "b"], k: 5)
        #expect(raw.rowsInSmallGroups > 0)
        var settings = AnonymizeSettings(quasi: ["a", "b"])
        settings.k = 5
        let made = try Anonymization(table, settings: settings)
        #expect(try FileRecount(made.release.csvForTests, over: ["a", "b"], k: 5).rowsInSmallGroups == 0)
        #expect(throws: AnonymizeRefusal.recountFailed(k: 5)) { try made.report.confirmed(by: raw) }
    }

    @Test func `the second count tells texts apart that only look alike when joined`() throws {
        let file = Array("a,b\r\nx,\"y,z\"\r\n\"x,y\",z\n\"q\"\"\",1\n".utf8)
        let found = try FileRecount(file, over: ["a", "b"], k: 2)
        #expect(found.rows == 3 && found.groups == 3 && found.smallest == 1 && found.smallGroups == 3)
        #expect(throws: AnonymizeRefusal.unknownColumns(["c"])) { try FileRecount(file, over: ["c"], k: 2) }
    }

    @Test func `a column derived from a coarsened one undoes it unless it is declared`() throws {
        // Adult or minor follows from the age band where that is known, and is known of a few where it is not.
        var rows: [[String]] = []
        for (age, count) in [("9-17", 40), ("18-20", 60), ("21-23", 13), ("0-8", 8)] {
            let status = age == "9-17" || age == "0-8" ? "Minor" : "Adult"
            for index in 0..<count { rows.append([age, index % 2 == 0 ? "F" : "M", status]) }
        }
        for answer in ["Minor", "Adult", ""] { rows += [["", "F", answer], ["", "M", answer]] }
        let table = try ColumnTable(names: ["age", "gender", "status"], rows: rows)
        var settings = AnonymizeSettings(quasi: ["age", "gender"])
        settings.k = 11
        #expect(throws: AnonymizeRefusal.undeclared([.init(name: "status", source: "age")])) {
            try Anonymization(table, settings: settings)
        }
        settings.notDerived = ["status"]
        let naive = try Anonymization(table, settings: settings)
        let all = ["age", "gender", "status"]
        #expect(try FileRecount(naive.release.csvForTests, over: all, k: 11).rowsInSmallGroups > 0)
        settings.notDerived = []
        settings.derived = ["status"]
        let made = try Anonymization(table, settings: settings)
        #expect(try FileRecount(made.release.csvForTests, over: all, k: 11).rowsInSmallGroups == 0)
        #expect(made.report.derived == ["status"])
    }

    @Test func `groups of one answer are named, and asking for two answers leaves none`() throws {
        let rows = (0..<60).map { [$0 < 30 ? "north" : "south", $0 < 30 || $0 % 3 == 0 ? "yes" : "no"] }
        let table = try ColumnTable(names: ["place", "forced"], rows: rows)
        var settings = AnonymizeSettings(quasi: ["place"])
        settings.k = 5
        let plain = try Anonymization(table, settings: settings)
        #expect(plain.report.office.homogeneous.map(\.column) == ["forced"])
        #expect(plain.report.office.homogeneous.first?.rows == 30)
        settings.diversity = [.init("forced", l: 2)]
        let diverse = try Anonymization(table, settings: settings)
        #expect(diverse.report.office.homogeneous.isEmpty)
        #expect(diverse.report.office.diversity.first?.smallest ?? 0 >= 2)
        settings.diversity = [.init("forced", l: 3)]
        #expect(throws: AnonymizeRefusal.tooLittleDiversity(column: "forced", l: 3)) {
            try Anonymization(table, settings: settings)
        }
    }

    @Test func `a search of more choices than are looked at still ends in groups of k`() throws {
        var numbers = SplitMix64(seed: 5)
        let names = (0..<16).map { "c\($0)" }
        let rows = (0..<300).map { _ in names.map { _ in String(Int.random(in: 0...3, using: &numbers)) } }
        var settings = AnonymizeSettings(quasi: names)
        settings.k = 4
        let made = try Anonymization(try ColumnTable(names: names, rows: rows), settings: settings)
        let found = try FileRecount(made.release.csvForTests, over: names, k: 4)
        #expect(found.smallest >= 4 && found.rows > 296)
    }

    @Test func `choices come from the cheapest to the dearest, each once`() {
        var lattice = RecodingLattice(costs: [[0, 0.5, 1], [0, 1], [0, 0.25, 0.25, 2]])
        var seen: [[Int]] = []
        while let node = lattice.next() { seen.append(node) }
        let cost = { (node: [Int]) in [0, 0.5, 1][node[0]] + [0, 1][node[1]] + [0, 0.25, 0.25, 2][node[2]] }
        #expect(seen.count == 24 && Set(seen).count == 24)
        #expect(zip(seen, seen.dropFirst()).allSatisfy { cost($0) <= cost($1) })
    }

    private func csv(_ names: [String], _ rows: [[String]]) -> [UInt8] {
        Array(([names] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n").utf8) + [10]
    }
}

/// A random table with random settings: sizes, hierarchies, missing answers, derived and sensitive columns.
struct RandomPeople {
    let table: ColumnTable
    let settings: AnonymizeSettings

    init(_ numbers: inout SplitMix64) {
        let width = Int.random(in: 1...5, using: &numbers)
        let names = (0..<width).map { "q\($0)" }
        let sizes = names.map { _ in Int.random(in: 1...9, using: &numbers) }
        let count = Int.random(in: 2...160, using: &numbers)
        let hasDerived = Bool.random(using: &numbers)
        let rows = (0..<count).map { _ -> [String] in
            let own = sizes.map { size -> String in
                let value = Int.random(in: 0...size, using: &numbers) * Int.random(in: 0...1, using: &numbers)
                return value == 0 ? "" : "v\(value)"
            }
            let answer = Int.random(in: 0...9, using: &numbers) < 7 ? "yes" : "no"
            return own + [own[0].isEmpty ? "" : own[0] < "v4" ? "low" : "high", answer]
        }
        table = try! ColumnTable(names: names + ["band", "answer"], rows: rows)
        var settings = AnonymizeSettings(quasi: names)
        settings.k = Int.random(in: 2...9, using: &numbers)
        if hasDerived { settings.derived = ["band"] } else { settings.dropped = ["band"] }
        if Int.random(in: 0...3, using: &numbers) == 0 { settings.diversity = [.init("answer", l: 2)] }
        settings.notDerived = settings.diversity.isEmpty ? ["answer"] : ["answer"]
        var entries: [String] = []
        for (name, size) in zip(names, sizes) where Bool.random(using: &numbers) {
            let values = (1...max(size, 1)).map {
                "\"v\($0)\": [\"\(name)-\(($0 - 1) / 2)\", \"\(name)-\(($0 - 1) / 4)+\"]"
            }
            entries.append("\"\(name)\": {\"values\": {\(values.joined(separator: ","))}, \"weight\": \(size)}")
        }
        settings.hierarchy = try! HierarchyFile(Array("{\(entries.joined(separator: ","))}".utf8))
        self.settings = settings
    }

    func recodingColumns() throws -> [LocalRecoding.Column] {
        try settings.quasi.indices.map { place in
            let column = table.columns[place]
            return .init(hierarchy: try settings.hierarchy.hierarchy(for: column), codes: column.codes)
        }
    }

    /// Refusals that a random table may rightly meet.
    func mayBeRefused(_ refusal: AnonymizeRefusal) -> Bool {
        switch refusal {
        case .tooFewRows: table.rowCount < settings.k
        case .nothingShared, .emptyColumns: true
        case .nothingLeft, .tooLittleDiversity: !settings.diversity.isEmpty
        default: false
        }
    }
}

extension Release {
    /// The release as CSV, written in the plainest way; no text of these tests needs quotes.
    var csvForTests: [UInt8] {
        let lines = [table.columns.map(\.name)] + (0..<table.rowCount).map(table.row)
        return Array(lines.map { $0.joined(separator: ",") }.joined(separator: "\n").utf8) + [10]
    }
}
