// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Identification

/// `wayhouse instruments`: every questionnaire, with what somebody must know before using it.
struct Instruments: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the screening instruments: for whom, by whom, how they decide, how well known they are.")

    @Flag(help: "Write one JSON object.") var json = false

    /// One instrument, as programs read it.
    struct Line: Encodable {
        let id: String
        let version: String
        let language: String
        let title: String
        let publisher: String
        let status: String
        let provenance: String
        let provenanceNote: String
        let licence: String
        let population: String
        let user: String
        let decisionRule: String
        let ifPositive: String
        let ifNegative: String
        let ifInconclusive: String
        let questions: Int
        let rules: [String]
        let translator: String?
        let reviewer: String?

        init(_ instrument: Instrument) {
            let about = instrument.about
            id = instrument.id
            version = instrument.version
            language = instrument.language
            title = instrument.title
            publisher = about.publisher
            status = about.status.rawValue
            provenance = about.provenance.rawValue
            provenanceNote = about.provenanceNote
            licence = about.licence
            population = instrument.population.words
            user = about.user
            decisionRule = about.decisionRule
            ifPositive = about.ifPositive
            ifNegative = about.ifNegative
            ifInconclusive = about.ifInconclusive
            questions = instrument.items.count
            rules = instrument.ruleSets.map(\.id)
            translator = instrument.review?.translator
            reviewer = instrument.review?.reviewer
        }
    }

    func run() throws {
        let lines = InstrumentLibrary.current.instruments.map(Line.init)
        if json { return try Output.json(["instruments": lines]) }
        Output.result(lines.map(Self.words).joined(separator: "\n\n"))
    }

    private static func words(_ line: Line) -> String {
        """
        \(line.id)  version \(line.version), \(line.language), \(line.questions) questions
          \(line.title); \(line.publisher)
          For: \(line.population)
          Used by: \(line.user)
          Rule: \(line.decisionRule)
          If negative: \(line.ifNegative)
          Licence: \(line.licence)
          \(line.status), \(line.provenance)\(line.provenanceNote.isEmpty ? "" : ": \(line.provenanceNote)")
        """
    }
}
