// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Foundation
import Workflows

/// `wayhouse duplicates`: who may stand in a register twice. Codes, never names.
struct Duplicates: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List who may stand in the register twice, likeliest first. Codes, never names.")

    @Argument(help: "The register's folder.") var directory: String
    @Option(
        parsing: .unconditional,
        help: "The least weight of a pair: log2 of the odds that the two are one person, -2 or more.")
    var least = 0.0
    @Flag(help: "Learn from the people of the register how records of one person differ, and go by that from now on.")
    var learn = false
    @Option(help: "Write the model that the register goes by there, as JSON that a person can read.") var model: String?
    @Flag(help: "Print one JSON object a line: cases, weight, probability and what each field adds.") var json = false
    @OptionGroup var key: KeyOptions

    private struct Line: Encodable {
        let firstCases, secondCases: [String]
        let weight, probability, start: Double
        let fields: [String: Double]
    }

    func validate() throws {
        guard least.isFinite, least >= -2 else { throw ValidationError("--least takes a number, -2 or more.") }
    }

    func run() async throws {
        try await withStore(directory, key) { store, access in
            if learn {
                guard try await learnLinkage(by: access, in: store) != nil else {
                    throw Problem.refused(
                        "There are too few people to learn from: 2000 are needed. Nothing was changed.")
                }
                Output.say("Learned. The register goes by its own model from now on.")
            }
            if let model {
                let (text, isOwn) = try await linkageModel(of: access.actor.agency, in: store)
                try OutFile.write(Array(text.utf8) + [UInt8(ascii: "\n")], to: model)
                Output.say(isOwn ? "Wrote the register's own model." : "Wrote the model that the program carries.")
            }
            let (lines, total) = try await listLikenesses(
                atLeast: least, page: 0, size: Self.most, by: access, in: store)
            for line in lines { try print(line) }
            let rest = total > lines.count ? " The likeliest \(lines.count) are listed." : ""
            Output.say("\(total) pairs may be one person.\(rest) Compare them side by side under /duplicates.")
        }
    }

    private static let most = 10_000

    private func print(_ line: LikenessLine) throws {
        func codes(_ cases: [EntityID]) -> [String] { cases.map(\.code) }
        if json {
            let fields = Dictionary(line.weights.reasons.map { ($0.field, rounded($0.weight)) }) { first, _ in first }
            return try Output.json(
                Line(
                    firstCases: codes(line.firstCases), secondCases: codes(line.secondCases),
                    weight: rounded(line.weights.total), probability: rounded(line.weights.probability),
                    start: rounded(line.weights.start), fields: fields))
        }
        let (one, two) = (codes(line.firstCases), codes(line.secondCases))
        let weight = String(format: "%.1f", line.weights.total)
        Output.result("\(one.joined(separator: " "))\t\(two.joined(separator: " "))\t\(weight)")
    }

    private func rounded(_ number: Double) -> Double { (number * 1_000).rounded() / 1_000 }
}
