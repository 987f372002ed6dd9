// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Linkage

/// `wayhouse unique rehearse`: a whole round on invented people, against the truth.
struct UniqueRehearse: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Go through a whole round on invented people, and compare the count with the truth. Writes no keys.")

    @Option(help: "How many people to invent.") var people = 1_500
    @Option(help: "How many agencies take part, 2 to 5.") var agencies = 3
    @Option(help: "How many key servers, 2 to 4.") var servers = 2
    @Option(help: "Another number invents other people.") var seed: UInt64 = 1
    @Option(help: "Write the report here, as JSON.") var report: String?

    func validate() throws {
        guard (500...50_000).contains(people) else { throw ValidationError("--people takes 500 to 50000.") }
        guard (2...5).contains(agencies) else { throw ValidationError("--agencies takes 2 to 5.") }
        guard (2...4).contains(servers) else { throw ValidationError("--servers takes 2 to 4.") }
    }

    func run() throws {
        var options = UniqueRehearsal.Options()
        (options.people, options.agencies, options.servers, options.seed) = (people, agencies, servers, seed)
        let rehearsal = try refusing { try UniqueRehearsal(options) { Output.say($0) } }
        if let report { try OutFile.write(try ReportFile.bytes(rehearsal), to: report) }
        let tried = rehearsal.refusals.map { "  \($0.what): \($0.wasRefused ? "refused" : "NOT REFUSED")" }
        let error = (abs(rehearsal.errorPercent) * 100).rounded() / 100
        let holds = rehearsal.intervalHoldsTruth ? "within" : "outside"
        let lines =
            UniqueText.lines(rehearsal.count)
            + ["In truth they are \(rehearsal.truth): \(error) % from the count, and \(holds) its interval."]
            + ["What has to be refused was tried:"] + tried
        Output.result(lines.joined(separator: "\n"))
        if rehearsal.refusals.contains(where: { !$0.wasRefused }) {
            throw Problem.integrity("Something that has to be refused was not. Do not count with this program.")
        }
    }
}
