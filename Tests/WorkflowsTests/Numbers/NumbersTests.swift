// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Statistics
import Testing

@testable import Workflows

/// Tables without small numbers: none shown, none that follows from others, and the same totals wherever they stand.
@Suite struct NumbersTests {
    /// People registered in one year with a form, a sex and an age, by chance.
    private static func numbers(_ seed: UInt64, isProtected: Bool) -> Numbers {
        var random = SplitMix64(seed: seed)
        var table = FactTable()
        let day = FactSpan(Day(year: 2024, month: 5, day: 4)!)
        for number in 0..<Int.random(in: 12...260, using: &random) {
            var row = FactRow(person: EntityID(high: 7, low: UInt64(number)))
            row.days[.registered] = day
            row.values[.sex] = [["Female", "Female", "Male", "Other"][Int.random(in: 0..<4, using: &random)]]
            let forms = ["A", "B", "C", "D"].filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
            row.values[.forms] = forms
            row.values[.ageBand] = [["0-8", "9-17", "18-20"][Int.random(in: 0..<3, using: &random)]]
            table.set([row], of: EntityID(high: 8, low: UInt64(number)))
        }
        let facts = OpenedFacts(table: table, mask: nil, cases: 0, withheld: 0, isProtected: isProtected)
        return Numbers(facts, today: Day(year: 2026, month: 3, day: 1)!)
    }

    private static func question(_ rows: FactColumn, by columns: FactColumn? = nil) -> NumbersQuestion {
        var question = NumbersQuestion(rows, by: columns)
        (question.from, question.to) = (Day(year: 2024, month: 1, day: 1), Day(year: 2024, month: 12, day: 31))
        return question
    }

    private static let questions = [
        question(.sex), question(.forms), question(.ageBand), question(.ageBand, by: .sex),
        question(.sex, by: .ageBand),
        question(.step(.quarter, of: .registered), by: .sex),
    ]

    /// What an outsider can tell each withheld cell of a table that adds up to be, by turns of what each row and column
    /// leaves: the cells that come down to one number from 1 to 9.
    private static func foundOut(_ table: NumbersTable) -> Int {
        let (rows, columns) = (table.rows.count, table.width)
        var low = table.cells.map { $0.value ?? 0 }
        var high = table.cells.map { $0.value ?? 1_000 }
        var lines = (0..<(columns == 1 ? 0 : rows + 1)).map { row in (0..<columns).map { row * columns + $0 } }
        lines += (0..<columns).map { column in (0...rows).map { $0 * columns + column } }
        for _ in 0..<60 {
            for line in lines {
                let (parts, total) = (line.dropLast(), line.last!)
                high[total] = min(high[total], parts.reduce(0) { $0 + high[$1] })
                low[total] = max(low[total], parts.reduce(0) { $0 + low[$1] })
                for part in parts {
                    let others = parts.filter { $0 != part }
                    high[part] = min(high[part], high[total] - others.reduce(0) { $0 + low[$1] })
                    low[part] = max(low[part], low[total] - others.reduce(0) { $0 + high[$1] })
                }
            }
        }
        return table.cells.indices.count { low[$0] == high[$0] && (1...9).contains(low[$0]) }
    }

    private static func small(_ table: NumbersTable) -> Int { table.cells.count { (1...9).contains($0.value ?? 0) } }

    @Test func `no small number stands in a table or follows from it, over a thousand tables`() throws {
        var (shown, small) = (0, 0)
        for seed in 0..<170 as Range<UInt64> {
            let safe = Self.numbers(seed, isProtected: true)
            let open = Self.numbers(seed, isProtected: false)
            for question in Self.questions {
                small += Self.small(try open.table(question))
                guard let table = try? safe.table(question) else { continue }
                shown += 1
                #expect(Self.small(table) == 0)
                if !table.overlaps { #expect(Self.foundOut(table) == 0, "seed \(seed), \(question.rows)") }
            }
        }
        #expect(shown > 500)
        #expect(small > 100, "control: without protection there are small numbers")
    }

    @Test func `hiding the small cells alone would not do`() throws {
        var found = 0
        for seed in 0..<60 as Range<UInt64> {
            let table = try Self.numbers(seed, isProtected: false).table(Self.question(.ageBand, by: .sex))
            let cells = table.cells.map { (1...9).contains($0.value ?? 0) ? ShownCount.withheld : $0 }
            found += Self.foundOut(
                NumbersTable(
                    question: table.question, rows: table.rows, columns: table.columns, cells: cells, threshold: 10,
                    overlaps: false, undated: nil))
        }
        #expect(found > 0, "control: the attack finds what is not hidden well")
    }

    @Test func `two tables that share a column show the same totals of it, or neither does`() throws {
        for seed in 0..<100 as Range<UInt64> {
            let numbers = Self.numbers(seed, isProtected: true)
            guard let alone = try? numbers.table(Self.question(.sex)) else { continue }
            for column in [FactColumn.ageBand, .forms] {
                guard let table = try? numbers.table(Self.question(column, by: .sex)) else { continue }
                let last = table.rows.count
                for place in table.columns.indices {
                    #expect((table[last, place] == .withheld) == (alone[place, 0] == .withheld))
                }
            }
        }
    }

    @Test func `who sees no records asks for whole years that are over, and without conditions`() throws {
        let numbers = Self.numbers(3, isProtected: true)
        var open = Self.question(.sex)
        open.to = nil
        var part = Self.question(.sex)
        part.from = Day(year: 2024, month: 2, day: 1)
        var current = Self.question(.sex)
        (current.from, current.to) = (Day(year: 2026, month: 1, day: 1), Day(year: 2026, month: 12, day: 31))
        for question in [open, part, current] {
            #expect(throws: NumbersObstacle.wholeYear) { try numbers.table(question) }
        }
        var only = Self.question(.ageBand)
        only.only = [.init(.sex, "Male")]
        var cases = Self.question(.sex)
        cases.unit = .cases
        for question in [only, cases, Self.question("helped")] {
            #expect(throws: NumbersObstacle.plain) { try numbers.table(question) }
        }
        let free = Self.numbers(3, isProtected: false)
        #expect(try free.table(only).rows.isEmpty == false, "control: who sees the records may ask it")
    }

    @Test func `a period that ends before it begins is refused in words`() throws {
        var question = Self.question(.sex)
        (question.from, question.to) = (question.to, question.from)
        let refusal = #expect(throws: NumbersObstacle.self) {
            try Self.numbers(1, isProtected: false).table(question)
        }
        guard case .facts(let message)? = refusal else { throw NumbersObstacle.tooFew }
        #expect(message.contains("before it begins"))
    }

    @Test func `what was shown once is shown again as it was, either way round`() throws {
        for seed in 0..<60 as Range<UInt64> {
            let numbers = Self.numbers(seed, isProtected: true)
            guard let table = try? numbers.table(Self.question(.ageBand, by: .sex)) else { continue }
            let turned = try numbers.table(Self.question(.sex, by: .ageBand))
            for row in 0...table.rows.count {
                for column in 0..<table.width { #expect(table[row, column] == turned[column, row]) }
            }
            #expect(try numbers.table(Self.question(.ageBand, by: .sex)) == table)
        }
    }

    @Test func `tables that would narrow each other down are refused, and true counts are not`() throws {
        let numbers = Self.numbers(3, isProtected: true)
        let open = Self.numbers(3, isProtected: false)
        let quarter = FactColumn.step(.quarter, of: .registered)
        for question in [Self.question(quarter, by: .sex), Self.question(.sex, by: .ageBand)] {
            _ = try numbers.table(question)
        }
        for (question, obstacle) in [
            (Self.question(quarter, by: .ageBand), NumbersObstacle.circle),
            (Self.question(.majority), .grouping), (Self.question(.step(.month, of: .registered)), .grouping),
            (Self.question(.forms, by: .means), .several),
        ] {
            #expect(throws: obstacle) { try numbers.table(question) }
            #expect(throws: Never.self) { try open.table(question) }
        }
    }

    @Test func `after the people have changed by a few nothing new is shown, and near counts are hidden`() throws {
        var year = ShownYear(Frozen(act: 1, month: "2026-01"))
        year.people = 80
        year.tables["sex"] = .init(
            rows: ["Female", "Male", nil], columns: [], cells: [60, 20, 0, 80], overlaps: false)
        func table(_ women: Int, _ men: Int, _ year: ShownYear) throws -> NumbersTable {
            var table = FactTable()
            for number in 0..<women + men {
                var row = FactRow(person: EntityID(high: 7, low: UInt64(number)))
                row.days[.registered] = FactSpan(Day(year: 2024, month: 5, day: 4)!)
                row.values[.sex] = [number < women ? "Female" : "Male"]
                table.set([row], of: EntityID(high: 8, low: UInt64(number)))
            }
            let facts = OpenedFacts(table: table, mask: nil, cases: 0, withheld: 0, isProtected: true)
            let shown = ShownNumbers(year, of: 2024)
            return try Numbers(facts, today: Day(year: 2026, month: 3, day: 1)!, shown: shown)
                .table(Self.question(.sex))
        }
        #expect(try table(61, 20, year)[0, 0] == .known(60), "it is the table of before")
        year.tables = [:]
        #expect(throws: NumbersObstacle.changed) { try table(61, 20, year) }
        year.people = 80
        year.tables["sex"] = .init(
            rows: ["Female", "Male", nil], columns: [], cells: [60, 20, 0, 80], overlaps: false)
        year.moveOn(to: Frozen(act: 9, month: "2026-02"))
        let moved = try table(78, 22, year)
        #expect(moved[1, 0] == .withheld && moved[0, 0] == .withheld, "two more men would show")
        #expect(moved.total == .known(100))
        #expect(throws: NumbersObstacle.changed) { try table(60, 23, year) }
        #expect(try table(78, 32, year)[1, 0] == .known(32), "control: a dozen more is no secret")
    }
}
