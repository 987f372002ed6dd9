// SPDX-License-Identifier: Apache-2.0

import Standard
import Foundation
import Testing

@testable import Disclosure

struct DifferentialPrivacyTests {
    @Test(arguments: [UInt64(3), 650, 7_500_000]) func `a million numbers are as the discrete Gaussian says`(
        _ variance: UInt64
    ) {
        var source = SplitMix64(seed: variance)
        let noise = DiscreteGaussian(variance: variance)
        let sigma = Double(variance).squareRoot()
        let width = max(1, Int64(sigma / 12))
        var seen: [Int64: Int] = [:]
        let count = 1_000_000
        for _ in 0..<count { seen[cell(noise.sample(using: &source), width), default: 0] += 1 }
        let far = Int64(9 * sigma) + 9
        func weight(_ number: Int64) -> Double { exp(-Double(number) * Double(number) / (2 * Double(variance))) }
        let whole = (-far...far).reduce(0.0) { $0 + weight($1) }
        var expected: [Int64: Double] = [:]
        for number in -far...far { expected[cell(number, width), default: 0] += weight(number) / whole * Double(count) }
        let cells = expected.filter { $1 >= 20 }
        let square = cells.reduce(0.0) { $0 + pow(Double(seen[$1.key] ?? 0) - $1.value, 2) / $1.value }
        // Five standard deviations of chi-square above its mean; the seed is fixed.
        #expect(square < Double(cells.count) + 5 * (2 * Double(cells.count)).squareRoot())
        #expect(cells.count > 10)
    }

    /// Cells of a width of numbers, each from a multiple of the width on.
    private func cell(_ number: Int64, _ width: Int64) -> Int64 {
        number >= 0 ? number / width : -((-number + width - 1) / width)
    }

    @Test func `a bound that is a little wrong would fail the same chi-square`() {
        var source = SplitMix64(seed: 1)
        let noise = DiscreteGaussian(variance: 650)
        let squares = (0..<1_000_000).reduce(0.0) { sum, _ in sum + pow(Double(noise.sample(using: &source)), 2) }
        #expect(abs(squares / 1_000_000 - 650) < 5)
        let other = DiscreteGaussian(variance: 670)
        let others = (0..<1_000_000).reduce(0.0) { sum, _ in sum + pow(Double(other.sample(using: &source)), 2) }
        #expect(abs(others / 1_000_000 - 650) > 10)
    }

    @Test func `the account is as the paper's, and never beyond the promise`() {
        // Figures of an independent reckoning of CKS20, for n = 17,000 and δ = 1 / (2 n ln n).
        let delta = 0.5 / (17_000 * log(17_000.0))
        for (epsilon, rho) in [(1.0, 0.0270), (4.0, 0.3381), (12.0, 2.229)] {
            let own = PrivacyAccount.rho(epsilon: epsilon, delta: delta)
            #expect(abs(own - rho) < 0.01 * rho)
            #expect(PrivacyAccount.delta(rho: own, epsilon: epsilon) <= delta)
            #expect(PrivacyAccount.delta(rho: own * 1.001, epsilon: epsilon) > delta)
        }
        #expect(PrivacyAccount.quantile(variance: 10_000, tail: 0.025) == 197)
    }

    @Test func `the parts of a plan are never more than the whole`() throws {
        for epsilon in [0.01, 1, 4, 20] {
            let plan = try PrivacyPlan(epsilon: epsilon, delta: 1e-6)
            let parts = plan.rhoForRows + 2 * plan.rhoForBound + plan.rhoForSingles + plan.rhoForPairs
            #expect(parts <= plan.rho * (1 + 1e-12))
            #expect(plan.deltaForValues + PrivacyAccount.delta(rho: plan.rho, epsilon: epsilon) <= 1e-6)
        }
        #expect(throws: SynthesisRefusal.self) { try PrivacyPlan(epsilon: 0, delta: 1e-6) }
        #expect(throws: SynthesisRefusal.self) { try PrivacyPlan(epsilon: 1, delta: 0) }
        #expect(PrivacyPlan.usualDelta(rows: 50_000) < 1e-6)
        #expect(PrivacyPlan.usualDelta(rows: 500_000) == PrivacyPlan.usualDelta(rows: 900_000))
    }

    @Test func `the bound is near the share of people that was asked for`() {
        var source = SplitMix64(seed: 3)
        let widths = (0..<20_000).map { 1 + $0 % 20 }
        for _ in 0..<20 {
            let bound = PrivateQuantile.of(widths, upTo: 40, percent: 95, rho: 0.001, using: &source)
            #expect((18...21).contains(bound))
        }
        #expect((1...5).contains(PrivateQuantile.of([], upTo: 5, percent: 95, rho: 0.001, using: &source)))
    }

    @Test func `no value that one person alone has is ever let out`() throws {
        var random = SplitMix64(seed: 8)
        let people = try TestPeople.table(3_000, &random)
        let rows = (0..<people.rowCount).map { row in people.row(row) + [row < 20 ? "only \(row)" : "all"] }
        let table = try ColumnTable(names: people.columns.map(\.name) + ["extra"], rows: rows)
        for seed in 0..<5 {
            let made = try private_(table, seed: UInt64(seed))
            #expect(made.table.columns.last?.values.contains { $0.hasPrefix("only") } == false)
            #expect(abs(made.table.rowCount - 3_000) < 200)
            // Positive control: the file itself holds them.
            #expect(table.columns.last?.values.contains { $0.hasPrefix("only") } == true)
        }
    }

    @Test func `the order of the rows plays no part in the noise of a seed`() throws {
        var random = SplitMix64(seed: 9)
        let table = try TestPeople.table(2_000, &random)
        let shuffled = table.selecting((0..<table.rowCount).shuffled(using: &random))
        let one = try private_(table, seed: 5)
        #expect(try private_(shuffled, seed: 5).table == one.table)
        #expect(try private_(table, seed: 6).table != one.table)
        #expect(!one.report.isPrivate && one.report.words[0].hasPrefix("NOT PRIVATE"))
    }

    @Test func `noise of the system's generator differs each time, and pairs keep their counts`() throws {
        var random = SplitMix64(seed: 10)
        let table = try TestPeople.table(20_000, &random)
        let (one, other) = (try private_(table, seed: nil), try private_(table, seed: nil))
        #expect(one.table != other.table && one.report.isPrivate)
        let comparison = try Comparison(table, with: one.table, length: 2, k: 10, options: .init())
        #expect(comparison.byLength[0].weightedError < 0.03)
        #expect(comparison.byLength[1].weightedError < 0.06)
        #expect(comparison.byLength[1].inventedShare <= 0.05)
    }

    @Test func `a caseload that the noise would drown is refused`() throws {
        var random = SplitMix64(seed: 11)
        let table = try TestPeople.table(60, &random)
        #expect {
            try private_(table, seed: 1, epsilon: 0.5)
        } throws: { error in
            if case SynthesisRefusal.caseloadTooSmall = error { true } else { false }
        }
    }

    private func private_(
        _ table: ColumnTable, seed: UInt64?, epsilon: Double = 4
    ) throws -> SyntheticTable<PrivateSynthesisReport> {
        try SyntheticTable<PrivateSynthesisReport>(
            table, plan: PrivacyPlan(epsilon: epsilon, delta: 1e-6), seed: seed, ledger: nil, options: .init())
    }
}

struct BudgetLedgerTests {
    @Test func `a budget is spent to the last millionth and never beyond`() throws {
        var lines = BudgetLedger.heading(population: "House", total: .init(epsilon: 1, delta: 1e-5))
        let tenth = BudgetLedger.Amount(epsilon: 0.1, delta: 1e-6)
        for _ in 0..<10 { lines += try BudgetLedger(reading: lines).line(taking: tenth, date: "2026-01-01") }
        let ledger = try BudgetLedger(reading: lines)
        #expect(ledger.releases == 10 && ledger.spent == ledger.total)
        #expect(throws: LedgerFault.exceeded(spent: ledger.spent, total: ledger.total)) {
            try ledger.line(taking: .init(1, 0), date: "")
        }
        #expect(throws: LedgerFault.self) { try ledger.line(taking: .init(1_000_000_000, 0), date: "") }
    }

    @Test func `delta alone can be the end of it`() throws {
        let lines = BudgetLedger.heading(population: "House", total: .init(epsilon: 100, delta: 1e-6))
        let ledger = try BudgetLedger(reading: lines)
        #expect(throws: LedgerFault.self) { try ledger.line(taking: .init(epsilon: 1, delta: 2e-6), date: "") }
    }

    @Test func `a line that was changed, left out or made up is found`() throws {
        var lines = BudgetLedger.heading(population: "House", total: .init(epsilon: 2, delta: 1e-5))
        for _ in 0..<3 {
            lines += try BudgetLedger(reading: lines).line(taking: .init(epsilon: 0.5, delta: 1e-6), date: "d")
        }
        let parts = lines.split(separator: 10).map { Array($0) + [10] }
        #expect(throws: LedgerFault.damaged(line: 3)) {
            try BudgetLedger(reading: Array((parts[0...1] + [parts[3]]).joined()))
        }
        #expect(throws: LedgerFault.damaged(line: 1)) { try BudgetLedger(reading: Array(parts[1...].joined())) }
        #expect(throws: LedgerFault.damaged(line: 5)) { try BudgetLedger(reading: lines + Array("nothing\n".utf8)) }
        let less = String(decoding: lines, as: UTF8.self).replacing("500000", with: "-500000")
        #expect(throws: LedgerFault.damaged(line: 2)) { try BudgetLedger(reading: Array(less.utf8)) }
    }
}
