// SPDX-License-Identifier: Apache-2.0

import Disclosure

/// Writes the CTDC file. Takes only what a recount has found safe.
public enum CTDCWriter {
    /// UTF-8 without a mark at its start, a header and one line a person, each ended by a line feed, as CTDC's own
    /// files. Namibia is `NA`: spreadsheets and statistics programs may read that as missing unless told otherwise.
    ///
    /// - Parameter release: Its columns must be the 63 of CTDC (a precondition).
    public static func csv(_ release: Release) -> [UInt8] {
        let table = release.table
        precondition(table.columns.map(\.name) == CTDCColumn.headers, "not a CTDC table")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(table.rowCount * 120)
        append(CTDCColumn.headers, to: &bytes)
        for row in 0..<table.rowCount { append(table.row(row), to: &bytes) }
        return bytes
    }

    /// No CTDC value holds a comma, a quote or a line end: they are numbers, codes and words of fixed lists.
    private static func append(_ cells: [String], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: cell.utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
