// SPDX-License-Identifier: Apache-2.0

import Standard

/// Reads `{"standard": "HTCDS", "version": "2.0", "rows": [{"prs_FirstName": "…"}, …]}`, or the list of rows alone.
enum HTCDSJSONReader {
    /// - Throws: `brokenJSON`, `unknownEncoding`, `stopped`.
    static func read(_ bytes: [UInt8], into pipeline: RowPipeline) throws(InterchangeError) -> ImportReading {
        var scan = JSONScanner(try TextEncoding.utf8(bytes))
        var rows = Rows(pipeline: pipeline)
        switch scan.peek() {
        case UInt8(ascii: "["): try rows.take(&scan)
        case UInt8(ascii: "{"):
            var found = false
            try scan.members { (scan, key) throws(InterchangeError) in
                if key == "rows", scan.peek() == UInt8(ascii: "[") {
                    found = true
                    try rows.take(&scan)
                } else {
                    _ = try scan.value()
                }
                return !rows.isStopped
            }
            if !found { throw .brokenJSON }
        default: throw .brokenJSON
        }
        if !rows.isStopped, scan.peek() != nil { throw .brokenJSON }
        return try pipeline.finish()
    }

    private struct Rows {
        let pipeline: RowPipeline
        var columns: [String: Int] = [:]
        var number = 0
        var isStopped = false

        mutating func take(_ scan: inout JSONScanner) throws(InterchangeError) {
            try scan.elements { (scan) throws(InterchangeError) in
                guard case .object(let pairs) = try scan.value() else { throw .brokenJSON }
                number += 1
                if number > Limits.rows { throw .overLimit(what: "rows", limit: Limits.rows) }
                if pairs.count > Limits.columns { throw .overLimit(what: "columns", limit: Limits.columns) }
                let cells = pairs.compactMap { pair in
                    Self.cell(pair.value).map { Cell(column: column(pair.key), value: $0) }
                }
                isStopped = !pipeline.takeNamed(TableRow(number: number, cells: cells), sourceID: nil)
                return !isStopped
            }
        }

        private mutating func column(_ name: String) -> Int {
            if let column = columns[name] { return column }
            let column = pipeline.column(named: name)
            columns[name] = column
            return column
        }

        private static func cell(_ value: WrittenJSON) -> CellValue? {
            switch value {
            case .null: nil
            case .flag(let flag): .flag(flag)
            case .text(let text): text.isEmpty ? nil : .text(text)
            case .number(let digits):
                // Beyond 2^53 a Double would change the digits of, say, an identity number.
                digits.utf8.count <= 15 ? Double(digits).map { .number($0) } : .text(digits)
            case .list(let list): list.isEmpty ? nil : .list(list.compactMap { cell($0)?.text })
            case .object(let pairs): object(pairs)
            }
        }

        /// `{"absent": "declined"}` and `{"date": "1998-05"}`, as the register itself writes values.
        private static func object(_ pairs: [JSONMember]) -> CellValue? {
            if pairs.count == 1, case .text(let text) = pairs[0].value {
                if pairs[0].key == "absent", let absence = Absence(rawValue: text) { return .absent(absence) }
                return .text(text)
            }
            return .text(pairs.map { "\($0.key): \(cell($0.value)?.text ?? "")" }.joined(separator: "; "))
        }
    }
}
