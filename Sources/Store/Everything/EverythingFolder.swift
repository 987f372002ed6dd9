// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

/// The folder of a full export while it is written: under another name until all of it is there.
final class EverythingFolder: @unchecked Sendable {
    // Used by one thread at a time: the writer goes from file to file.
    let path: String
    private let work: String
    private(set) var contents: [EverythingLines.Content] = []
    private var open: NewFile?
    private var lines: Int?
    private var buffer: [UInt8] = []
    private var isFinished = false

    /// - Throws: `BackupFault.occupied` when something is there; `.unreadable`, `.full`.
    init(_ path: String) throws {
        self.path = path
        work = path + ".part-\(getpid())"
        guard !FileManager.default.fileExists(atPath: path) else { throw BackupFault.occupied }
        try Folder.make(work)
        try Folder.make(work + "/files")
    }

    /// Begins a file; the one before ends.
    func begin(_ name: String, lines isLines: Bool = true) throws {
        try end()
        open = try NewFile(work + "/" + name)
        lines = isLines ? 0 : nil
    }

    func write(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= 1 << 20 { try flush() }
    }

    func line(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try write(Array(try encoder.encode(value)) + [10])
        lines? += 1
    }

    private func flush() throws {
        try open?.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    func end() throws {
        guard let file = open else { return }
        try flush()
        try file.sync()
        try file.finish()
        let name = String(file.path.dropFirst(work.count + 1))
        contents.append(.init(name: name, bytes: file.count, lines: lines, sha256: file.digest))
        open = nil
    }

    /// Gives the folder its name. Returns the digest of the last file written, the list of all others.
    func finish() throws -> String {
        try end()
        for folder in [work + "/files", work] { try Folder.sync(folder) }
        guard rename(work, path) == 0 else { throw FileFault.now }
        isFinished = true
        try Folder.sync(Restore.parent(of: path))
        return contents.last?.sha256 ?? ""
    }

    deinit { if !isFinished { try? FileManager.default.removeItem(atPath: work) } }
}
