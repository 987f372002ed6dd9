// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Interchange
import Linkage

/// `wayhouse estimate`: how many people nobody has seen, from the overlaps of several lists. Needs no register.
struct Estimate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Estimate how many people there are in all from the overlaps of several lists. Needs no register.")

    @Argument(help: "The overlap table (CSV): a column of 1 and 0 for each list, and one of counts.") var file: String
    @Option(help: "Write the report here, as JSON.") var report: String?
    @Option(help: "A pair of lists enters the model when its p-value is below this.") var threshold = 0.02
    @Option(help: "How often people are drawn again for the interval; 0 for the interval given the model.")
    var resamples = 1000
    @Option(help: "The same seed gives the same interval.") var seed: UInt64 = 1234

    func validate() throws {
        guard (0...1).contains(threshold) else { throw ValidationError("--threshold takes a number from 0 to 1.") }
        guard (0...100_000).contains(resamples) else {
            throw ValidationError("--resamples takes a number from 0 to 100000.")
        }
    }

    func run() throws {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw Problem.cannotOpen(
                "The overlap table cannot be read. Check that it is there and that you may use it.")
        }
        let estimate: PopulationEstimate
        do {
            let table = try CSVTable([UInt8](bytes))
            estimate = try PopulationEstimate(
                of: OverlapTable(heading: table.heading, rows: table.rows), threshold: threshold,
                resamples: resamples, seed: seed)
        } catch let fault as EstimateFault {
            throw Problem.refused(fault.message)
        }
        if let report { try OutFile.write(try ReportFile.bytes(estimate), to: report) }
        Output.result(EstimateText.lines(estimate).joined(separator: "\n"))
    }
}

/// The estimate in words.
enum EstimateText {
    static func lines(_ estimate: PopulationEstimate) -> [String] {
        let range = limits(estimate.interval)
        let choice =
            estimate.effects.isEmpty
            ? ["The lists are taken as independent: no pair of them shares surprisingly many or few people."]
            : ["Pairs of lists in the model, in the order they entered:"] + estimate.effects.map(line)
        return [
            "Seen by one list or more: \(estimate.seen). Estimated in all: \(whole(estimate.total)), 95 % between \(range).",
            estimate.resamples > 0
                ? "The interval knows that the model was chosen from the data (\(estimate.resamples) resamples)."
                : "The interval takes the model as known, which is narrower than honest.",
        ] + choice + ["Other ways of reckoning:"]
            + estimate.others.map { other in
                "  \(other.id): \(whole(other.estimate))" + (other.interval.map { " (\(limits($0)))" } ?? "")
            } + estimate.cautions.map { "Note: \($0)" }
    }

    private static func line(_ effect: PopulationEstimate.Effect) -> String {
        let kind =
            switch effect.kind {
            case .together: "know the same people more often than by chance"
            case .apart: "know the same people less often than by chance"
            case .never: "know nobody in common"
            }
        return "  \(effect.lists.joined(separator: " and ")) \(kind) (p = \(String(format: "%.2g", effect.pValue)))"
    }

    private static func limits(_ interval: PopulationEstimate.Interval) -> String {
        "\(whole(interval.low)) and " + (interval.high.map(whole) ?? "no upper bound")
    }

    private static func whole(_ number: Double) -> String { String(format: "%.0f", number) }
}
