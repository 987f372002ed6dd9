// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes a result so that there is either the whole new file or the old one, never a part.
enum OutFile {
    /// Written beside its place with mode 0600, synchronised, then renamed into it.
    ///
    /// - Throws: `Problem` when the folder cannot be written or the disk is full.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let temporary = path + ".part-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Problem.cannotOpen("The file to write cannot be made there. Check the folder and its permissions.")
        }
        var done = 0
        let whole = bytes.withUnsafeBytes { buffer in
            while done < buffer.count {
                let count = Foundation.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                if count <= 0 { return false }
                done += count
            }
            return fsync(descriptor) == 0
        }
        close(descriptor)
        guard whole, rename(temporary, path) == 0 else {
            unlink(temporary)
            throw Problem.refused("The file could not be written whole, so none was written. Is the disk full?")
        }
    }
}
