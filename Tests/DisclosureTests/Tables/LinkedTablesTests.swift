// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Disclosure

/// Several tables about the same people, against somebody who puts all of them together.
@Suite struct LinkedTablesTests {
    /// People with four columns of three answers, some answers rare.
    private struct People {
        static let (columns, answers) = (4, 3)
        let rows: [[Int]]

        init(_ random: inout SplitMix64) {
            let rare = (0..<Self.columns).map { _ in Int.random(in: 2...12, using: &random) }
            rows = (0..<Int.random(in: 40...160, using: &random)).map { _ in
                let first = Int.random(in: 0..<3, using: &random)
                return rare.map { rare in
                    if Int.random(in: 0..<rare, using: &random) == 0 { return 2 }
                    // Answers that go together, so that circles narrow down.
                    return Bool.random(using: &random) ? first % 2 : Int.random(in: 0..<2, using: &random)
                }
            }
        }

        func counts(_ by: [Int]) -> [Int] {
            var counts = [Int](repeating: 0, count: by.reduce(1) { product, _ in product * Self.answers })
            for row in rows { counts[by.reduce(0) { $0 * Self.answers + row[$1] }] += 1 }
            return counts
        }
    }

    /// What was shown: who has these answers, by column, and how many there are.
    private struct Shown {
        let answers: [Int: Int]
        let count: Int
    }

    /// Somebody who solves everything that was shown, over people with every combination of answers.
    private struct Attacker {
        private static let prime: UInt64 = 2_147_483_647
        private static let cells = 81
        private var sums: [[UInt64]] = []
        private var zero = [Bool](repeating: false, count: cells)

        init(_ shown: [Shown]) {
            for one in shown where one.count == 0 {
                for cell in Self.members(one.answers) { zero[cell] = true }
            }
            for one in shown { reduce(line(one.answers), isNew: true) }
        }

        private static func members(_ answers: [Int: Int]) -> [Int] {
            (0..<cells).filter { cell in
                var rest = cell
                for column in (0..<People.columns).reversed() {
                    if let wanted = answers[column], wanted != rest % 3 { return false }
                    rest /= 3
                }
                return true
            }
        }

        private func line(_ answers: [Int: Int]) -> [UInt64] {
            var line = [UInt64](repeating: 0, count: Self.cells)
            for cell in Self.members(answers) where !zero[cell] { line[cell] = 1 }
            return line
        }

        /// Takes away what is known from a sum; true when nothing is left, so that it follows.
        @discardableResult
        private mutating func reduce(_ line: [UInt64], isNew: Bool) -> Bool {
            var line = line
            for known in sums {
                let pivot = known.firstIndex { $0 != 0 } ?? 0
                guard line[pivot] != 0 else { continue }
                let factor = Self.prime - line[pivot]
                for cell in pivot..<Self.cells where known[cell] != 0 {
                    line[cell] = (line[cell] + factor * known[cell]) % Self.prime
                }
            }
            guard let pivot = line.firstIndex(where: { $0 != 0 }) else { return true }
            if isNew {
                let inverse = Self.power(line[pivot], Self.prime - 2)
                sums.append(line.map { $0 * inverse % Self.prime })
            }
            return false
        }

        private static func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
            var (result, base, exponent): (UInt64, UInt64, UInt64) = (1, base, exponent)
            while exponent > 0 {
                if exponent & 1 == 1 { result = result * base % prime }
                base = base * base % prime
                exponent >>= 1
            }
            return result
        }

        /// How many counts from 1 to one below the threshold, of up to three answers at once, follow.
        mutating func found(_ people: People, threshold: Int) -> Int {
            var found = 0
            for by in LinkedTablesTests.subsets where by.count <= 3 {
                for (cell, count) in people.counts(by).enumerated() where (1..<threshold).contains(count) {
                    if reduce(line(LinkedTablesTests.answers(by, cell)), isNew: false) { found += 1 }
                }
            }
            return found
        }
    }

    private static let subsets = (1..<16).map { set in (0..<4).filter { set >> $0 & 1 == 1 } }

    private static func answers(_ by: [Int], _ cell: Int) -> [Int: Int] {
        var (rest, found): (Int, [Int: Int]) = (cell, [:])
        for column in by.reversed() { (rest, found[column]) = (rest / 3, rest % 3) }
        return found
    }

    private static func questions(_ random: inout SplitMix64) -> [[Int]] {
        (0..<Int.random(in: 3...10, using: &random)).map { _ in
            Array((0..<4).shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random))).sorted()
        }
    }

    private static let threshold = 5

    /// As the guard shows them.
    private static func guarded(_ questions: [[Int]], _ people: People) -> [Shown] {
        var (linked, shown): (LinkedColumns, [Shown]) = (LinkedColumns(), [])
        for by in questions {
            let sides = by.compactMap { try? LinkedSide(people.counts([$0]), threshold: threshold) }
            guard sides.count == by.count else { continue }
            if by.count == 2, !linked.circle("\(by[0])", "\(by[1])").isEmpty { continue }
            let inner = people.counts(by)
            var hidden = sides[0].isHidden
            if by.count == 2 {
                guard let cross = try? LinkedCross(sides[0], by: sides[1], inner: inner, threshold: threshold) else {
                    continue
                }
                hidden = cross.isHidden
                linked.insert("\(by[0])", "\(by[1])")
                for (column, side) in zip(by, sides) {
                    shown += side.counts.indices.filter { !side.isHidden[$0] }
                        .map { Shown(answers: [column: $0], count: side.counts[$0]) }
                }
            }
            shown += inner.indices.filter { !hidden[$0] }.map { Shown(answers: answers(by, $0), count: inner[$0]) }
            shown.append(Shown(answers: [:], count: people.rows.count))
        }
        return shown
    }

    /// Each table protected for itself.
    private static func alone(_ questions: [[Int]], _ people: People) -> [Shown] {
        questions.flatMap { by -> [Shown] in
            let table = CountTable(answers: by.map { _ in ["0", "1", "2"] }, inner: people.counts(by))
            guard let done = try? TableProtection(table, rule: .init(threshold: threshold)) else { return [] }
            return table.counts.indices.filter { !done.isWithheld[$0] }.map { cell in
                var known: [Int: Int] = [:]
                for (column, answer) in zip(by, table.place(cell)) {
                    if let answer { known[column] = Int(answer) }
                }
                return Shown(answers: known, count: table.counts[cell])
            }
        }
    }

    @Test func `of any three to ten tables put together no small count follows, nor one of three answers at once`() {
        var random = SplitMix64(seed: 31)
        var (shown, alone) = (0, 0)
        for _ in 0..<300 {
            let people = People(&random)
            let questions = Self.questions(&random)
            let seen = Self.guarded(questions, people)
            var attacker = Attacker(seen)
            #expect(attacker.found(people, threshold: Self.threshold) == 0)
            shown += seen.count
            var other = Attacker(Self.alone(questions, people))
            alone += other.found(people, threshold: Self.threshold)
        }
        #expect(shown > 3_000, "something is left to read")
        #expect(alone > 0, "control: tables that are each safe give small counts away together")
    }

    @Test func `what is hidden of a side is hidden whole, and comes to the threshold`() throws {
        let side = try LinkedSide([40, 3, 12, 30], threshold: 10)
        #expect(side.isHidden == [false, true, true, false])
        let other = try LinkedSide([45, 40], threshold: 10)
        let cross = try LinkedCross(side, by: other, inner: [20, 20, 2, 1, 8, 4, 15, 15], threshold: 10)
        #expect(cross.isHidden[2..<6].allSatisfy { $0 })
    }

    @Test func `a table too small for its total is refused`() {
        #expect(throws: TableRefusal.cannotHide) { try LinkedSide([3, 2], threshold: 10) }
    }

    @Test func `a circle of three tables without a small count tells a small one of three answers at once`() {
        // Counts of three answers each, yes or no, by their bits. Only what is added to those with an even number of
        // yes and taken from the others leaves all three tables as they are.
        let counts = [3, 12, 12, 12, 12, 12, 12, 0]
        for bits in [3, 5, 6] {
            for answers in 0..<8 where answers & ~bits == 0 {
                #expect((0..<8).filter { $0 & bits == answers }.reduce(0) { $0 + counts[$1] } >= 10)
            }
        }
        let even = (0..<8).filter { $0.nonzeroBitCount % 2 == 0 }.map { counts[$0] }
        let odd = (0..<8).filter { $0.nonzeroBitCount % 2 == 1 }.map { counts[$0] }
        #expect(-even.min()!...odd.min()! == -3...0, "control: the three are told to be 0, 1, 2 or 3")
        var linked = LinkedColumns()
        linked.insert("a", "b")
        linked.insert("b", "c")
        #expect(!linked.circle("a", "c").isEmpty, "so the third is refused")
    }

    @Test func `a circle of columns is found, whichever way round`() {
        var linked = LinkedColumns()
        linked.insert("sex", "age")
        linked.insert("form", "sex")
        #expect(linked.circle("age", "form") == [["age", "sex"], ["form", "sex"]])
        #expect(linked.circle("age", "sex").isEmpty && linked.circle("age", "country").isEmpty)
    }
}
