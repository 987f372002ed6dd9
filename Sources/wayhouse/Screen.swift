// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Identification

/// `wayhouse screen`: what an instrument makes of somebody's answers, without any register.
struct Screen: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a questionnaire makes of the answers in a file. Needs no register.")

    @Argument(help: "The questionnaire's id (see: wayhouse instruments), or a file of an organisation's own.")
    var instrument: String
    @Argument(help: "The answers, as JSON.") var answers: String
    @Option(help: "The set of rules to use, when the questionnaire has several; the first without it.")
    var rules: String?
    @Flag(help: "Write one JSON object.") var json = false

    func run() throws {
        let instrument = try InstrumentFile.find(instrument)
        if let rules, !instrument.ruleSets.contains(where: { $0.id == rules }) {
            let known = instrument.ruleSets.map(\.id).joined(separator: ", ")
            throw Problem.usage("\(instrument.id) has no rules of this name. It has: \(known)")
        }
        let bytes = try InstrumentFile.read(answers)
        do {
            let asked = try Administration(reading: bytes, file: answers, of: instrument)
            let report = ScreeningReport(Screening(of: asked, ruleSet: rules))
            if json { try Output.json(report) } else { Output.result(Self.words(report, instrument)) }
        } catch let refused as DataRefused { throw Problem.refused(refused.description) }
    }

    /// The same for people.
    private static func words(_ report: ScreeningReport, _ instrument: Instrument) -> String {
        var lines = ["\(instrument.title) (\(instrument.id), version \(instrument.version))"]
        func outcome(_ id: String?) -> String? { instrument.outcomes.first { $0.id == id }?.words }
        if let refusal = report.refusal { lines.append("Not meant to be used here: \(refusal)") }
        if let result = outcome(report.outcome) { lines.append("Result: \(result)") }
        if report.refusal == nil, report.outcome == nil {
            lines.append("Result: it cannot be said while questions are open. Possible:")
            lines += report.possible.compactMap { outcome($0).map { "  - \($0)" } }
        }
        lines += report.because.map { "Because: \($0)" }
        lines += report.parts.map { "  \($0.words): \($0.value)" }
        lines += report.scores.map { score in
            "  \(score.words): \(score.least == score.most ? "\(score.least)" : "\(score.least) to \(score.most)")"
        }
        if !report.open.isEmpty { lines.append("Open questions: \(report.open.joined(separator: ", "))") }
        lines.append("What to do now: \(report.next)")
        lines += report.cautions.map { "Mind: \($0)" }
        if report.provenance == .unverified { lines.append("Unverified: \(report.provenanceNote)") }
        lines.append("This is a suggestion to a person who decides. It is no finding in law.")
        return lines.joined(separator: "\n")
    }
}

/// An instrument that a command names.
enum InstrumentFile {
    /// - Throws: `Problem`.
    static func find(_ name: String) throws -> Instrument {
        guard name.contains("/") || name.hasSuffix(".json") else {
            if let known = InstrumentLibrary.current.instrument(name) { return known }
            throw Problem.usage("There is no questionnaire “\(name)”. For a list: wayhouse instruments")
        }
        do {
            let library = try InstrumentLibrary(files: [(name, try read(name))])
            return library.instruments[0]
        } catch let refused as DataRefused { throw Problem.refused(refused.description) }
    }

    /// - Throws: `Problem`.
    static func read(_ path: String) throws -> [UInt8] {
        let bytesMax = 4 << 20
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            throw Problem.cannotOpen("\(path) cannot be read. Check that it is there and that you may read it.")
        }
        if bytes.count > bytesMax {
            throw Problem.refused("\(path) is larger than 4 MiB: it cannot be what it should be.")
        }
        return Array(bytes)
    }
}
