// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Assistance
import Directory
import Foundation
import Interchange

/// `wayhouse directory`: who helps, where. Needs no register.
struct DirectoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory", abstract: "Check, search and write directories of services (Open Referral HSDS 3).",
        subcommands: [DirectoryCheck.self, DirectoryFind.self, DirectoryExport.self])

    /// The codes that services may be described with.
    static var vocabulary: DirectoryVocabulary {
        let services = ServiceCatalogue.current.services
        return DirectoryVocabulary(
            services: Set(services.map(\.code.rawValue)),
            secretServices: Set(services.filter(\.isPlaceSecret).map(\.code.rawValue)))
    }

    /// Reads a JSON file, or a folder of comma-separated files.
    ///
    /// - Throws: `Problem` when it is not there or cannot be read; `DirectoryRefused`.
    static func read(_ path: String) throws -> DirectoryFile {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Problem.cannotOpen("There is no file or folder of this name.")
        }
        let url = URL(fileURLWithPath: path)
        guard isFolder.boolValue else {
            return try DirectoryReader.read([UInt8](Data(contentsOf: url)), under: vocabulary)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }
        let files = try names.sorted().map { (name: $0, url: url.appendingPathComponent($0)) }
            .filter { try $0.url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true }
        let size = try files.reduce(0) { try $0 + ($1.url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) }
        guard size <= Limits.fileBytes else { throw Problem.refused("The files of this folder are too large.") }
        return try DirectoryReader.read(
            folder: files.map { (name: $0.name, bytes: [UInt8](try Data(contentsOf: $0.url))) }, under: vocabulary)
    }

    /// The file, or the end of the command with everything that is wrong with it.
    static func readOrSay(_ path: String) throws -> DirectoryFile {
        do { return try read(path) } catch let refused as DirectoryRefused {
            let lines = refused.findings.sorted { $0.severity > $1.severity }.map(\.description)
            throw Problem.refused((lines + ["Nothing was taken in."]).joined(separator: "\n"))
        }
    }
}
