// SPDX-License-Identifier: Apache-2.0

import Interchange

/// A directory as it was read, whole: what the program does not know is kept too, so that it can be written again.
public struct DirectoryFile: Sendable {
    /// How it is laid out.
    public enum Shape: String, Sendable {
        /// One object.
        case one
        /// A list of objects.
        case list
        /// A page of a list, as the read API answers.
        case page
        /// Tables in one JSON object, by the names of their files.
        case tables
        /// A folder of comma-separated files.
        case folder
    }

    public let shape: Shape
    /// Everything worth knowing about it; no errors.
    public let findings: [DirectoryFinding]
    /// What each top object is, such as `service`; tables by their entities.
    public let kinds: [String]
    /// The file itself; an object of tables for a folder.
    let tree: WrittenJSON
    let tables: [DirectoryTable]
    /// Files of a folder that are no tables.
    let others: [(name: String, bytes: [UInt8])]
    /// Each service whole, with its organisation and places.
    let services: [WrittenJSON]

    /// How many services there are.
    public var serviceCount: Int { services.count }
}
