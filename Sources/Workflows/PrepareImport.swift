// SPDX-License-Identifier: Apache-2.0

import Cases
import Dispatch
import Foundation
import Interchange
import Standard
import Store
import Synchronization

/// The reading found something that forbids taking the file in, or no rows.
struct NothingToTakeIn: Error {}

/// A file's rows, checked and, when asked for, sealed, in the file's order. Reads on a thread of its own while chunks
/// of rows are checked and sealed on the others; whoever takes the chunks waits for the next.
final class PreparedRows: Sendable {
    private struct State {
        var chunks: [Int: Chunk] = [:]
        var taken = 0
        /// How many chunks there are, once the file has been read.
        var total: Int?
        var failure: (any Error)?
        var outcome = ImportOutcome(format: .auto)
        var people: [RowPerson] = []

        mutating func take(_ chunk: Chunk) {
            outcome.rows += chunk.rows
            outcome.drafts += chunk.drafts
            outcome.findings += chunk.findings
            people += chunk.people
        }
    }
    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)
    /// Counts the chunks that reading may be ahead of taking, so that a long file never lies in memory whole.
    private let room = DispatchSemaphore(value: 0)
    private static let chunkRows = 250
    private static let chunksAhead = 16

    init(
        _ request: ImportRequest, seal: Bool, permit: Permit, store: CaseStore, progress: (@Sendable (Int) -> Void)?
    ) {
        for _ in 0..<Self.chunksAhead { room.signal() }
        DispatchQueue.global(qos: .userInitiated).async {
            self.read(request, seal: seal, permit: permit, store: store, progress: progress)
        }
    }

    /// What is known so far of the file; whole when `next` has given nil.
    var outcome: ImportOutcome { state.withLock { $0.outcome } }
    var people: [RowPerson] { state.withLock { $0.people } }

    /// The cases of the next chunk; nil after the last. Waits; call it on a thread that may.
    ///
    /// - Throws: `InterchangeError`; `NothingToTakeIn` at the end of a file that must not or cannot be taken in.
    func next() throws -> [SealedCase]? {
        while true {
            let answer = try state.withLock { state -> [SealedCase]?? in
                if let failure = state.failure { throw failure }
                if let chunk = state.chunks.removeValue(forKey: state.taken) {
                    state.taken += 1
                    state.take(chunk)
                    return chunk.cases
                }
                guard let total = state.total, state.taken == total else { return nil }
                state.outcome.findings.sort { ($0.row ?? 0) < ($1.row ?? 0) }
                if state.outcome.isRefused || state.outcome.rows == 0 { throw NothingToTakeIn() }
                return .some(nil)
            }
            if let answer {
                room.signal()
                return answer
            }
            arrived.wait()
        }
    }

    /// Ends the reading when nobody will take the rest; harmless when it has ended.
    func stop() { fail(CancellationError()) }

    /// Reads to the end and gives what was found.
    func drain() async throws -> ImportOutcome {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async {
                do {
                    while try self.next() != nil {}
                    continuation.resume(returning: self.outcome)
                } catch is NothingToTakeIn {
                    continuation.resume(returning: self.outcome)
                } catch { continuation.resume(throwing: error) }
            }
        }
    }

    private func read(
        _ request: ImportRequest, seal: Bool, permit: Permit, store: CaseStore, progress: (@Sendable (Int) -> Void)?
    ) {
        var pending: [FlatRow] = []
        var count = 0
        func flush() {
            room.wait()
            let (rows, number) = (pending, count)
            pending = []
            count += 1
            Task {
                do { self.put(try Chunk(rows, seal: seal, permit: permit, store: store), number) } catch {
                    self.fail(error)
                }
            }
        }
        do {
            let reading = try HTCDSReader.stream(
                request.bytes, format: request.format, mapping: request.mapping, codebook: store.codebook
            ) { row in
                pending.append(row)
                guard pending.count == Self.chunkRows else { return true }
                flush()
                progress?(count * Self.chunkRows)
                return self.state.withLock { $0.failure == nil }
            }
            if !pending.isEmpty { flush() }
            state.withLock { state in
                state.total = count
                state.outcome.format = reading.format
                state.outcome.columns = reading.columns
                state.outcome.findings += reading.findings
            }
            arrived.signal()
        } catch { fail(error) }
    }

    private func put(_ chunk: Chunk, _ number: Int) {
        state.withLock { $0.chunks[number] = chunk }
        arrived.signal()
    }

    private func fail(_ error: any Error) {
        state.withLock { $0.failure = $0.failure ?? error }
        arrived.signal()
        room.signal()
    }
}

/// Some rows of a file, done.
private struct Chunk: Sendable {
    var rows = 0
    var drafts = 0
    var cases: [SealedCase] = []
    var people: [RowPerson] = []
    var findings: [Finding] = []

    init(_ flat: [FlatRow], seal: Bool, permit: Permit, store: CaseStore) throws {
        rows = flat.count
        var random = BufferedRandom()
        let plan = RowPlan(store.codebook)
        for row in flat {
            let checked = CheckedRow(row, plan, under: store.codebook, using: &random)
            findings += row.findings + checked.findings
            if checked.isDraft { drafts += 1 }
            if let person = RowPerson(checked.records, of: row) { people.append(person) }
            if let field = permit.firstForbidden(checked.records.map(\.record), store.codebook) {
                findings.append(Finding.notYours(field).at(row))
            } else if seal {
                cases.append(try store.seal(checked.records, ofCase: checked.caseID, permit: permit))
            }
        }
    }
}

/// One row as records that the codebook allows; what it does not allow is kept as text.
private struct CheckedRow {
    let records: [(id: EntityID, scope: EntityID, record: Record)]
    private(set) var findings: [Finding] = []
    private(set) var isDraft: Bool
    let caseID: EntityID

    init(_ row: FlatRow, _ plan: RowPlan, under codebook: Codebook, using random: inout BufferedRandom) {
        var values = row.values
        var leftovers = row.leftovers.map { "\($0.column): \($0.text)" }
        isDraft = row.isDraft
        var checked =
            isDraft || !leftovers.isEmpty ? nil : plan.records(of: values, newID: { EntityID(using: &random) })
        if checked == nil {
            for finding in values.compactMap({ codebook.finding(for: $1, in: $0) }) {
                guard let field = finding.field, let value = values.removeValue(forKey: field) else { continue }
                leftovers.append("\(field): \(value.canonicalText)")
                findings.append(finding.at(row))
                isDraft = true
            }
            if isDraft { values["wh_RecordState"] = .codes(["Draft"]) }
            Self.keep(leftovers, in: &values)
            checked = plan.records(of: values, newID: { EntityID(using: &random) })
            if checked == nil { checked = try? Self.records(values, codebook, &random) }
        }
        guard let checked else { preconditionFailure("what the codebook refuses was taken out") }
        records = checked
        caseID = checked.first { $0.record.kind == .caseFile }!.id
    }

    private static func records(
        _ values: [FieldName: Value], _ codebook: Codebook, _ random: inout BufferedRandom
    ) throws(Rejected) -> [(id: EntityID, scope: EntityID, record: Record)] {
        var records: [(id: EntityID, scope: EntityID, record: Record)] = []
        for part in VictimRow(values).parts(under: codebook, newID: { EntityID(using: &random) }) {
            records.append((part.id, part.scope, try part.draft.checked(under: codebook)))
        }
        return records
    }

    /// Writes what fitted nowhere into the case's import note, as much as a note holds.
    private static func keep(_ leftovers: [String], in values: inout [FieldName: Value]) {
        guard !leftovers.isEmpty else { return }
        let before = values["wh_ImportNote"].map { [$0.canonicalText] } ?? []
        let clean = (before + leftovers).joined(separator: "\n").unicodeScalars.filter {
            $0.value >= 32 || $0 == "\n" || $0 == "\t"
        }
        values["wh_ImportNote"] = .text(String(String.UnicodeScalarView(clean.prefix(90_000))))
    }
}

extension RowPerson {
    /// Nil when the row names nobody.
    fileprivate init?(_ records: [(id: EntityID, scope: EntityID, record: Record)], of row: FlatRow) {
        guard let person = records.first(where: { $0.record.kind == .person })?.record else { return nil }
        let names = PersonSummary.nameParts(person)
        guard !names.isEmpty else { return nil }
        self.init(
            row: row.row, sheet: row.sheet, names: names, birthdate: person.date("prs_Birthdate"),
            isRepeat: row.findings.contains { $0.code == .duplicateRow })
    }
}

extension Permit {
    /// A filled field that whoever brings in the file may not write.
    fileprivate func firstForbidden(_ records: [Record], _ codebook: Codebook) -> FieldName? {
        for record in records {
            for name in record.names where !ownClasses.contains(codebook[name]?.fieldClass ?? .f4) { return name }
        }
        return nil
    }
}

extension Finding {
    fileprivate static func notYours(_ field: FieldName) -> Finding {
        Finding(
            .notYours, severity: .error, field: field,
            "No file brings this in: it is written in the case itself. Take its column out and try again.")
    }

    fileprivate func at(_ row: FlatRow) -> Finding {
        var finding = self
        finding.row = row.row
        finding.sheet = row.sheet
        return finding
    }
}
