// SPDX-License-Identifier: Apache-2.0

import Cases

/// One thing that a check found wrong.
public struct Fault: Sendable, Hashable, Codable {
    /// What kind; the raw value is the exit code of `wayhouse verify`.
    public enum Kind: Int, Sendable, Codable, CaseIterable {
        /// An entry does not follow from the one before it.
        case chain = 2
        /// A mark or a signature is not of this register's key.
        case mark = 3
        /// An entry is missing, or stands twice.
        case gap = 4
        /// A stored row is not what the log says was written.
        case data = 5
        /// The log is not the one that a checkpoint or anchor was made of: cut off, or another one.
        case anchor = 6
        /// The copy outside differs.
        case mirror = 7
        /// Sealed content does not open.
        case ciphertext = 8
        /// The database file itself is damaged.
        case database = 9
    }

    public let kind: Kind
    /// One sentence, without a value of a record.
    public let text: String
    /// The number of the first entry that is wrong, when it is about entries.
    public var seq: Int?
    /// The moments of the last good entry and of the bad one as it claims, in milliseconds since 1970.
    public var from: Int64?
    public var to: Int64?
    /// Ids of the records it is about.
    public var records: [EntityID] = []

    init(_ kind: Kind, _ text: String, seq: Int? = nil, records: [EntityID] = []) {
        self.kind = kind
        self.text = text
        self.seq = seq
        self.records = records
    }
}
