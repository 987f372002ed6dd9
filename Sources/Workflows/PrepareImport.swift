// SPDX-License-Identifier: Apache-2.0

import Cases
import Dispatch
import Foundation
import Interchange
import Standard
import Store

/// A file's rows, checked and, when asked for, sealed.
struct PreparedImport: Sendable {
    var outcome: ImportOutcome
    var cases: [SealedCase]
    var people: [RowPerson]
}

/// Reads on a thread of its own while chunks of rows are checked and sealed on the others.
func prepare(
    _ request: ImportRequest, seal: Bool, store: CaseStore, progress: (@Sendable (Int) -> Void)?
) async throws -> PreparedImport {
    let (reading, chunks) = try await read(request, seal: seal, store: store, progress: progress)
    var outcome = ImportOutcome(format: reading.format)
    outcome.columns = reading.columns
    outcome.findings = reading.findings
    var prepared = PreparedImport(outcome: outcome, cases: [], people: [])
    for chunk in chunks {
        let done = try await chunk.value
        prepared.cases += done.cases
        prepared.people += done.people
        prepared.outcome.findings += done.findings
        prepared.outcome.drafts += done.drafts
        prepared.outcome.rows += done.rows
    }
    prepared.outcome.findings.sort { ($0.row ?? 0) < ($1.row ?? 0) }
    return prepared
}

private let chunkRows = 250

private func read(
    _ request: ImportRequest, seal: Bool, store: CaseStore, progress: (@Sendable (Int) -> Void)?
) async throws -> (ImportReading, [Task<Chunk, any Error>]) {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global(qos: .userInitiated).async {
            var pending: [FlatRow] = []
            var chunks: [Task<Chunk, any Error>] = []
            func flush() {
                let rows = pending
                pending = []
                chunks.append(Task { try Chunk(rows, seal: seal, store: store) })
            }
            do {
                let reading = try HTCDSReader.read(
                    request.bytes, format: request.format, mapping: request.mapping, codebook: store.codebook
                ) { row in
                    pending.append(row)
                    if pending.count == chunkRows {
                        flush()
                        progress?(chunks.count * chunkRows)
                    }
                }
                if !pending.isEmpty { flush() }
                continuation.resume(returning: (reading, chunks))
            } catch {
                for chunk in chunks { chunk.cancel() }
                continuation.resume(throwing: error)
            }
        }
    }
}

/// Some rows of a file, done.
private struct Chunk: Sendable {
    var rows = 0
    var drafts = 0
    var cases: [SealedCase] = []
    var people: [RowPerson] = []
    var findings: [Finding] = []

    init(_ flat: [FlatRow], seal: Bool, store: CaseStore) throws {
        rows = flat.count
        for row in flat {
            try Task.checkCancellation()
            let checked = CheckedRow(row, under: store.codebook)
            findings += row.findings + checked.findings
            if checked.isDraft { drafts += 1 }
            if let person = checked.records.first(where: { $0.record.kind == .person }) {
                people.append(RowPerson(row: row.row, sheet: row.sheet, person: PersonSummary(id: person.id, record: person.record)))
            }
            if seal { cases.append(try store.seal(checked.records, ofCase: checked.caseID)) }
        }
    }
}

/// One row as records that the codebook allows; what it does not allow is kept as text.
private struct CheckedRow {
    let records: [(id: EntityID, scope: EntityID, record: Record)]
    private(set) var findings: [Finding] = []
    private(set) var isDraft: Bool
    let caseID: EntityID

    init(_ row: FlatRow, under codebook: Codebook) {
        var values = row.values
        var leftovers = row.leftovers.map { "\($0.column): \($0.text)" }
        isDraft = row.isDraft
        var checked = isDraft || !leftovers.isEmpty ? nil : try? Self.records(values, codebook)
        if checked == nil {
            for finding in values.compactMap({ codebook.finding(for: $1, in: $0) }) {
                guard let field = finding.field, let value = values.removeValue(forKey: field) else { continue }
                leftovers.append("\(field): \(value.canonicalText)")
                findings.append(finding.at(row))
                isDraft = true
            }
            if isDraft { values["wh_RecordState"] = .codes(["Draft"]) }
            Self.keep(leftovers, in: &values)
            checked = try? Self.records(values, codebook)
        }
        guard let checked else { preconditionFailure("what the codebook refuses was taken out") }
        records = checked
        caseID = checked.first { $0.record.kind == .caseFile }!.id
    }

    private static func records(
        _ values: [FieldName: Value], _ codebook: Codebook
    ) throws(Rejected) -> [(id: EntityID, scope: EntityID, record: Record)] {
        var records: [(id: EntityID, scope: EntityID, record: Record)] = []
        for part in VictimRow(values).parts(under: codebook, newID: { .random() }) {
            records.append((part.id, part.scope, try part.draft.checked(under: codebook)))
        }
        return records
    }

    /// Writes what fitted nowhere into the case's import note, as much as a note holds.
    private static func keep(_ leftovers: [String], in values: inout [FieldName: Value]) {
        guard !leftovers.isEmpty else { return }
        let before = values["wh_ImportNote"].map { [$0.canonicalText] } ?? []
        let clean = (before + leftovers).joined(separator: "\n").unicodeScalars.filter { $0.value >= 32 || $0 == "\n" || $0 == "\t" }
        values["wh_ImportNote"] = .text(String(String.UnicodeScalarView(clean.prefix(90_000))))
    }
}

extension Finding {
    fileprivate func at(_ row: FlatRow) -> Finding {
        var finding = self
        finding.row = row.row
        finding.sheet = row.sheet
        return finding
    }
}
