// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Standard

struct PrintCodebook: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codebook", abstract: "Print every field and value that a record may hold.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case json, csv, html }

    @Option(help: "json, csv or html.") var format: Format = .json
    @Option(help: "The file to write; standard output without it.") var out: String?

    func run() throws {
        let text =
            switch format {
            case .json: CodebookPrinter.json(.current)
            case .csv: CodebookPrinter.csv(.current)
            case .html: CodebookPrinter.html(.current)
            }
        if let out { try OutFile.write(Array(text.utf8), to: out) } else { Output.result(text) }
    }
}
