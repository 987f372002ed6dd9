// SPDX-License-Identifier: Apache-2.0

import Interchange

/// Writes a directory whole, for those who may see all of it. What is for everybody is written by `PublicDirectory`.
public enum DirectoryWriter {
    /// The file again, with every member and number as it was read: an object of tables for a folder.
    public static func json(_ file: DirectoryFile) -> [UInt8] { file.tree.bytes }

    /// A list of whole services, whatever the layout was.
    public static func services(_ file: DirectoryFile) -> [UInt8] { WrittenJSON.list(file.services).bytes }

    /// The files of a package, by name; nil when the directory did not come as tables.
    public static func folder(_ file: DirectoryFile) -> [(name: String, bytes: [UInt8])]? {
        if file.tables.isEmpty { return nil }
        return file.tables.map { ($0.file, $0.csv) } + file.others
    }
}
