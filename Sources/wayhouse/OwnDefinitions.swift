// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Identification

/// An organisation's own definitions: a folder of data files, one a definition, shown beside those of the program.
struct OwnDefinitions: ParsableArguments {
    @Option(help: "A folder with definitions of your own, one JSON file each; they are shown beside the program's.")
    var ownDefinitions: String?

    /// The program's definitions and those of the folder.
    ///
    /// - Throws: `Problem` when the folder cannot be read; `DataRefused` with every fault.
    func library() throws -> DefinitionLibrary {
        guard let folder = ownDefinitions else { return .current }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw Problem.usage("The folder of definitions cannot be read. Check its name and that you may read it.")
        }
        return try .current.adding(
            names.filter { $0.hasSuffix(".json") }.sorted().map { ($0, try Self.bytes("\(folder)/\($0)")) })
    }

    /// A file's bytes.
    ///
    /// - Throws: `Problem` when it cannot be read.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            let name = (path as NSString).lastPathComponent
            throw Problem.usage("The file \(name) cannot be read. Check its name and that you may read it.")
        }
        return Array(data)
    }
}
