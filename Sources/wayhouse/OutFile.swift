// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes a result so that there is either the whole new file or the old one, never a part.
enum OutFile {
    /// Written beside its place with mode 0600, synchronised, then renamed into it.
    ///
    /// - Throws: `Problem` when the folder cannot be written or the disk is full.
    static func write(_ bytes: [UInt8], to path: String) throws {
        try PendingFile(bytes, for: path).keep()
    }

    /// The same for a result that comes in pieces, so that it never lies in memory whole.
    ///
    /// - Parameter body: Called once; hands each piece on.
    /// - Throws: `Problem` when the folder cannot be written or the disk is full; what `body` throws. Then there is no
    ///   file, or the old one.
    static func stream(to path: String, _ body: (_ give: ([UInt8]) throws -> Void) throws -> Void) throws {
        try PendingFile(for: path, body).keep()
    }
}
