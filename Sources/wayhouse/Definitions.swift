// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Identification
import Standard
import Store

/// `wayhouse definitions`: the laws that facts are judged under, and a check of new ones. Needs no register.
struct Definitions: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the legal definitions, and check definitions of your own. Needs no register.",
        subcommands: [List.self, Check.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say which definitions and wordings there are.")
        @Flag(help: "Print one JSON object on standard output.") var json = false
        @OptionGroup var own: OwnDefinitions

        func run() throws {
            let lines = try own.library().definitions.map(Line.init)
            if json { return try Output.json(["definitions": lines]) }
            for line in lines {
                Output.result("\(line.id)  \(line.title)")
                for wording in line.wordings {
                    let until = wording.until.map { " until \($0)" } ?? ""
                    Output.result(
                        "  \(wording.id), from \(wording.from ?? "any date")\(until), \(wording.provenance.rawValue)")
                }
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read definitions of your own as the program would, and say what is wrong with them.")
        @Argument(help: "The definitions' files (JSON).") var files: [String]
        @Option(help: "A file of cases decided by hand, to hold against them; may be given several times.")
        var cases: [String] = []
        @OptionGroup var own: OwnDefinitions

        func run() throws {
            let read = try files.map { (name: ($0 as NSString).lastPathComponent, bytes: try OwnDefinitions.bytes($0)) }
            let library = try own.library().adding(read)
            var differences: [String] = []
            var count = 0
            for path in cases {
                let name = (path as NSString).lastPathComponent
                let hand = try DefinitionCases(reading: try OwnDefinitions.bytes(path), file: name)
                count += hand.cases.count
                differences += hand.differences(under: library, reporting: Clock.system.today).map { "\(name): \($0)" }
            }
            if !differences.isEmpty { throw Problem.refused(differences.joined(separator: "\n")) }
            Output.result("\(files.count) files read, \(count) cases decided as by hand.")
        }
    }

    /// One definition in the list.
    struct Line: Encodable {
        struct Wording: Encodable {
            let id: String
            let from: String?
            let until: String?
            let provenance: Provenance
        }
        let id: String
        let title: String
        let kind: Definition.Kind
        let jurisdiction: String?
        let wordings: [Wording]

        init(_ definition: Definition) {
            id = definition.id
            title = definition.title
            kind = definition.kind
            jurisdiction = definition.jurisdiction
            wordings = definition.versions.map {
                Wording(
                    id: $0.id, from: $0.from?.description, until: $0.until?.description, provenance: $0.provenance)
            }
        }
    }
}
