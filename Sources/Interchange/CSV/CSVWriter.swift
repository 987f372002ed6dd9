// SPDX-License-Identifier: Apache-2.0

/// Writes comma-separated values (RFC 4180) in UTF-8 without a byte order mark; lines end with LF.
public struct CSVWriter: Sendable {
    private var out: [UInt8] = []
    private let guardsFormulas: Bool

    /// - Parameter guardsFormulas: puts `'` before texts that a spreadsheet would run; readers of this project take it
    ///   away again. Off only for files that no spreadsheet opens.
    public init(guardsFormulas: Bool = true) { self.guardsFormulas = guardsFormulas }

    /// Writes one row. Fields are quoted only when they hold a comma, a quote or a line end.
    public mutating func add(_ fields: some Sequence<String>) {
        var isFirst = true
        for field in fields {
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            append(guardsFormulas ? SpreadsheetText.escape(field) : field)
        }
        out.append(10)
    }

    /// Everything written so far.
    public var bytes: [UInt8] { out }

    private mutating func append(_ field: String) {
        var field = field
        field.withUTF8 { utf8 in
            let needsQuotes = utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 10 || $0 == 13 }
            if !needsQuotes { return out.append(contentsOf: utf8) }
            out.append(0x22)
            for byte in utf8 {
                if byte == 0x22 { out.append(0x22) }
                out.append(byte)
            }
            out.append(0x22)
        }
    }
}
