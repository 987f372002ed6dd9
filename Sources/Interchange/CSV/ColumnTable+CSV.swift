// SPDX-License-Identifier: Apache-2.0

import Disclosure

extension ColumnTable {
    /// Reads a CSV file (RFC 4180, UTF-8 or UTF-16) whose first line names the columns.
    ///
    /// `,` `;` or tab between fields, told from the first line. A row that is shorter than the heading ends in missing
    /// values; a line without a single byte is no row. Spaces around a value, and around a name of the heading, do
    /// not count. Costs one pass; the file itself and two bytes a cell.
    ///
    /// - Throws: `InterchangeError` for what is no text, a quotation mark that is never closed, or a file beyond
    ///   `Limits`; `TableFault` for a heading or a row that cannot be right, and for a column of too many values.
    public init(csv file: [UInt8]) throws {
        if file.count > Limits.fileBytes { throw InterchangeError.tooLarge(megabytes: Limits.fileBytes >> 20) }
        let kind = try FileKind.of(file)
        guard kind == .text || kind == .json || kind == .xml else { throw InterchangeError.notAWorkbook(kind) }
        let reader = try CSVReader(file)
        self = try reader.withBytes { bytes in
            var pass = ColumnPass(bytes: bytes, separator: reader.separator)
            return try pass.table()
        }
    }

    /// The table as CSV in UTF-8: the heading and every row in order. A text that a spreadsheet would take for a
    /// formula gets a `'` before it, which reading takes away again.
    public var csv: [UInt8] {
        var writer = CSVWriter()
        writer.add(columns.map(\.name))
        for row in 0..<rowCount { writer.add(self.row(row)) }
        return writer.bytes
    }
}

/// One pass over the bytes of a CSV file, from cells to codes without a text in between.
private struct ColumnPass {
    let bytes: UnsafeBufferPointer<UInt8>
    let separator: UInt8
    private var at = 0
    private var rowNumber = 0
    private var unquoted: [UInt8] = []

    init(bytes: UnsafeBufferPointer<UInt8>, separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    mutating func table() throws -> ColumnTable {
        var builder = try ColumnTableBuilder(names: try heading())
        var rows = 0
        while nextLine() {
            if rows == Limits.rows { throw InterchangeError.overLimit(what: "rows", limit: Limits.rows) }
            var column = 0
            let number = rowNumber
            while true {
                if at < bytes.count, bytes[at] != separator, bytes[at] != 10, bytes[at] != 13 {
                    try field { text in
                        if text.isEmpty { return }
                        guard column < builder.width else { throw TableFault.rowTooWide(row: number) }
                        try builder.set(text, in: column)
                    }
                }
                guard at < bytes.count, bytes[at] == separator else { break }
                at += 1
                column += 1
            }
            builder.endRow()
            rows += 1
        }
        if rows == 0 { throw TableFault.noRows }
        return builder.table()
    }

    private mutating func heading() throws -> [String] {
        guard nextLine() else { throw InterchangeError.empty }
        var names: [String] = []
        while true {
            try field { names.append(String(decoding: $0, as: UTF8.self)) }
            if names.count > Limits.columns {
                throw InterchangeError.overLimit(what: "columns", limit: Limits.columns)
            }
            guard at < bytes.count, bytes[at] == separator else { return names }
            at += 1
        }
    }

    /// Goes to the start of the next line that holds a byte; false at the end.
    private mutating func nextLine() -> Bool {
        while at < bytes.count, bytes[at] == 10 || bytes[at] == 13 {
            if bytes[at] == 10 || at + 1 >= bytes.count || bytes[at + 1] != 10 { rowNumber += 1 }
            at += 1
        }
        if rowNumber == 0 { rowNumber = 1 }
        return at < bytes.count
    }

    /// Hands over the bytes of the field that begins here, without quotes, spaces at its ends and the mark against
    /// formulas, and goes behind it.
    @inline(__always)
    private mutating func field(_ use: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") { return try quoted(use) }
        let start = at
        skipToEndOfField()
        try Self.give(UnsafeBufferPointer(rebasing: bytes[start..<at]), to: use)
    }

    @inline(__always)
    private mutating func quoted(_ use: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        unquoted.removeAll(keepingCapacity: true)
        at += 1
        while true {
            let start = at
            while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += 1 }
            guard at < bytes.count else { throw InterchangeError.badText(line: rowNumber) }
            unquoted.append(contentsOf: bytes[start..<at])
            at += 1
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { break }
            unquoted.append(UInt8(ascii: "\""))
            at += 1
        }
        // What stands between a closing quote and the separator is kept: `"A" B` reads as `A B`.
        let tail = at
        skipToEndOfField()
        unquoted.append(contentsOf: bytes[tail..<at])
        try unquoted.withUnsafeBufferPointer { try Self.give($0, to: use) }
    }

    private mutating func skipToEndOfField() {
        while at < bytes.count, bytes[at] != separator, bytes[at] != 10, bytes[at] != 13 { at += 1 }
    }

    @inline(__always)
    private static func give(
        _ text: UnsafeBufferPointer<UInt8>, to use: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        if text.count > Limits.cellBytes {
            throw InterchangeError.overLimit(what: "bytes in one cell", limit: Limits.cellBytes)
        }
        var (start, end) = (0, text.count)
        while start < end, text[start] == 32 || text[start] == 9 { start += 1 }
        while end > start, text[end - 1] == 32 || text[end - 1] == 9 { end -= 1 }
        if start < end, text[start] == UInt8(ascii: "'") {
            let whole = String(decoding: text[start..<end], as: UTF8.self)
            if SpreadsheetText.unescape(whole).utf8.count < end - start { start += 1 }
        }
        try use(UnsafeBufferPointer(rebasing: text[start..<end]))
    }
}
