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
    convenience init(_ bytes: [UInt8], for path: String) throws {
        try self.init(for: path) { give in try give(bytes) }
    }

    /// The same for content that comes in pieces, so that it never lies in memory whole.
    ///
    /// - Parameter body: Called once; hands each piece on.
    /// - Throws: `Problem` when the folder cannot be written or the disk is full; what `body` throws.
    init(for path: String, _ body: (_ give: ([UInt8]) throws -> Void) throws -> Void) throws {
        self.path = path
        temporary = path + ".part-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Problem.cannotOpen("The file to write cannot be made there. Check the folder and its permissions.")
        }
        defer { close(descriptor) }
        try body { try Self.append($0, to: descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.notWhole }
    }

    private static func append(_ bytes: [UInt8], to descriptor: Int32) throws {
        var done = 0
        try bytes.withUnsafeBytes { buffer in
            while done < buffer.count {
                let count = write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                if count <= 0 { throw notWhole }
                done += count
            }
        }
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
