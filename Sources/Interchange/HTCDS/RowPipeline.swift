// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Takes the rows of one table, finds its header, and hands on one `FlatRow` for each row that is a case.
final class RowPipeline {
    private(set) var reading: ImportReading
    /// The workbook counts days from 1904.
    var uses1904 = false

    private let codebook: Codebook
    private let mapping: Mapping?
    private let onRow: (FlatRow) -> Bool
    private let usesLetters: Bool
    private var header: HeaderMeaning
    private var waiting: [TableRow] = []
    private var isReady = false
    private var plans: [Plan] = []
    private var firstSeen: [Int: Int] = [:]
    private var isStopped = false

    private enum Plan {
        case field(ValueReader, column: String)
        /// Texts are kept beside the case under this name.
        case text(String, isNamed: Bool)
        case numbering
        case ignored
        case untold
    }

    init(
        format: ImportFormat, sheet: String?, codebook: Codebook, mapping: Mapping?, onRow: @escaping (FlatRow) -> Bool
    ) {
        reading = ImportReading(format: format, sheet: sheet)
        usesLetters = format == .htcdsXLSX
        self.codebook = codebook
        self.mapping = mapping
        self.onRow = onRow
        header = HeaderMeaning(codebook: codebook, mapping: mapping, sheet: sheet, usesLetters: usesLetters)
    }

    /// Takes the next row of a table with a header. False when no more is wanted.
    func take(_ row: TableRow) -> Bool {
        if isReady { return handOn(row, sourceID: nil) }
        waiting.append(row)
        return waiting.count < Limits.headerSearchRows ? true : findHeader()
    }

    /// Takes the next row of a format whose values carry their own names; columns come from `column(named:)`.
    func takeNamed(_ row: TableRow, sourceID: String?) -> Bool {
        isReady = true
        return handOn(row, sourceID: sourceID)
    }

    /// The column of a name in a format without a header; new names become columns.
    func column(named name: String) -> Int {
        let column = plans.count
        plan(header.add(column, [name], rows: 1))
        return column
    }

    /// Says that there is no more, and adds up.
    func finish() throws(InterchangeError) -> ImportReading {
        if !isReady, !isStopped, !waiting.isEmpty { _ = findHeader() }
        if isStopped { throw .stopped }
        reading.columns = header.columns.sorted { $0.column < $1.column }
        for finding in header.findings.reversed() { reading.findings.insert(finding, at: 0) }
        reading.findingsTotal += header.findings.count
        if reading.rowsTotal == 0, reading.isUsable {
            note(.noRows, .warning, "There is no filled row below the header, so there is nothing to import.")
        }
        if reading.emptyRows > 0 {
            note(.emptyRows, .note, "\(reading.emptyRows) rows hold nothing but a running number. They are not cases.")
        }
        return reading
    }

    /// Adds a finding on the file.
    func note(_ code: Finding.Code, _ severity: Finding.Severity, row: Int? = nil, _ message: String) {
        reading.findingsTotal += 1
        guard reading.findings.count < Limits.findings else { return }
        reading.findings.append(Finding(code, severity: severity, sheet: reading.sheet, row: row, field: nil, message))
    }
}

extension RowPipeline {
    private func findHeader() -> Bool {
        isReady = true
        let rows = waiting
        waiting = []
        guard let found = HeaderFinder(codebook: codebook, mapping: mapping).find(in: rows) else {
            note(
                .noHeader, .error, row: rows.first?.number,
                "No row among the first \(rows.count) names fields: the header should hold names such as "
                    + "prs_FirstName or labels such as First Name. Add a header, or give a mapping that says which "
                    + "column letter is which field."
            )
            return false
        }
        if !found.titles.isEmpty {
            note(
                .titleRows, .note, row: found.titles.first,
                "\(found.titles.count) rows above the header are taken for titles and left out.")
        }
        header.read(found)
        for column in header.columns { plan(column) }
        let last = found.rows.last?.number ?? (mapping?.headerRows ?? 0)
        for row in rows where row.number > last {
            if !handOn(row, sourceID: nil) { return false }
        }
        return true
    }

    private func plan(_ column: ColumnMapping) {
        while plans.count <= column.column { plans.append(.untold) }
        plans[column.column] =
            switch column.meaning {
            case .field(let name): field(name, column)
            case .numbering: .numbering
            case .ignored: .ignored
            case .unknown: .text(column.header, isNamed: column.header != ColumnLetters.of(column.column))
            }
    }

    private func field(_ name: FieldName, _ column: ColumnMapping) -> Plan {
        guard let field = codebook[name] else { return .text(column.header, isNamed: true) }
        let reader = ValueReader(field, mapping: mapping, codebook: codebook)
        reader.uses1904 = uses1904
        return .field(reader, column: usesLetters ? ColumnLetters.of(column.column) : column.header)
    }

    private func handOn(_ row: TableRow, sourceID: String?) -> Bool {
        var flat = FlatRow(row: row.number, sheet: reading.sheet)
        flat.sourceID = sourceID
        flat.values.reserveCapacity(row.cells.count)
        var hasNamed = false
        var hasher = Hasher()
        for cell in row.cells {
            while cell.column >= plans.count { plans.append(.untold) }
            if case .untold = plans[cell.column] { plan(header.add(cell.column, [], rows: 1)) }
            switch plans[cell.column] {
            case .field(let reader, let column):
                answer(reader.read(cell.value), reader.name, column, &flat)
                hasNamed = true
            case .text(let name, let isNamed):
                let text = cell.value.text.tidied
                if text.isEmpty { continue }
                flat.leftovers.append((name, ValueReader.withoutControls(text)))
                hasNamed = hasNamed || isNamed
            case .numbering:
                if case .text(let text) = cell.value, !text.tidied.allSatisfy(\.isNumber) {
                    flat.leftovers.append((ColumnLetters.of(cell.column), ValueReader.withoutControls(text.tidied)))
                }
                continue
            case .ignored, .untold: continue
            }
            hasher.combine(cell.column)
            hasher.combine(cell.value)
        }
        return deliver(&flat, hasNamed: hasNamed, hash: hasher.finalize())
    }

    private func deliver(_ flat: inout FlatRow, hasNamed: Bool, hash: Int) -> Bool {
        if flat.values.isEmpty, flat.leftovers.isEmpty {
            reading.emptyRows += 1
            return true
        }
        if flat.values.isEmpty, !hasNamed {
            note(
                .rowSkipped, .warning, row: flat.row,
                "This row has text only where no column is named, so it is taken for a remark and not for a case.")
            return true
        }
        if let first = firstSeen[hash] {
            let finding = Finding(
                .duplicateRow, severity: .warning, sheet: reading.sheet, row: flat.row, field: nil,
                "This row says exactly what row \(first) says. Take in only one of them if they are one person.")
            flat.findings.append(finding)
        } else {
            firstSeen[hash] = flat.row
        }
        reading.rowsTotal += 1
        reading.findingsTotal += flat.findings.count
        if onRow(flat) { return true }
        isStopped = true
        return false
    }

    private func answer(_ answer: Answer, _ name: FieldName, _ column: String, _ flat: inout FlatRow) {
        if let value = answer.value {
            if let other = flat.values[name] {
                if other != value { flat.leftovers.append((column, ValueReader.withoutControls(value.canonicalText))) }
            } else {
                flat.values[name] = value
            }
        }
        guard let problem = answer.problem else { return }
        let finding = Finding(
            problem.code, severity: problem.severity, sheet: reading.sheet, row: flat.row, column: column,
            field: name,
            problem.message, suggestion: problem.suggestion)
        flat.findings.append(finding)
        if problem.severity == .draft { flat.isDraft = true }
        if let text = problem.leftover { flat.leftovers.append((column, ValueReader.withoutControls(text))) }
    }
}
