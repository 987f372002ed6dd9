// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Finds the header of a table among its first rows: field names, labels, both one under the other, or none.
struct HeaderFinder {
    let codebook: Codebook
    let mapping: Mapping?

    /// The rows that make up the header.
    struct Header {
        /// Row numbers, at most two; none when the mapping says that there is no header.
        let rows: [TableRow]
        /// Rows above it that are taken for titles.
        let titles: [Int]
    }

    /// - Parameter rows: the first filled rows of the table.
    /// - Returns: nil when no row looks like a header and the mapping does not help.
    func find(in rows: [TableRow]) -> Header? {
        if let count = mapping?.headerRows {
            return Header(rows: Array(rows.filter { $0.number <= count }.suffix(2)), titles: [])
        }
        guard let first = rows.indices.first(where: { isHeader(rows[$0]) }) else {
            return mapsByLetters ? Header(rows: [], titles: []) : nil
        }
        var header = [rows[first]]
        if rows.indices.contains(first + 1), isHeader(rows[first + 1]), !isRepeat(rows[first], rows[first + 1]) {
            header.append(rows[first + 1])
        }
        return Header(rows: header, titles: rows[..<first].map(\.number))
    }

    /// How many cells of the row are names or labels of fields.
    func hits(_ row: TableRow) -> Int { row.cells.count { isKnown($0.value) } }

    private func isHeader(_ row: TableRow) -> Bool {
        let texts = row.cells.compactMap {
            if case .text(let text) = $0.value, text.utf8.count < 300 { text.tidied } else { nil }
        }
        // Nobody's answer is the name of a field; a label may be one.
        if texts.contains(where: { codebook.resolve(fieldName: $0) != nil }) { return true }
        let known = hits(row)
        if known == 0 { return false }
        if known >= 3 && known * 4 >= texts.count || known * 2 >= texts.count { return true }
        return texts.count <= 200 && texts.count { codebook.nearestField(to: $0) != nil } * 2 >= texts.count
    }

    /// A second row is part of the header only when it adds names to labels or labels to names.
    private func isRepeat(_ a: TableRow, _ b: TableRow) -> Bool { hits(a) == 0 || hits(b) < 2 && hits(a) > 2 }

    private func isKnown(_ value: CellValue) -> Bool {
        guard case .text(let text) = value, text.utf8.count < 300 else { return false }
        return field(text.tidied) != nil || mapping?.columns[text] != nil || mapping?.columns[text.tidied] != nil
    }

    private func field(_ text: String) -> FieldName? {
        codebook.resolve(fieldName: text) ?? codebook.resolve(label: text)
    }

    private var mapsByLetters: Bool {
        guard let keys = mapping?.columns.keys, !keys.isEmpty else { return false }
        return keys.allSatisfy { ColumnLetters.column($0) != nil }
    }
}

/// What every column of a header means.
struct HeaderMeaning {
    private(set) var columns: [ColumnMapping] = []
    private(set) var findings: [Finding] = []

    private let codebook: Codebook
    private let mapping: Mapping?
    private let sheet: String?
    /// Letters in workbooks, headers in files that have no letters.
    private let usesLetters: Bool
    private var seen: [FieldName: Int] = [:]
    private var proposals = 0
    /// Columns whose hidden name says another field than the label, or nothing.
    private var overruled: [String] = []

    init(codebook: Codebook, mapping: Mapping?, sheet: String?, usesLetters: Bool) {
        self.codebook = codebook
        self.mapping = mapping
        self.sheet = sheet
        self.usesLetters = usesLetters
    }

    /// Reads the header's rows; columns without a header are told by the caller as they turn up.
    mutating func read(_ header: HeaderFinder.Header) {
        var texts: [Int: [String]] = [:]
        for row in header.rows {
            for cell in row.cells { texts[cell.column, default: []].append(cell.value.text.tidied) }
        }
        for key in mapping.map({ Array($0.columns.keys) }) ?? [] {
            if let column = ColumnLetters.column(key), texts[column] == nil { texts[column] = [] }
        }
        for column in texts.keys.sorted() {
            add(column, texts[column]!.filter { !$0.isEmpty }, rows: header.rows.count)
        }
        noteOverruled()
    }

    /// Takes in one more column; the texts are what stands in its header from top to bottom.
    @discardableResult
    mutating func add(_ column: Int, _ texts: [String], rows: Int) -> ColumnMapping {
        let shown = texts.last ?? ColumnLetters.of(column)
        var meaning = decide(column, texts, rows: rows)
        if case .field(let name) = meaning {
            if let other = seen[name] {
                findings.append(
                    finding(
                        .duplicateColumn, .warning, column, shown, name,
                        "This column and another (\(ColumnLetters.of(other))) are both \(name). The first that is "
                            + "filled counts; other texts are kept in the case's note."
                    ))
            } else {
                seen[name] = column
            }
        }
        if case .unknown(let nearest) = meaning, texts.isEmpty, nearest == nil, column == 0 { meaning = .numbering }
        let mapped = ColumnMapping(column: column, header: shown, meaning: meaning)
        columns.append(mapped)
        if case .unknown(let nearest) = meaning { report(mapped, nearest: nearest, isNamed: !texts.isEmpty) }
        return mapped
    }

    private mutating func decide(_ column: Int, _ texts: [String], rows: Int) -> ColumnMapping.Meaning {
        for key in texts.reversed() + [ColumnLetters.of(column)] {
            guard let target = mapping?.columns[key] else { continue }
            if target == Mapping.ignore { return .ignored }
            if let field = codebook[FieldName(target)], field.section.isFlat { return .field(field.name) }
        }
        if column == 0, texts.count == 1, Self.numberings.contains(PlainWords.key(texts[0])) { return .numbering }
        // Some fields never stand in a flat row: a column of that name is a column that means nothing here.
        let names = texts.compactMap { codebook.resolve(fieldName: $0) }.filter { codebook[$0]?.section.isFlat == true }
        guard let label = texts.last(where: { codebook.resolve(fieldName: $0) == nil }) else {
            return names.first.map { .field($0) } ?? .unknown(nearest: nil)
        }
        // The named field bears this label itself, though others may bear it too.
        if let name = names.first, let field = codebook[name], PlainWords.key(field.label) == PlainWords.key(label) {
            return .field(name)
        }
        let labelled = texts.reversed().compactMap { codebook.resolve(label: $0) }.first
        if let labelled {
            if rows == 2, names.first != labelled, texts.count == 2 || names.isEmpty {
                overruled.append(ColumnLetters.of(column))
            }
            return .field(labelled)
        }
        if let name = names.first { return .field(name) }
        // Each proposal compares with every field.
        if proposals >= 200 { return .unknown(nearest: nil) }
        proposals += 1
        let near = texts.reversed().compactMap { codebook.nearestField(to: $0) }
        return .unknown(nearest: near.first { codebook[$0]?.section.isFlat == true })
    }

    private static let numberings: Set<String> = [
        "", "no", "nr", "n", "number", "row", "sn", "sno", "serialno", "slno",
    ]

    private mutating func noteOverruled() {
        if overruled.isEmpty { return }
        let list = overruled.joined(separator: ", ")
        findings.append(
            Finding(
                .labelDecides, severity: .note, sheet: sheet, column: list, field: nil,
                "In columns \(list) the hidden name in the first row is missing or differs from the visible label. "
                    + "The label counts, for it is what people saw when they typed."
            ))
    }

    private mutating func report(_ column: ColumnMapping, nearest: FieldName?, isNamed: Bool) {
        let hint = nearest.map { " The nearest field is \($0)." } ?? ""
        let message =
            isNamed
            ? "There is no field of this name.\(hint) Its texts are kept in the case's note; choose a field for it "
                + "in the mapping to take them in."
            : "This column has texts and no header. They are kept in the case's note; name the column or choose a "
                + "field for it in the mapping."
        findings.append(
            finding(
                isNamed ? .unknownField : .noColumnName, .warning, column.column, column.header, nil, message,
                nearest?.rawValue))
    }

    private func finding(
        _ code: Finding.Code, _ severity: Finding.Severity, _ column: Int, _ header: String, _ field: FieldName?,
        _ message: String,
        _ suggestion: String? = nil
    ) -> Finding {
        Finding(
            code, severity: severity, sheet: sheet, column: usesLetters ? ColumnLetters.of(column) : header,
            field: field, message, suggestion: suggestion)
    }
}
