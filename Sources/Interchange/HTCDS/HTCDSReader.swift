// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Reads HTCDS rows out of a file's bytes, whatever its form.
public enum HTCDSReader {
    /// Reads everything into memory. For files of some thousand rows; `stream` holds one row at a time.
    ///
    /// - Parameters:
    ///   - format: `auto` tells by content, never by name.
    ///   - mapping: what somebody decided about the columns; nil when the header speaks for itself.
    /// - Throws: `InterchangeError` when the file cannot be read at all. Anything smaller is a finding.
    public static func read(
        _ bytes: [UInt8], format: ImportFormat = .auto, mapping: Mapping? = nil, codebook: Codebook = .current
    ) throws(InterchangeError) -> ImportReading {
        var rows: [FlatRow] = []
        var findings: [Finding] = []
        var reading = try stream(bytes, format: format, mapping: mapping, codebook: codebook) { row in
            if findings.count < Limits.findings { findings += row.findings }
            rows.append(row)
            return true
        }
        reading.rows = rows
        reading.findings += findings
        return reading
    }

    /// Hands over row after row as the file is parsed, to the end. See `stream`.
    @discardableResult
    public static func read(
        _ bytes: [UInt8], format: ImportFormat = .auto, mapping: Mapping? = nil, codebook: Codebook = .current,
        onRow: @escaping (FlatRow) -> Void
    ) throws(InterchangeError) -> ImportReading {
        try stream(bytes, format: format, mapping: mapping, codebook: codebook) {
            onRow($0)
            return true
        }
    }

    /// Hands over row after row as the file is parsed. Memory: the file, a workbook's shared texts and one row.
    ///
    /// - Parameter onRow: answers false to stop. Nothing may be made final before this function returns: an error, or a
    ///   finding of severity `error`, may still come behind the last row.
    /// - Returns: the reading without its rows; findings on a row travel with the row.
    /// - Throws: `InterchangeError`; `stopped` when `onRow` answered false.
    @discardableResult
    public static func stream(
        _ bytes: [UInt8], format: ImportFormat = .auto, mapping: Mapping? = nil, codebook: Codebook = .current,
        onRow: @escaping (FlatRow) -> Bool
    ) throws(InterchangeError) -> ImportReading {
        if bytes.count > Limits.fileBytes { throw .tooLarge(megabytes: Limits.fileBytes >> 20) }
        let kind = try FileKind.of(bytes)
        let found = try Self.format(of: kind, asked: format)
        func pipeline(_ sheet: String? = nil) -> RowPipeline {
            RowPipeline(format: found, sheet: sheet, codebook: codebook, mapping: mapping, onRow: onRow)
        }
        switch found {
        case .auto, .htcdsCSV:
            let rows = pipeline()
            try CSVReader(bytes).rows { rows.take($0) }
            return try rows.finish()
        case .htcdsXLSX:
            return try WorkbookImport(bytes, finder: HeaderFinder(codebook: codebook, mapping: mapping)).read {
                pipeline($0)
            }
        case .htcdsJSON: return try HTCDSJSONReader.read(bytes, into: pipeline())
        case .xform: return try SubmissionReader.read(bytes, into: pipeline())
        }
    }

    private static func format(of kind: FileKind, asked: ImportFormat) throws(InterchangeError) -> ImportFormat {
        let found: ImportFormat
        switch kind {
        case .workbook: found = .htcdsXLSX
        case .json: found = .htcdsJSON
        case .xml: found = .xform
        case .text: found = .htcdsCSV
        default: throw .notAWorkbook(kind)
        }
        // A CSV file may begin with anything, a bracket included.
        if asked == .htcdsCSV, found != .htcdsXLSX { return asked }
        guard asked == .auto || asked == found else { throw .unsupportedFormat(asked: asked, found: kind) }
        return found
    }
}

/// Chooses the sheet of a workbook that holds the cases, and streams it.
struct WorkbookImport {
    private let book: XLSXReader
    private let finder: HeaderFinder
    /// Sheets that toolkits put beside the cases.
    private static let besides: Set<String> = ["validation", "about", "lists", "choices", "settings"]

    init(_ bytes: [UInt8], finder: HeaderFinder) throws(InterchangeError) {
        book = try XLSXReader(bytes)
        self.finder = finder
        let names = Set(book.sheets.map { $0.name.lowercased() })
        if names.isSuperset(of: ["survey", "choices"]) {
            throw .brokenWorkbook("it is a form (XLSForm) with questions, and holds no answers")
        }
    }

    func read(_ pipeline: (String) -> RowPipeline) throws(InterchangeError) -> ImportReading {
        let (sheet, others) = try choose()
        let rows = pipeline(sheet.name)
        rows.uses1904 = book.uses1904
        let merged = try book.rows(of: sheet) { rows.take($0) }
        if merged > 0 {
            rows.note(
                .mergedCells, .warning,
                "\(merged) ranges of merged cells reach over several rows. Only the first row of each holds the "
                    + "value; the others are read as empty."
            )
        }
        for other in others {
            rows.note(
                .otherSheet, .warning,
                "The sheet “\(other)” also looks like cases. Only “\(sheet.name)” was read; import the other from a "
                    + "file of its own."
            )
        }
        return try rows.finish()
    }

    /// The visible sheet whose first rows name most fields, and the others that name several.
    private func choose() throws(InterchangeError) -> (XLSXReader.Sheet, others: [String]) {
        var candidates = book.sheets.filter { !$0.isHidden && !Self.besides.contains($0.name.lowercased()) }
        if candidates.isEmpty { candidates = book.sheets }
        var scores: [(sheet: XLSXReader.Sheet, hits: Int, rows: Int)] = []
        for sheet in candidates {
            var first: [TableRow] = []
            try book.rows(of: sheet) {
                first.append($0)
                return first.count < Limits.headerSearchRows
            }
            scores.append((sheet, first.map(finder.hits).max() ?? 0, first.count))
        }
        guard let best = scores.max(by: { ($0.hits, $0.rows) < ($1.hits, $1.rows) }), best.rows > 0 else {
            throw .noSheet
        }
        let chosen = scores.first { $0.hits == best.hits && $0.rows > 0 } ?? best
        let others = scores.filter { $0.sheet.path != chosen.sheet.path && $0.hits >= 3 && $0.rows > 1 }
        return (chosen.sheet, others.map(\.sheet.name))
    }
}
