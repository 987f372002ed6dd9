// SPDX-License-Identifier: Apache-2.0

/// Comma-separated values (RFC 4180) with any line end, and `,` `;` or tab between fields.
struct CSVReader {
    private let bytes: ArraySlice<UInt8>
    /// The byte between fields.
    let separator: UInt8

    /// - Parameter separator: told from the first lines when nil.
    /// - Throws: `unknownEncoding`.
    init(_ file: [UInt8], separator: UInt8? = nil) throws(InterchangeError) {
        bytes = try TextEncoding.utf8(file)
        self.separator = separator ?? Self.sniff(bytes)
    }

    /// Streams the rows that hold a non-empty field, until `take` answers false. A row's number is its line in the
    /// sense of a spreadsheet: records are counted, not line breaks inside quotes.
    ///
    /// - Throws: `badText` when a quotation mark is never closed; `overLimit` beyond the columns of a spreadsheet.
    func rows(take: (TableRow) -> Bool) throws(InterchangeError) {
        let failure = bytes.withUnsafeBufferPointer { buffer in
            var scan = Scan(bytes: buffer, separator: separator)
            while let row = scan.next() {
                if !row.cells.isEmpty, !take(row) { break }
            }
            return scan.failure
        }
        if let failure { throw failure }
    }

    /// All bytes, as UTF-8 without a byte order mark, for readers that make no texts of the cells.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBufferPointer(body)
    }

    /// The separator that the first filled line holds most of outside quotes; a comma when it holds none. Later lines
    /// do
    /// not count: values may hold any number of `;`.
    private static func sniff(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        let known: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 9]
        var counts = [0, 0, 0]
        var inQuotes = false
        var isFilled = false
        for byte in bytes.prefix(65_536) {
            if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
            if inQuotes { continue }
            if byte == 10 || byte == 13 { if isFilled { break } } else { isFilled = true }
            if let index = known.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return known[counts.firstIndex(of: most) ?? 0]
    }
}

/// One pass over the bytes.
private struct Scan {
    let bytes: UnsafeBufferPointer<UInt8>
    let separator: UInt8
    var at = 0
    var number = 0
    var failure: InterchangeError?
    private var unquoted: [UInt8] = []

    init(bytes: UnsafeBufferPointer<UInt8>, separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    mutating func next() -> TableRow? {
        guard at < bytes.count, failure == nil else { return nil }
        number += 1
        if number > Limits.rows { return fail(.overLimit(what: "rows", limit: Limits.rows)) }
        var cells: [Cell] = []
        cells.reserveCapacity(48)
        var column = 0
        while true {
            guard let text = field() else { return nil }
            if !text.isEmpty { cells.append(Cell(column: column, value: .text(SpreadsheetText.unescape(text)))) }
            guard at < bytes.count, bytes[at] == separator else { break }
            at += 1
            column += 1
            if column >= Limits.columns { return fail(.overLimit(what: "columns", limit: Limits.columns)) }
        }
        skipLineEnd()
        return TableRow(number: number, cells: cells)
    }

    private mutating func fail(_ error: InterchangeError) -> TableRow? {
        failure = error
        return nil
    }

    private mutating func skipLineEnd() {
        if at < bytes.count, bytes[at] == 13 {
            at += 1; if at < bytes.count, bytes[at] == 10 { at += 1 }
        } else if at < bytes.count {
            at += 1
        }
    }

    private mutating func field() -> String? {
        if at < bytes.count, bytes[at] == UInt8(ascii: "\"") { return quoted() }
        let start = at
        while at < bytes.count, bytes[at] != separator, bytes[at] != 10, bytes[at] != 13 { at += 1 }
        return text(start, at)
    }

    private mutating func quoted() -> String? {
        unquoted.removeAll(keepingCapacity: true)
        at += 1
        var start = at
        while true {
            while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += 1 }
            guard at < bytes.count else {
                failure = .badText(line: number)
                return nil
            }
            unquoted.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<at]))
            at += 1
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { break }
            unquoted.append(UInt8(ascii: "\""))
            at += 1
            start = at
        }
        // What stands between a closing quote and the separator is kept: `"A" B` reads as `A B`.
        let tail = at
        while at < bytes.count, bytes[at] != separator, bytes[at] != 10, bytes[at] != 13 { at += 1 }
        unquoted.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[tail..<at]))
        if unquoted.count > Limits.cellBytes {
            failure = .overLimit(what: "bytes in one cell", limit: Limits.cellBytes)
            return nil
        }
        return String(decoding: unquoted, as: UTF8.self)
    }

    private mutating func text(_ start: Int, _ end: Int) -> String? {
        if end - start > Limits.cellBytes {
            failure = .overLimit(what: "bytes in one cell", limit: Limits.cellBytes)
            return nil
        }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    }
}
