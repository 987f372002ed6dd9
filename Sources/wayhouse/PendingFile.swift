// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A whole file beside the place where it shall stand, which can be read again before it goes there. Unless it is kept,
/// it is taken away again.
final class PendingFile {
    private let path: String
    private let temporary: String
    private var isKept = false

    /// Written with mode 0600 and synchronised.
    ///
    /// - Throws: `Problem` when the folder cannot be written or the disk is full.
    init(_ bytes: [UInt8], for path: String) throws {
        self.path = path
        temporary = path + ".part-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Problem.cannotOpen("The file to write cannot be made there. Check the folder and its permissions.")
        }
        var done = 0
        let isWhole = bytes.withUnsafeBytes { buffer in
            while done < buffer.count {
                let count = write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                if count <= 0 { return false }
                done += count
            }
            return fsync(descriptor) == 0
        }
        close(descriptor)
        guard isWhole else { throw Self.notWhole }
    }

    deinit { if !isKept { unlink(temporary) } }

    /// What stands on the disk now.
    func bytesOnDisk() throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: temporary) else { throw Self.notWhole }
        return Array(data)
    }

    /// Puts the file in its place, over one that stands there.
    func keep() throws {
        guard rename(temporary, path) == 0 else { throw Self.notWhole }
        isKept = true
    }

    private static let notWhole = Problem.refused(
        "The file could not be written whole, so none was written. Is the disk full?")
}
