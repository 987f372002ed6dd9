// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Disclosure

struct EvaluationTests {
    @Test func `the people's own rows fail every attack, synthetic ones none`() throws {
        var random = SplitMix64(seed: 21)
        // With one column more there are enough different people for each attack to have a grip.
        let people = try TestPeople.table(1_500, &random)
        let table = try ColumnTable(
            names: people.columns.map(\.name) + ["house"],
            rows: (0..<people.rowCount).map { people.row($0) + ["house \($0 % 40)"] })
        let raw = try Evaluation(table, table, length: 3, k: 10, seed: 1, options: .init())
        #expect(!raw.noLeaks && !raw.attacksPassed && raw.rareRowsReproduced > 100)
        for attack in raw.attacks { #expect(!attack.passed && attack.controlFails, "\(attack)") }
        let made = try SyntheticTable<KSynthesisReport>(table, k: 10, length: 3, seed: 1, options: .init())
        let judged = try Evaluation(table, made.table, length: 3, k: 10, seed: 1, options: .init())
        #expect(judged.noLeaks && judged.attacksPassed)
        for attack in judged.attacks { #expect(attack.passed && attack.controlFails, "\(attack)") }
    }

    @Test func `columns that one file lacks are named and left out`() throws {
        let one = try ColumnTable(names: ["a", "b"], rows: [["1", "x"], ["2", "y"]])
        let other = try ColumnTable(names: ["c", "b"], rows: [["1", "x"]])
        let judged = try Evaluation(one, other, length: 2, k: 2, seed: 1, options: .init())
        #expect(judged.columnsOnlyInSensitive == ["a"] && judged.columnsOnlyInSynthetic == ["c"])
        #expect(judged.comparison.byLength[0].sensitiveCombinations == 2 && judged.comparison.leaks == 1)
        let third = try ColumnTable(names: ["z"], rows: [["1"]])
        #expect(throws: TableFault.self) { try Evaluation(one, third, length: 2, k: 2, seed: 1, options: .init()) }
    }

    @Test func `errors by length are as worked by hand`() throws {
        let people = try ColumnTable(
            names: ["a", "b"], rows: [["x", "1"], ["x", "1"], ["x", "1"], ["y", "1"], ["y", "2"]])
        let made = try ColumnTable(names: ["a", "b"], rows: [["x", "1"], ["x", "2"], ["y", "1"]])
        let compared = try Comparison(people, with: made, length: 2, k: 2, options: .init())
        // x 3 → 2, y 2 → 1, 1 4 → 2; 2 is rare and there: a leak.
        #expect(compared.byLength[0].weightedError == 4.0 / 9 && compared.byLength[0].leaks == 1)
        // x1 3 → 1; y1 and y2 rare, y1 there: a leak; x2 is nobody's.
        let pairs = compared.byLength[1]
        #expect(pairs.sensitiveAtLeastK == 1 && pairs.weightedError == 2.0 / 3 && pairs.leaks == 1)
        #expect(pairs.invented == 1 && pairs.inventedShare == 1.0 / 3 && pairs.peopleAlone == 2)
    }
}
