// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Directory

/// `wayhouse directory check`: is this a directory, and what is to be known about it?
struct DirectoryCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what is wrong with a directory, each thing with its place.",
        discussion: "Exit code 0 when it can be taken in, 1 when it cannot.")

    @Argument(help: "A JSON file, or a folder of comma-separated files.") var path: String
    @Flag(help: "The result as JSON on standard output.") var json = false

    private struct Result: Encodable {
        struct Finding: Encodable { let severity, place, message: String }
        let isAccepted: Bool
        let services: Int
        /// Services whose place is kept secret.
        let sheltered: Int
        let findings: [Finding]
    }

    func run() throws {
        do {
            let file = try DirectoryCommand.read(path)
            let search = DirectorySearch(file, under: DirectoryCommand.vocabulary)
            try show(file.findings, services: file.serviceCount, search.entries, isAccepted: true)
        } catch let refused as DirectoryRefused {
            try show(refused.findings, services: 0, [], isAccepted: false)
            throw ExitCode(1)
        }
    }

    private func show(
        _ findings: [DirectoryFinding], services: Int, _ entries: [DirectoryEntry], isAccepted: Bool
    ) throws {
        let sheltered = entries.count(where: \.isPlaceSecret)
        let sorted = findings.sorted { $0.severity > $1.severity }
        if json {
            return try Output.json(
                Result(
                    isAccepted: isAccepted, services: services, sheltered: sheltered,
                    findings: sorted.map { .init(severity: $0.severity.rawValue, place: $0.place, message: $0.message) }
                ))
        }
        for finding in sorted { Output.say(finding.description) }
        if !isAccepted { return Output.say("This cannot be taken in.") }
        let uncoded = entries.count { $0.services.isEmpty }
        Output.result("\(services) services, of \(sheltered) the place is kept secret.")
        if uncoded > 0 {
            Output.say("\(uncoded) services have none of our codes: their places are kept secret until they have.")
        }
    }
}
