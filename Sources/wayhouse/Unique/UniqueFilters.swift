// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Linkage

/// `wayhouse unique filters …`: Bloom filters for exchange with users of clkhash and anonlink. Off unless somebody says
/// that they know what filters give away.
struct UniqueFilters: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "filters",
        abstract: "Exchange Bloom filters with users of clkhash and anonlink. Weaker than tokens: read the page first.",
        subcommands: [FiltersEncode.self, FiltersCompare.self, FiltersSchema.self])
}

/// What everybody is told before a filter is made or compared.
struct FilterConsent: ParsableArguments {
    static let warning =
        "Bloom filters do not hide names from somebody who has a list of them: in our own tests every name was found "
        + "from the filters alone, without the key. Use 'wayhouse unique encode' unless a partner can use filters only."

    @Flag(help: "You have read what filters give away, and your agreement allows it.") var acceptWeakness = false

    func insist() throws {
        guard acceptWeakness else {
            throw Problem.refused(Self.warning + " If you must: --accept-weakness. Nothing was written.")
        }
        Output.say(Self.warning)
    }
}

/// `wayhouse unique filters encode`.
struct FiltersEncode: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode", abstract: "Write a list's filters as clkhash does (JSON, base64), a filter a row.")

    @Argument(help: "The list (CSV), a row a person.") var list: String
    @Option(help: "A file with this project's secret, 32 bytes at least; never one used before.") var secretFile: String
    @Option(help: "Names of columns, as given_name=first,surname=last.") var map: String?
    @Option(help: "Write the filters here.") var out: String
    @OptionGroup var consent: FilterConsent

    func run() throws {
        try consent.insist()
        guard let secret = FileManager.default.contents(atPath: secretFile) else {
            throw Problem.cannotOpen("The file with the project's secret cannot be read.")
        }
        guard var encoder = FilterEncoder(secret: [UInt8](secret)) else {
            throw Problem.usage("The secret must hold \(FilterEncoder.fewestSecretBytes) bytes at least.")
        }
        let people = try PeopleList(readingCSV: list, map: map, needsConsent: false)
        let filters = people.rows.map { encoder.filter(of: $0) }
        try OutFile.write(try FilterJSON.bytes(FilterFile(filters)), to: out)
        Output.say("\(filters.count) filters, in the order of the list.")
    }
}

/// `wayhouse unique filters compare`.
struct FiltersCompare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Every pair of two files of filters that is alike enough (Dice), as CSV.")

    @Argument(help: "The first file of filters.") var first: String
    @Argument(help: "The second file of filters.") var second: String
    @Option(help: "The least likeness, above 0 and up to 1.") var threshold = 0.8
    @Option(help: "Write the pairs here: rows of both files from 1, and the likeness.") var out: String
    @OptionGroup var consent: FilterConsent

    func validate() throws {
        guard threshold > 0, threshold <= 1 else { throw ValidationError("--threshold is above 0 and up to 1.") }
    }

    func run() throws {
        try consent.insist()
        let (one, other) = (try FilterJSON.read(first), try FilterJSON.read(second))
        let pairs = FilterComparison(with: other).pairs(of: one, atLeast: threshold)
        try OutFile.stream(to: out) { give in
            try give([UInt8]("row_a,row_b,dice\r\n".utf8))
            for pair in pairs {
                let dice = (pair.dice * 1_000_000).rounded() / 1_000_000
                try give([UInt8]("\(pair.first + 1),\(pair.second + 1),\(dice)\r\n".utf8))
            }
        }
        Output.say("\(pairs.count) pairs of \(one.count) and \(other.count) filters.")
    }
}

/// `wayhouse unique filters schema`.
struct FiltersSchema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "The schema by which clkhash makes the same filters, as JSON.")

    func run() throws { Output.result(String(decoding: FilterFile.schema, as: UTF8.self)) }
}

/// Files of filters.
private enum FilterJSON {
    static func bytes(_ file: FilterFile) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return [UInt8](try encoder.encode(file))
    }

    static func read(_ path: String) throws -> [PersonFilter] {
        let file: FilterFile = try PartyFolder.read(path)
        do { return try file.filters() } catch {
            throw Problem.integrity("\((path as NSString).lastPathComponent): \(error.message)")
        }
    }
}
