// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Store
import Workflows

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look for what is not as it should be with a register and its computer. Needs no key.",
        discussion: "Exit codes: 0 all is well, 1 warnings, 2 something is wrong; 64 used wrongly.")

    @Argument(help: "The register's folder, or the address of its PostgreSQL database.") var directory: String
    @Flag(help: "Print one JSON object on standard output.") var json = false

    func run() async throws {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let facts = await DoctorFacts.gather(place: StorePlace(directory), program: program)
        let found = examine(facts)
        let worst = found.map(\.level).max()
        if json {
            try Output.json(
                Report(findings: found, program: facts.program.digest, verdict: worst?.rawValue ?? "fine"))
        }
        for diagnosis in found {
            Output.say("\(diagnosis.level.rawValue): \(diagnosis.place): \(diagnosis.what) \(diagnosis.remedy)")
        }
        Output.say("Program \(facts.program.digest)")
        switch worst {
        case nil: Output.say("All is well.")
        case .warning: throw ExitCode(1)
        case .wrong: throw ExitCode(2)
        }
    }

    private struct Report: Encodable {
        let findings: [Diagnosis]
        let program: String
        let verdict: String
    }
}
