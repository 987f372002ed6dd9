// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Cases
import Disclosure
import Foundation
import Interchange
import Store
import Workflows

struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the register as an HTCDS file, as safe public data (ctdc), or everything in it.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case htcdsXLSX = "htcds-xlsx"
        case htcdsCSV = "htcds-csv"
        case htcdsJSON = "htcds-json"
        case ctdc
        case everything
    }

    @Argument(help: "The register's folder.") var directory: String
    @Option(help: "htcds-xlsx, htcds-csv, htcds-json, ctdc or everything.") var format: Format
    @Option(help: "The file to write; an existing one is replaced when the new one is whole. For everything: a folder.")
    var out: String
    @Option(help: "For everything: a custodian's share, as it was printed. Give as many as are needed.")
    var share: [String] = []
    @Option(help: "For ctdc: the smallest group of people alike, 2 or more.") var k = 10
    @Option(name: .customLong("leave-out"), help: "For ctdc: columns to leave empty, with commas between them.")
    var leaveOut: String?
    @Option(help: "For htcds-xlsx: plain, single or multi.") var template: Template = .multi
    @Flag(help: "Print one JSON object on standard output.") var json = false
    @OptionGroup var key: KeyOptions

    func validate() throws {
        guard k >= 2 else { throw ValidationError("--k takes 2 or more; 10 is usual.") }
        for column in columns where !CTDCColumn.headers.contains(column) {
            throw ValidationError("--leave-out: there is no CTDC column of the name \(column).")
        }
    }

    private var columns: Set<String> {
        Set((leaveOut ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) })
    }

    func run() async throws {
        try await withStore(directory, key) { store, access in
            if format == .everything { return try await writeEverything(access, store) }
            if let plain = ExportFormat(rawValue: format.rawValue) {
                let file = try await exportRegister(as: plain, template: template, by: access, in: store)
                try OutFile.write(file.bytes, to: out)
                try report(file)
            } else {
                let file = try await publish(access, store)
                try OutFile.write(file.bytes, to: out)
                try report(file)
            }
        }
    }

    private func publish(_ access: Access, _ store: CaseStore) async throws -> PublishedFile {
        do { return try await publishDataset(k: k, leavingOut: columns, by: access, in: store) } catch let refusal
            as DisclosureRefusal
        {
            if json { try Output.json(Refused(format: format.rawValue, k: k, message: refusal.message)) }
            throw Problem.refused(refusal.message)
        }
    }

    private func report(_ file: ExportedFile) throws {
        let left = Dictionary(uniqueKeysWithValues: file.left.map { ($0.key.rawValue, $0.value) })
        if json { try Output.json(Written(format: format.rawValue, rows: file.rows, left: left, sha256: file.digest)) }
        Output.say("\(file.rows) rows written. This file holds names: keep it as you keep the register.")
        for (kind, count) in left.sorted(by: { $0.key < $1.key }) {
            Output.say("A flat row holds one \(kind); \(count) more stayed in the register.")
        }
    }

    private func report(_ file: PublishedFile) throws {
        if json {
            try Output.json(Published(format: format.rawValue, summary: file.release.summary, sha256: file.digest))
        }
        let summary = file.release.summary
        Output.say(
            "\(summary.rows) rows written in groups of \(summary.smallestClass) or more; left out: \(summary.rowsLeftOut)."
        )
    }

    private struct Written: Encodable {
        let format: String
        let rows: Int
        let left: [String: Int]
        let sha256: String
    }

    private struct Published: Encodable {
        let format: String
        let summary: Release.Summary
        let sha256: String
    }

    private struct Refused: Encodable {
        let format: String
        let k: Int
        let message: String
        let written = false
    }
}

extension Template: ExpressibleByArgument {}
