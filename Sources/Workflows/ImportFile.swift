// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Interchange
import Standard
import Store

/// A file that somebody wants to take in.
public struct ImportRequest: Sendable {
    public var bytes: [UInt8]
    /// The name it came with; kept, sealed, with the batch.
    public var fileName: String
    public var format: ImportFormat
    public var mapping: Mapping?

    public init(bytes: [UInt8], fileName: String, format: ImportFormat = .auto, mapping: Mapping? = nil) {
        self.bytes = bytes
        self.fileName = fileName
        self.format = format
        self.mapping = mapping
    }
}

/// What became, or would become, of a file.
public struct ImportOutcome: Sendable {
    public var format: ImportFormat
    /// Rows that hold something.
    public var rows = 0
    /// Cases made; 0 after a dry run or a refusal.
    public var imported = 0
    /// Of these, cases that wait as drafts for somebody to look.
    public var drafts = 0
    /// Rows that made no case.
    public var skipped = 0
    /// Rows whose person may be in the register already, or in an earlier row.
    public var possibleDuplicates = 0
    public var findings: [Finding] = []
    /// How each column was understood.
    public var columns: [ColumnMapping] = []
    /// The batch to undo by; nil when nothing was taken in.
    public var batch: EntityID?
    /// True when a finding forbids taking the file in.
    public var isRefused: Bool { findings.contains { $0.severity == .error } }
}

/// Reads a file of any HTCDS form, checks every row, and, unless it is a dry run, makes one case for each: all of them
/// or, when the file cannot be taken in, none.
///
/// A row with something that the codebook does not know becomes a draft; what did not fit stays in its import note.
/// People who may be known already, or stand twice in the file, are named in the findings by row; nothing is merged.
/// Reading, sealing and writing run beside each other; nothing is final before all of the file has been read.
///
/// - Parameter indexing: False when the register is closed right after: its lists then need not know the new cases.
/// - Throws: `InterchangeError` when the file is not what it should be; `Refusal`; `SQLError`.
public func importFile(
    _ request: ImportRequest, dryRun: Bool = false, indexing: Bool = true, by actor: Actor, in store: CaseStore,
    progress: (@Sendable (Int) -> Void)? = nil
) async throws -> ImportOutcome {
    let id = EntityID.random()
    let permit = try Policy.permit(actor, to: .importCommit, .importBatch(id))
    let fingerprint = store.fingerprint(ofFile: request.bytes)
    let known = try await store.batch(withFingerprint: fingerprint)
    let reading = PreparedRows(request, seal: !dryRun && known == nil, store: store, progress: progress)
    defer { reading.stop() }
    if dryRun || known != nil {
        var outcome = try await reading.drain()
        if let known {
            outcome.findings.insert(.sameFile(known), at: 0)
        } else {
            outcome.propose(reading.people, in: store)
        }
        outcome.skipped = outcome.rows
        return outcome
    }
    do {
        let batch = try await store.commit(
            fingerprint: fingerprint, permit: permit, batch: id, fileName: request.fileName,
            format: { reading.outcome.format.rawValue }, next: { try reading.next() })
        var outcome = reading.outcome
        outcome.propose(reading.people, in: store)
        outcome.imported = batch.cases
        outcome.skipped = outcome.rows - batch.cases
        outcome.batch = id
        if indexing { try await store.index(batch: id) }
        return outcome
    } catch is NothingToTakeIn {
        var outcome = reading.outcome
        outcome.skipped = outcome.rows
        outcome.drafts = 0
        return outcome
    } catch StoreError.sameFile(let earlier) {
        var outcome = try await reading.drain()
        outcome.findings.insert(.sameFile(earlier), at: 0)
        outcome.skipped = outcome.rows
        return outcome
    }
}

/// Takes out of sight what an import brought, when nobody has worked on it since.
///
/// - Throws: `StoreError.editedSince`, `.notFound`.
public func undoImport(_ batch: EntityID, by actor: Actor, in store: CaseStore) async throws {
    _ = try await store.undo(batch, permit: try Policy.permit(actor, to: .importUndo, .importBatch(batch)))
}

/// The files that were taken in, latest first.
public func listImports(by actor: Actor, in store: CaseStore) async throws -> [Batch] {
    let permit = try Policy.permit(actor, to: .registerList, .register)
    let batches = try await store.batches()
    try await store.note(permit, count: batches.count)
    return batches
}

/// A row's person, for duplicate proposals.
struct RowPerson: Sendable {
    let row: Int
    let sheet: String?
    /// Words of the names, folded and sorted; never empty.
    let nameKey: String
    let birthdate: PartialDate?
    /// True when an earlier row says exactly the same.
    let isRepeat: Bool
}

extension Finding.Code {
    public static let possibleDuplicate: Finding.Code = "possible-duplicate"
    public static let sameFile: Finding.Code = "same-file"
}

extension Finding {
    static func sameFile(_ batch: EntityID) -> Finding {
        Finding(
            .sameFile, severity: .error, field: nil,
            "Exactly this file has been taken in before, as import \(batch.code). Nothing was taken in twice. "
                + "Undo that import first if you want to take the file in anew.")
    }
}

extension ImportOutcome {
    /// Notes each row whose person shares all names, and no contradicting birth date, with somebody in the register or
    /// with an earlier row of the file. A row that repeats another word for word has been noted by the reader already.
    fileprivate mutating func propose(_ people: [RowPerson], in store: CaseStore) {
        var earlier: [String: Namesakes] = [:]
        for row in people {
            let first = earlier[row.nameKey, default: Namesakes()].meet(row)
            if let known = store.casesOfSomebodyLike(row) {
                propose(row, "somebody whom the register knows already (case \(known))")
            } else if row.isRepeat {
                possibleDuplicates += 1
            } else if let first {
                propose(row, "the person of row \(first)")
            }
        }
    }

    private mutating func propose(_ row: RowPerson, _ whom: String) {
        possibleDuplicates += 1
        findings.append(
            Finding(
                .possibleDuplicate, severity: .warning, sheet: row.sheet, row: row.row, field: nil,
                "This may be \(whom). Both are kept; compare them."))
    }
}

extension CaseStore {
    /// The codes of up to three cases of somebody who may be the row's person; nil when nobody is.
    fileprivate func casesOfSomebodyLike(_ row: RowPerson) -> String? {
        let alike = peopleSharingName(row.nameKey).first { other in
            guard let mine = row.birthdate, let theirs = other.birthdate else { return true }
            return mine == theirs
        }
        return alike.map { cases(of: $0.id).prefix(3).map(\.code).joined(separator: ", ") }
    }
}

/// The rows so far of people who share all names.
private struct Namesakes {
    private var first: Int?
    private var firstUndated: Int?
    private var firstBorn: [PartialDate: Int] = [:]

    /// Takes in one more, and gives the earliest row whose person may be the same. Constant time, however many there
    /// are.
    mutating func meet(_ row: RowPerson) -> Int? {
        defer { note(row) }
        guard let birthdate = row.birthdate else { return first }
        return [firstUndated, firstBorn[birthdate]].compactMap(\.self).min()
    }

    private mutating func note(_ row: RowPerson) {
        first = first ?? row.row
        guard let birthdate = row.birthdate else {
            firstUndated = firstUndated ?? row.row
            return
        }
        if firstBorn[birthdate] == nil { firstBorn[birthdate] = row.row }
    }
}
