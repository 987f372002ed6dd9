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
    /// Rows whose person may be in the register already.
    public var possibleDuplicates = 0
    public var findings: [Finding] = []
    /// How each column was understood.
    public var columns: [ColumnMapping] = []
    /// The batch to undo by; nil when nothing was taken in.
    public var batch: EntityID?
    /// True when a finding forbids taking the file in.
    public var isRefused: Bool { findings.contains { $0.severity == .error } }
}

/// Reads a file of any HTCDS form, checks every row, and, unless it is a dry run, makes one case for each: all of them or,
/// when the file cannot be taken in, none.
///
/// A row with something that the codebook does not know becomes a draft; what did not fit stays in its import note.
/// People who may be known already are named in the findings by row; nothing is merged. Sealing runs beside reading.
///
/// - Throws: `InterchangeError` when the file is not what it should be; `Refusal`; `SQLError`.
public func importFile(
    _ request: ImportRequest, dryRun: Bool = false, by actor: Actor, in store: CaseStore,
    progress: (@Sendable (Int) -> Void)? = nil
) async throws -> ImportOutcome {
    let batch = EntityID.random()
    let permit = try Policy.permit(actor, to: .importCommit, .importBatch(batch))
    let fingerprint = store.fingerprint(ofFile: request.bytes)
    let known = try await store.batch(withFingerprint: fingerprint)
    let prepared = try await prepare(request, seal: !dryRun && known == nil, store: store, progress: progress)
    var outcome = prepared.outcome
    if let known {
        outcome.findings.insert(.sameFile(known), at: 0)
    } else {
        outcome.findings += proposals(prepared, in: store)
        outcome.possibleDuplicates = outcome.findings.count { $0.code == .possibleDuplicate }
    }
    guard !dryRun, !outcome.isRefused, outcome.rows > 0 else {
        outcome.skipped = outcome.rows
        outcome.drafts = outcome.isRefused ? 0 : outcome.drafts
        return outcome
    }
    let made = Batch(
        id: batch, fileName: request.fileName, format: outcome.format.rawValue, cases: prepared.cases.count,
        records: prepared.cases.reduce(0) { $0 + $1.recordCount }, at: store.clock.now())
    do {
        _ = try await store.commit(prepared.cases, as: made, fingerprint: fingerprint, permit: permit)
    } catch StoreError.sameFile(let earlier) {
        outcome.findings.append(.sameFile(earlier))
        outcome.skipped = outcome.rows
        return outcome
    }
    outcome.imported = prepared.cases.count
    outcome.skipped = outcome.rows - outcome.imported
    outcome.batch = batch
    return outcome
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
    let person: PersonSummary
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

/// For each row whose person shares all names, and no contradicting birth date, with somebody in the register.
private func proposals(_ prepared: PreparedImport, in store: CaseStore) -> [Finding] {
    prepared.people.compactMap { row -> Finding? in
        let alike = store.peopleSharingName(row.person.nameKey).filter { other in
            guard let mine = row.person.birthdate, let theirs = other.birthdate else { return true }
            return mine == theirs
        }
        guard !row.person.nameKey.isEmpty, let first = alike.first else { return nil }
        let codes = store.cases(of: first.id).prefix(3).map(\.code).joined(separator: ", ")
        return Finding(
            .possibleDuplicate, severity: .warning, sheet: row.sheet, row: row.row, field: nil,
            "This may be somebody whom the register knows already (case \(codes)). Both are kept; compare them.")
    }
}
