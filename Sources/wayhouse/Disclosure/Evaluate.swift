// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Disclosure
import Foundation
import Interchange

/// `wayhouse evaluate`: how well a synthetic file counts, and what it gives away. Needs no register.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare a synthetic file with the real one: errors, leaks, attacks. Needs no register.")

    @Argument(help: "The CSV file of the people.") var sensitive: String
    @Argument(help: "The synthetic CSV file.") var synthetic: String
    @Option(help: "The longest combination, 1 to \(Combinations.lengthMax).") var length = 3
    @Option(help: "A combination that fewer people share is rare; 2 or more.") var k = 10
    @Option(help: "Which people the attacks try.") var seed: UInt64 = 1
    @OptionGroup var columns: TableOptions
    @Option(help: "The report to write, as JSON. It is for those who may see the people's rows.") var report: String
    @Flag(help: "Print the report on standard output too.") var json = false

    func validate() throws {
        guard (1...Combinations.lengthMax).contains(length) else {
            throw ValidationError("--length takes 1 to \(Combinations.lengthMax).")
        }
        guard k >= 2 else { throw ValidationError("--k takes 2 or more; 10 is usual.") }
    }

    func run() throws {
        let evaluation = try Evaluation(
            TableOptions.table(sensitive), TableOptions.table(synthetic), length: length, k: k, seed: seed,
            options: columns.attributes)
        try OutFile.write(ReportFile.bytes(evaluation), to: report)
        if json { try Output.json(evaluation) }
        for line in evaluation.words { Output.say(line) }
    }
}
