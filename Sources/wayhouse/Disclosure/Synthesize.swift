// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Disclosure
import Foundation
import Interchange

/// `wayhouse synthesize`: rows that are nobody, in place of the rows of a CSV file. Needs no register.
struct Synthesize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a file of invented people that counts like the real one. Needs no register.")

    @Argument(help: "The CSV file: a heading, then one row a person.") var file: String
    @Option(help: "Every combination of values is shared by this many people, 2 or more; 10 without any option.")
    var k: Int?
    @OptionGroup var budget: BudgetOptions
    @Option(help: "The longest combination that the report with --k looks at, 1 to \(Combinations.lengthMax).")
    var length = 3
    @Option(help: "The same seed, the same file. With --epsilon for tests only: such noise protects nobody.")
    var seed: UInt64?
    @OptionGroup var columns: TableOptions
    @Option(help: "The CSV file to write.") var out: String
    @Option(help: "The report to write, as JSON.") var report: String
    @Flag(help: "Print the report on standard output too.") var json = false

    func validate() throws {
        guard (1...Combinations.lengthMax).contains(length) else {
            throw ValidationError("--length takes 1 to \(Combinations.lengthMax).")
        }
        if let k, k < 2 { throw ValidationError("--k takes 2 or more; 10 is usual.") }
        if k != nil, budget.epsilon != nil { throw ValidationError("Give --k or --epsilon, not both.") }
        if seed != nil, budget.ledger != nil {
            throw ValidationError("--seed makes noise that protects nobody; a release with a ledger takes none.")
        }
    }

    func run() throws {
        let table = try TableOptions.table(file)
        if let epsilon = budget.epsilon {
            let plan = try PrivacyPlan(
                epsilon: epsilon, delta: budget.delta ?? PrivacyPlan.usualDelta(rows: table.rowCount))
            try columns.attributes.check(against: table)
            let ledger = try budget.take(plan)
            let made = try SyntheticTable<PrivateSynthesisReport>(
                table, plan: plan, seed: seed, ledger: ledger, options: columns.attributes)
            try write(made, made.report.words)
        } else {
            let made = try SyntheticTable<KSynthesisReport>(
                table, k: k ?? 10, length: length, seed: seed ?? 1, options: columns.attributes)
            try write(made, made.report.words)
        }
    }

    private func write<Report>(_ made: SyntheticTable<Report>, _ words: [String]) throws {
        // The report first: rows without their report are what nobody should find.
        try OutFile.write(ReportFile.bytes(made.report), to: report)
        try OutFile.write(made.table.csv, to: out)
        if json { try Output.json(made.report) }
        for line in words { Output.say(line) }
    }
}

/// What a differentially private release spends, and from where.
struct BudgetOptions: ParsableArguments {
    @Option(help: "In place of --k: differential privacy with this budget; 1 is strong, 4 usual.") var epsilon: Double?
    @Option(help: "With --epsilon: far below one in the number of people. A millionth without it, or less.")
    var delta: Double?
    @Option(help: "With --epsilon: the file that remembers what was spent of these people's budget.")
    var ledger: String?
    @Option(help: "With --ledger: whose budget it is, as you call them.") var population: String?
    @Option(help: "With a new ledger: what all releases together may spend.") var totalEpsilon: Double?
    @Option(help: "With a new ledger: the same for delta; a hundred-thousandth without it.") var totalDelta: Double?

    func validate() throws {
        if epsilon == nil, delta != nil || ledger != nil {
            throw ValidationError("--delta and --ledger go with --epsilon.")
        }
        if (ledger == nil) != (population == nil) {
            throw ValidationError("--ledger and --population go together.")
        }
        if ledger == nil, totalEpsilon != nil || totalDelta != nil {
            throw ValidationError("--total-epsilon and --total-delta go with --ledger.")
        }
        if totalEpsilon == nil, totalDelta != nil { throw ValidationError("--total-delta goes with --total-epsilon.") }
        if let totalEpsilon, !(0.01...1000).contains(totalEpsilon) {
            throw ValidationError("--total-epsilon takes 0.01 to 1000.")
        }
        if let totalDelta, !(0...0.01).contains(totalDelta) { throw ValidationError("--total-delta takes 0 to 0.01.") }
        if population?.isEmpty == true { throw ValidationError("--population takes a name.") }
    }

    /// Takes the budget of a release from the ledger, if one was named.
    func take(_ plan: PrivacyPlan) throws -> PrivateSynthesisReport.LedgerState? {
        guard let ledger, let population else { return nil }
        let total = totalEpsilon.map { BudgetLedger.Amount(epsilon: $0, delta: totalDelta ?? 1e-5) }
        let taken = try LedgerFile.take(
            .init(epsilon: plan.epsilon, delta: plan.delta), from: ledger, of: population, total: total)
        return .init(taken)
    }
}
