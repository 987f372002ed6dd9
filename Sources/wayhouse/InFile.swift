// SPDX-License-Identifier: Apache-2.0

import Foundation
import Interchange

/// Reads a file that was named on the command line.
enum InFile {
    /// The whole file, held once.
    ///
    /// - Throws: `Problem` when there is none or it may not be read; `InterchangeError.tooLarge`.
    static func bytes(_ path: String) throws -> [UInt8] {
        let name = (path as NSString).lastPathComponent
        let refused = Problem.usage("The file \(name) cannot be read. Check its name and that you may read it.")
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refused }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { throw refused }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(65_536, Int(status.st_size) + 1))
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &part, part.count)
            if count < 0 { throw refused }
            if count == 0 { return bytes }
            bytes.append(contentsOf: part[..<count])
            // A pipe has no size; it is stopped where a file would be.
            if bytes.count > Limits.fileBytes { throw InterchangeError.tooLarge(megabytes: Limits.fileBytes >> 20) }
        }
    }
}
