// SPDX-License-Identifier: Apache-2.0

/// A small table of comma-separated values, read whole: its heading and the texts below it.
package struct CSVTable: Sendable {
    package let heading: [String]
    /// Each row has as many texts as the heading; what is empty is empty. The number is that of the row in the file.
    package let rows: [(number: Int, texts: [String])]

    /// - Throws: `empty` without a heading; `overLimit` when a row is longer than the heading; what `CSVReader` throws.
    package init(_ bytes: [UInt8]) throws(InterchangeError) {
        var (heading, rows): ([String], [(number: Int, texts: [String])]) = ([], [])
        var isTooWide = false
        try CSVReader(bytes, separator: UInt8(ascii: ",")).rows { row in
            let width = (row.cells.last?.column ?? -1) + 1
            var texts = [String](repeating: "", count: max(width, heading.count))
            for cell in row.cells { if case .text(let text) = cell.value { texts[cell.column] = text } }
            if heading.isEmpty {
                heading = texts
            } else if width > heading.count {
                isTooWide = true
            } else {
                rows.append((row.number, texts))
            }
            return !isTooWide
        }
        if heading.isEmpty { throw .empty }
        if isTooWide { throw .overLimit(what: "columns", limit: heading.count) }
        self.heading = heading
        self.rows = rows
    }
}
