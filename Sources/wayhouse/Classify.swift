// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Identification
import Standard
import Store

/// `wayhouse classify`: what each definition makes of a file of facts. Needs no register.
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what each legal definition makes of a file of facts, and why. Needs no register.")

    @Argument(help: "The file of facts (JSON).") var file: String
    @Option(help: "The day of the report, such as 2025-08-01; today without it.") var on: String?
    @Option(help: "Only this definition or wording, by its id.") var definition: String?
    @Flag(help: "Print one JSON object on standard output.") var json = false
    @OptionGroup var own: OwnDefinitions

    func validate() throws {
        if let on, PartialDate(on) == nil { throw ValidationError("--on takes a date such as 2025-08-01.") }
    }

    func run() throws {
        let library = try own.library()
        if let definition, library.definition(definition) == nil {
            throw Problem.usage("There is no definition of this id. All of them: wayhouse definitions list")
        }
        let reporting = on.flatMap { PartialDate($0) } ?? Clock.system.today
        let name = (file as NSString).lastPathComponent
        do {
            let sheet = try FactSheet(reading: try OwnDefinitions.bytes(file), file: name, catalogue: library.catalogue)
            let reading = CaseReading(sheet, reporting: reporting, under: library)
            let found = Classification(reading, only: definition)
            if json {
                try Output.json(found)
            } else {
                Output.result(ClassificationText.lines(found).joined(separator: "\n"))
            }
        } catch let refused as DataRefused {
            if json { try Output.json(RefusedReport(refused)) }
            throw refused
        }
    }
}

/// What `--json` prints of a file that cannot be taken.
struct RefusedReport: Encodable {
    struct Problem: Encodable {
        let file: String
        let place: String
        let message: String
    }
    let problems: [Problem]

    init(_ refused: DataRefused) {
        problems = refused.problems.map { Problem(file: $0.file, place: $0.place, message: $0.message) }
    }
}
