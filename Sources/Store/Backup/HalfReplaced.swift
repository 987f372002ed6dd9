// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Puts right what a restore in a register's place left when it was broken off just after the two changed places: the
/// new register has its name already, the old one still bears that of the attempt.
///
/// Which is which tells a file in the new one: it is there, on disk, before the two change places.
enum HalfReplaced {
    static let mark = "restored"

    /// Marks a register that is about to take another's place.
    static func announce(_ folder: String) throws {
        let file = open(folder + "/" + mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileFault.now }
        close(file)
        try Folder.sync(folder)
    }

    /// Gives the old register the name that says what it is, and takes the mark away. To be called by whoever holds the
    /// folder alone; does nothing where nothing was broken off.
    ///
    /// - Returns: where the old register lies now; nil when there was none to name.
    @discardableResult
    static func settle(_ folder: String, now: Int64) throws -> String? {
        guard exists(folder + "/" + mark) else { return nil }
        let scratch = Restore.scratch(of: folder)
        var old: String?
        if exists(scratch + "/" + SealedStore.databaseName), !exists(scratch + "/" + mark) {
            let name = String(scratch.dropLast(Restore.ending.count)) + ".before-\(now / 1000)"
            guard rename(scratch, name) == 0 else { throw FileFault.now }
            try Folder.sync(Restore.parent(of: folder))
            old = name
        }
        guard unlink(folder + "/" + mark) == 0 || errno == ENOENT else { throw FileFault.now }
        try Folder.sync(folder)
        return old
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
