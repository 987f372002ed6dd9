// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Assistance
import Standard
import Web
import Workflows

/// `wayhouse cascade`: from need to help that was completed, over a whole register.
struct CascadeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cascade",
        abstract: "Count how far help came, from need to completed. True counts, never for publication.")

    @Argument(help: "The register's folder.") var directory: String
    @Option(help: "Only needs of this day or later, such as 2026-01-01.") var from: String?
    @Option(help: "Only needs of this day or earlier.") var to: String?
    @Option(help: "Tell people apart by: sex, form. May be given twice.") var by: [String] = []
    @Flag(help: "Print one JSON object on standard output.") var json = false
    @OptionGroup var paid: GrantOptions
    @OptionGroup var key: KeyOptions

    func validate() throws {
        for (name, text) in [("--from", from), ("--to", to)] {
            if let text, Day(text) == nil { throw ValidationError("\(name) takes a whole day such as 2026-01-31.") }
        }
        for name in by where !HelpReport.dimensions.contains(name) {
            throw ValidationError("--by takes \(HelpReport.dimensions.joined(separator: " or ")).")
        }
    }

    func run() async throws {
        let days = (from: from.flatMap { Day($0) }, to: to.flatMap { Day($0) })
        let dimensions = HelpReport.dimensions.filter { by.contains($0) }
        let grants = try paid.periods()
        let report = try await withStore(directory, key) { store, access in
            try await reportHelp(days: days, by: dimensions, grants: grants, as: access, in: store)
        }
        if json { return try Output.json(HelpReportDocument(report)) }
        Output.result(CascadeText.lines(report).joined(separator: "\n"))
        Output.say("True counts for those who run the service. Never publish them.")
    }
}
