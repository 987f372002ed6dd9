// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Interchange
import Standard
import Statistics
import Store
import Workflows

/// `wayhouse report`: the figures of one report that somebody outside asks for.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count the figures of a report, such as tip, glotip, eu or donor.",
        discussion: "`wayhouse report list` says which there are, what each figure goes by, and what cannot be filled.",
        subcommands: [Make.self, List.self], defaultSubcommand: Make.self)

    /// How a report is written.
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, csv, xlsx, json }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say which reports and figures there are.")
        @Flag(help: "Print one JSON object on standard output.") var json = false

        func run() throws {
            if json { return try Output.json(IndicatorListDocument(.current)) }
            let catalogue = IndicatorCatalogue.current
            for pack in catalogue.packs {
                Output.result("\(pack.id)  \(pack.title), such as --period \(pack.window.example)\n  \(pack.about)")
                for indicator in catalogue.indicators(of: pack.id) {
                    var line = "  \(indicator.id)  \(indicator.title) (\(indicator.unit))"
                    if case .cannot(let words) = indicator.answer { line += "\n      Cannot be filled: \(words)" }
                    Output.result(line)
                }
            }
        }
    }

    struct Make: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make", abstract: "Count the figures of a report over a register.")

        @Argument(help: "The register's folder.") var directory: String
        @Option(help: "Which report: tip, glotip, sdg, eu, sadc, iccs, nrm, donor, ctdc.") var pack: String
        @Option(help: "The period by its name: 2025 for the year that ends in 2025, 2025-Q3 for a quarter.")
        var period: String?
        @Option(help: "The first day, such as 2025-01-01, in place of --period.") var from: String?
        @Option(help: "The last day.") var to: String?
        @Option(help: "Count those whom this definition holds to be victims; else those whom authorities did.")
        var definition: [String] = []
        @Option(help: "The reporting country, as two letters.") var country: String?
        @Option(help: "How many people live there, for rates.") var population: Int?
        @Option(help: "A file of baselines and targets by figure (JSON).") var targets: String?
        @Option(help: "Withhold counts below this, and what would give them away.") var protect: Int?
        @Option(help: "text, csv (with HXL tags), xlsx (with a sheet of notes) or json.") var format = Format.text
        @Option(help: "Where to write it; standard output when not given.") var out: String?
        @OptionGroup var own: OwnDefinitions
        @OptionGroup var key: KeyOptions

        func validate() throws {
            guard IndicatorCatalogue.current.pack(pack) != nil else {
                throw ValidationError("There is no report “\(pack)”. See: wayhouse report list")
            }
            _ = try settings()
            if let protect, !(2...1_000).contains(protect) { throw ValidationError(ReportRefusal.threshold.message) }
            if format == .xlsx, out == nil { throw ValidationError("A workbook needs --out FILE.") }
            if let population, population < 1 { throw ValidationError("--population is a number of people.") }
        }

        func run() async throws {
            guard let asked = IndicatorCatalogue.current.pack(pack) else { return }
            var settings = try settings()
            if let targets { settings.targets = try Self.targets(targets) }
            let (library, wanted, least) = (try own.library(), settings, protect)
            let report = try await withStore(directory, key) { store, access in
                try await fileReport(asked, wanted, threshold: least, under: library, as: access, in: store)
            }
            try write(report)
            if report.threshold == nil { Output.say("True counts for those who run the service. Never publish them.") }
        }

        private func write(_ report: ReportDocument) throws {
            let bytes: [UInt8]
            switch format {
            case .text: bytes = Array((ReportText.lines(report).joined(separator: "\n") + "\n").utf8)
            case .csv: bytes = report.tabular.csv
            case .xlsx: bytes = report.tabular.xlsx
            case .json:
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                bytes = Array(try encoder.encode(report)) + [10]
            }
            if let out { return try OutFile.write(bytes, to: out) }
            FileHandle.standardOutput.write(Data(bytes))
        }

        private func settings() throws -> ReportSettings {
            guard let window = IndicatorCatalogue.current.pack(pack)?.window else {
                throw ValidationError("There is no report “\(pack)”.")
            }
            if definition.count > 1 { throw ValidationError(FactRefusal.definitionsMixed(definition).message) }
            var settings = ReportSettings(period: try days(window))
            settings.definition = definition.first
            settings.population = population
            if let country {
                let code = country.uppercased()
                guard Codebook.current.picklists["country"]?[code] != nil else {
                    throw ValidationError("--country takes the two letters of a country, such as LK.")
                }
                settings.country = code
            }
            return settings
        }

        private func days(_ window: ReportWindow) throws -> FactPeriod {
            if let period {
                guard from == nil, to == nil else { throw ValidationError("Give --period, or --from and --to.") }
                guard let found = window.period(period) else {
                    throw ValidationError("--period takes \(window.example) for this report.")
                }
                return found
            }
            guard let from, let to else {
                if from != nil || to != nil { throw ValidationError("Give both --from and --to.") }
                return window.last(before: Day(first: Clock.system.today))
            }
            guard let first = Day(from), let last = Day(to) else {
                throw ValidationError("--from and --to take whole days such as 2026-01-31.")
            }
            do { return try FactPeriod(from: first, to: last) } catch { throw ValidationError(error.message) }
        }

        private static func targets(_ path: String) throws -> [String: ReportTarget] {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Problem.cannotOpen("The file of targets cannot be read.")
            }
            guard let read = try? JSONDecoder().decode([String: ReportTarget].self, from: data) else {
                throw Problem.refused(
                    "The file of targets is not of the form {\"TIP-07\": {\"baseline\": 40, \"target\": 60}}.")
            }
            let known = Set(IndicatorCatalogue.current.indicators.map(\.id))
            let unknown = read.keys.filter { !known.contains($0) }.sorted()
            if !unknown.isEmpty { throw Problem.refused("There is no figure \(unknown.joined(separator: ", ")).") }
            return read
        }
    }
}
