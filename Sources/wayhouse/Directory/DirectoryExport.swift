// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Directory
import Foundation

/// `wayhouse directory export`: writes a directory again, whole or what is public of it.
struct DirectoryExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a directory as HSDS 3.",
        discussion: """
            json is a list of whole services; same is the file as it was read; csv is a folder of tables, for a \
            directory that came as tables. Without --public the result holds the places of shelters: keep it like a case.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case json, same, csv }

    @Argument(help: "A JSON file, or a folder of comma-separated files.") var path: String
    @Option(help: "json, same or csv.") var format: Format = .json
    @Flag(help: "Only what everybody may know.") var `public` = false
    @Option(help: "The file to write, or for csv the folder; standard output without it.") var out: String?

    func run() throws {
        let file = try DirectoryCommand.readOrSay(path)
        if `public` {
            guard format == .json else { throw Problem.usage("What is public is written as json.") }
            return try write(PublicDirectory(file, under: DirectoryCommand.vocabulary).json)
        }
        switch format {
        case .json: try write(DirectoryWriter.services(file))
        case .same: try write(DirectoryWriter.json(file))
        case .csv: try writeFolder(file)
        }
    }

    private func write(_ bytes: [UInt8]) throws {
        if let out { try OutFile.write(bytes, to: out) } else { FileHandle.standardOutput.write(Data(bytes)) }
    }

    private func writeFolder(_ file: DirectoryFile) throws {
        guard let files = DirectoryWriter.folder(file) else {
            throw Problem.usage("This directory did not come as tables; write it as json.")
        }
        guard let out else { throw Problem.usage("Name a folder with --out.") }
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        for one in files { try OutFile.write(one.bytes, to: "\(out)/\(one.name)") }
    }
}
