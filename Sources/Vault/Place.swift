// SPDX-License-Identifier: Apache-2.0

/// Where a sealed value lives. It is authenticated with the value, so an envelope moved to another install, agency,
/// case, table, column, record or version does not open.
public struct Place: Sendable, Hashable {
    /// Ids as their 16 bytes.
    public var install: [UInt8]
    public var agency: [UInt8]
    /// The case or person (or whatever has its own key) that the value belongs to.
    public var scope: [UInt8]
    public var table: String
    public var column: String
    public var record: [UInt8]
    /// The record's version: an old value put back does not open as the new one.
    public var version: Int

    public init(
        install: [UInt8], agency: [UInt8], scope: [UInt8], table: String, column: String, record: [UInt8], version: Int
    ) {
        self.install = install
        self.agency = agency
        self.scope = scope
        self.table = table
        self.column = column
        self.record = record
        self.version = version
    }

    /// The associated data: algorithm, then each part preceded by its length, so that no two places encode alike.
    func associatedData(suite: UInt8) -> [UInt8] {
        var parts = Parts(reserving: 128)
        parts.append(install)
        parts.append(agency)
        parts.append(scope)
        parts.append(table)
        parts.append(column)
        parts.append(record)
        parts.append(version)
        parts.append(Int(suite))
        return parts.bytes
    }
}
