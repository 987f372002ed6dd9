// SPDX-License-Identifier: Apache-2.0

/// A table of figures to hand on, with what must be read beside it: as CSV with HXL hashtags (hxlstandard.org 1.1), or
/// as a workbook whose second sheet holds the notes.
public struct TabularFile: Sendable, Hashable {
    public enum Cell: Sendable, Hashable {
        case text(String)
        case number(Double)
        /// A count that may not be shown: `withheldMark`.
        case withheld
        case empty
    }

    public struct Column: Sendable, Hashable {
        public let title: String
        /// An HXL hashtag with its attributes, such as `#affected+f+ind`; empty for none.
        public let tag: String

        public init(_ title: String, tag: String = "") {
            self.title = title
            self.tag = tag
        }
    }

    public struct Note: Sendable, Hashable {
        public let label: String
        public let text: String

        public init(_ label: String, _ text: String) {
            self.label = label
            self.text = text
        }
    }

    /// What stands where a count is withheld.
    public static let withheldMark = TableWriter.withheld

    /// The names of the two sheets, as readers are to see them.
    public var tableSheet = "Table"
    public var notesSheet = "Notes"
    public var columns: [Column]
    /// Each as many cells as there are columns (a precondition of whoever reads them).
    public var rows: [[Cell]]
    /// Definition, period, coverage, what the figures cannot mean.
    public var notes: [Note]

    public init(columns: [Column], rows: [[Cell]], notes: [Note] = []) {
        self.columns = columns
        self.rows = rows
        self.notes = notes
    }

    /// UTF-8 without a mark: the heading, the line of hashtags, and one line a row. Notes do not fit into it.
    public var csv: [UInt8] {
        var writer = CSVWriter()
        writer.add(columns.map(\.title))
        writer.add(columns.map(\.tag))
        for row in rows { writer.add(row.map(\.text)) }
        return writer.bytes
    }

    /// A workbook of two sheets: the table with the line of hashtags below its heading, and the notes.
    public var xlsx: [UInt8] {
        var table = XLSXWriter.Sheet(name: tableSheet)
        table.frozenRows = 2
        table.widths = columns.indices.map { $0 == 0 ? 32 : 16 }
        table.add(columns.map { .header($0.title) })
        table.add(columns.map { .text($0.tag) })
        for row in rows { table.add(row.map(\.content)) }
        var about = XLSXWriter.Sheet(name: notesSheet)
        about.widths = [28, 100]
        for note in notes { about.add([.header(note.label), .text(note.text)]) }
        return XLSXWriter.write([table, about])
    }
}

extension TabularFile.Cell {
    fileprivate var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): CellValue.number(number).text
        case .withheld: TabularFile.withheldMark
        case .empty: ""
        }
    }

    fileprivate var content: XLSXWriter.Content? {
        switch self {
        case .text(let text): .text(text)
        case .number(let number): .number(number)
        case .withheld: .text(TabularFile.withheldMark)
        case .empty: nil
        }
    }
}
