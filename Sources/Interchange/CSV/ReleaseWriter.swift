// SPDX-License-Identifier: Apache-2.0

import Disclosure

/// Writes a table that may be let out as comma-separated values. Takes only what a recount has found safe.
public enum ReleaseWriter {
    /// UTF-8, a heading and one line a person, in the release's own order; `'` before what a spreadsheet would run.
    public static func csv(_ release: Release) -> [UInt8] {
        let table = release.table
        var heading = CSVWriter()
        heading.add(table.columns.map(\.name))
        var bytes = heading.bytes
        bytes.reserveCapacity(table.rowCount * table.columns.count * 3)
        // Each text is quoted once, not once a row.
        let cells = table.columns.indices.map { column in
            table.values(of: column).map { text in
                var writer = CSVWriter()
                writer.add([text])
                return Array(writer.bytes.dropLast())
            }
        }
        let isEmpty = cells.map { $0.map(\.isEmpty) }
        let codes = table.columns.indices.map(table.codes)
        for row in 0..<table.rowCount {
            for column in cells.indices {
                if column > 0 { bytes.append(UInt8(ascii: ",")) }
                let code = Int(codes[column][row])
                if !isEmpty[column][code] { bytes.append(contentsOf: cells[column][code]) }
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
