// SPDX-License-Identifier: Apache-2.0

import Vault

/// One age file of a backup on its way to disk.
final class BackupPart {
    private let file: NewFile
    private let name: String
    private var age: AgeWriter
    private var written = RunningHash()

    init(_ name: String, in folder: String, for recipients: [AgeRecipient]) throws {
        self.name = name
        let file = try NewFile(folder + "/" + name)
        self.file = file
        age = try AgeWriter(to: recipients) { try file.write($0) }
    }

    func write(_ frame: BackupFrame) throws {
        let bytes = try frame.bytes
        written.update(bytes)
        try age.write(bytes)
    }

    /// Makes the file durable, reads it back from disk and compares: the mark of the header, the tag of each chunk, and
    /// the digest of all that was written. The file key is let go afterwards: from then on only the recipients open it.
    ///
    /// - Throws: `BackupFault.readBack`.
    func finish() throws -> BackupManifest.File {
        let key = try age.finish()
        try file.sync()
        let found: String
        do {
            var hash = RunningHash()
            let bytes = try file.reader()
            var reader = try AgeReader(key) { try bytes.take($0) }
            while let piece = try reader.next() { hash.update(piece) }
            found = hash.hex
        } catch { throw BackupFault.readBack }
        guard found == written.hex else { throw BackupFault.readBack }
        return BackupManifest.File(name: name, bytes: file.count, sha256: file.digest)
    }

    /// Gives the file its name.
    func keep() throws { try file.finish() }
}
