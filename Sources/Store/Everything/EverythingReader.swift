// SPDX-License-Identifier: Apache-2.0

import Foundation
import Vault

/// A full export on disk, read with distrust: every file has to be what the manifest says.
struct EverythingReader {
    let path: String
    let manifest: EverythingLines.Manifest
    /// Of the manifest itself.
    let digest: String

    /// Reads the manifest and every byte of what it names.
    ///
    /// - Throws: `BackupFault.none`, `.manifest`, `.newer`, `.damaged`, `.unreadable`.
    init(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path + "/" + EverythingLines.manifestName) else {
            throw BackupFault.none
        }
        struct Form: Decodable { let format: Int }
        guard let form = try? JSONDecoder().decode(Form.self, from: data) else { throw BackupFault.manifest }
        guard form.format <= 1 else { throw BackupFault.newer("form \(form.format)") }
        guard let manifest = try? JSONDecoder().decode(EverythingLines.Manifest.self, from: data) else {
            throw BackupFault.manifest
        }
        var hash = RunningHash()
        hash.update(Array(data))
        (self.path, self.manifest, digest) = (path, manifest, hash.hex)
        for file in manifest.files {
            let parts = file.name.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else {
                throw BackupFault.manifest
            }
            var (found, count) = (RunningHash(), 0)
            try pieces(of: file.name) { piece in
                found.update(piece)
                count += piece.count
            }
            guard count == file.bytes, found.hex == file.sha256 else { throw BackupFault.damaged(file.name) }
        }
    }

    func has(_ name: String) -> Bool { manifest.files.contains { $0.name == name } }

    func pieces(of name: String, _ body: ([UInt8]) throws -> Void) throws {
        let bytes: FileBytes
        do { bytes = try FileBytes(path + "/" + name) } catch { throw BackupFault.damaged(name) }
        while case let piece = try bytes.take(1 << 20), !piece.isEmpty { try body(piece) }
    }

    /// Each line of a file in turn, at most 64 MiB long.
    ///
    /// - Throws: `BackupFault.damaged` for a file that is not listed, or a line that is not what it should be.
    func lines<Line: Decodable>(of name: String, _ type: Line.Type, _ body: (Line) throws -> Void) throws {
        guard has(name) else { throw BackupFault.damaged(name) }
        let decoder = JSONDecoder()
        var rest: [UInt8] = []
        try pieces(of: name) { piece in
            rest += piece
            guard rest.count <= 64 << 20 else { throw BackupFault.damaged(name) }
            var start = 0
            while let end = rest[start...].firstIndex(of: 10) {
                guard let line = try? decoder.decode(type, from: Data(rest[start..<end])) else {
                    throw BackupFault.damaged(name)
                }
                try body(line)
                start = end + 1
            }
            rest.removeFirst(start)
        }
        guard rest.isEmpty else { throw BackupFault.damaged(name) }
    }
}
