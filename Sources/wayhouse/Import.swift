// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Foundation
import Interchange
import Standard
import Store
import Workflows

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take an HTCDS file into a register: whole, or not at all.")

    @Argument(help: "The register's folder.") var directory: String
    @Argument(help: "The file: an HTCDS workbook, CSV, JSON or form submission; or the folder of a full export.")
    var file: String
    @Option(
        name: .customLong("format"), help: "auto, htcds-xlsx, htcds-csv, htcds-json, xform, or everything for a folder."
    )
    var chosen: ChosenFormat = .auto
    @Option(help: "A saved mapping of columns and values (JSON).") var mapping: String?
    @Flag(name: .customLong("dry-run"), help: "Read and check everything, take in nothing.") var dryRun = false
    @Flag(help: "Print one JSON object on standard output.") var json = false
    @OptionGroup var key: KeyOptions

    /// What a file or folder may be.
    enum ChosenFormat: String, ExpressibleByArgument, CaseIterable {
        case auto
        case htcdsXLSX = "htcds-xlsx"
        case htcdsCSV = "htcds-csv"
        case htcdsJSON = "htcds-json"
        case xform, everything
    }

    private var format: ImportFormat { ImportFormat(rawValue: chosen.rawValue) ?? .auto }

    func run() async throws {
        if chosen == .everything { return try await takeInEverything() }
        let outcome: ImportOutcome
        do { outcome = try await takeIn() } catch {
            // Scripts read the object, also when there is nothing to report but why.
            if json { try Output.json(ImportReport(failure: error, format: format, dryRun: dryRun)) }
            throw error
        }
        try report(outcome)
    }

    private func takeIn() async throws -> ImportOutcome {
        let request = try request()
        return try await withStore(directory, key) { store, access in
            defer { Output.endProgress() }
            return try await importFile(request, dryRun: dryRun, indexing: false, by: access, in: store) {
                Output.progress("\($0) rows read")
            }
        }
    }

    private func request() throws -> ImportRequest {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Problem.usage("The file cannot be read. Check its name and that you may read it.")
        }
        var request = ImportRequest(bytes: Array(data), fileName: (file as NSString).lastPathComponent, format: format)
        if let mapping {
            guard let data = FileManager.default.contents(atPath: mapping) else {
                throw Problem.usage("The mapping file cannot be read.")
            }
            request.mapping = try Mapping(json: Array(data))
        }
        return request
    }

    private func report(_ outcome: ImportOutcome) throws {
        if json {
            try Output.json(ImportReport(outcome, dryRun: dryRun))
        } else {
            for finding in outcome.findings.prefix(50) { Output.say(finding.line) }
            if outcome.findings.count > 50 {
                Output.say("… and \(outcome.findings.count - 50) more findings; --json shows all.")
            }
            Output.say(
                "\(outcome.rows) rows, \(outcome.imported) imported (\(outcome.drafts) as drafts), \(outcome.skipped) skipped"
                    + (dryRun ? "; this was a dry run." : "."))
        }
        if outcome.isRefused || (outcome.imported == 0 && !dryRun) {
            throw Problem.refused(outcome.isRefused ? "Nothing was taken in." : "The file holds no rows to take in.")
        }
    }
}

extension ImportFormat: ExpressibleByArgument {}

/// `import --json`.
struct ImportReport: Encodable {
    let rows: Int
    let imported: Int
    let skipped: Int
    let drafts: Int
    let possibleDuplicates: Int
    let dryRun: Bool
    let format: String
    let batch: String?
    let columns: [Column]
    let findings: [Finding]

    init(_ outcome: ImportOutcome, dryRun: Bool) {
        rows = outcome.rows
        imported = outcome.imported
        skipped = outcome.skipped
        drafts = outcome.drafts
        possibleDuplicates = outcome.possibleDuplicates
        self.dryRun = dryRun
        format = outcome.format.rawValue
        batch = outcome.batch?.description
        columns = outcome.columns.map(Column.init)
        findings = outcome.findings
    }

    /// Nothing could be read or opened: no rows, and the reason as the one finding.
    init(failure: any Error, format: ImportFormat, dryRun: Bool) {
        (rows, imported, skipped, drafts, possibleDuplicates) = (0, 0, 0, 0, 0)
        self.dryRun = dryRun
        self.format = format.rawValue
        (batch, columns) = (nil, [])
        let problem = Problem(failure)
        let code = (failure as? InterchangeError)?.code ?? problem.name
        findings = [Finding(.init(rawValue: code), severity: .error, field: nil, problem.message)]
    }
}

/// How a column was understood.
struct Column: Encodable {
    let header: String
    /// The field it holds; nil when it is none.
    let field: String?
    /// `field`, `numbering`, `ignored` or `unknown`.
    let meaning: String
    let suggestion: String?

    init(_ mapping: ColumnMapping) {
        header = mapping.header
        switch mapping.meaning {
        case .field(let name): (field, meaning, suggestion) = (name.rawValue, "field", nil)
        case .numbering: (field, meaning, suggestion) = (nil, "numbering", nil)
        case .ignored: (field, meaning, suggestion) = (nil, "ignored", nil)
        case .unknown(let nearest): (field, meaning, suggestion) = (nil, "unknown", nearest?.rawValue)
        }
    }
}

extension Finding {
    /// The finding as one line for people.
    var line: String {
        var place: [String] = []
        if let sheet { place.append(sheet) }
        if let row { place.append("row \(row)") }
        if let column { place.append("column \(column)") }
        if let field { place.append(field.rawValue) }
        let hint = suggestion.map { " Perhaps: \($0)." } ?? ""
        return "\(severity.rawValue): \(place.isEmpty ? "" : place.joined(separator: ", ") + ": ")\(message)\(hint)"
    }
}
