// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Interchange
import Standard
import Store
import Synchronization

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
    _ request: ImportRequest, dryRun: Bool = false, indexing: Bool = true, by access: Access, in store: CaseStore,
    progress: (@Sendable (Int) -> Void)? = nil
) async throws -> ImportOutcome {
    let id = EntityID.random()
    let permit = try await access.permit(.importCommit, newCase: id, .importBatch(id), state: .draft, in: store)
    let fingerprint = try store.fingerprint(ofFile: request.bytes, agency: access.actor.agency)
    let known = try await store.batch(withFingerprint: fingerprint)
    let reading = PreparedRows(request, seal: !dryRun && known == nil, permit: permit, store: store, progress: progress)
    defer { reading.stop() }
    if dryRun || known != nil {
        var outcome = try await reading.drain()
        if let known {
            outcome.findings.insert(.sameFile(known), at: 0)
        } else {
            outcome.note(PossibleDuplicates(among: reading.people, permit: permit, in: store))
        }
        outcome.skipped = outcome.rows
        return outcome
    }
    // People are compared while the last rows are written and the disk is waited for.
    let comparing = Mutex<Task<PossibleDuplicates, Never>?>(nil)
    do {
        let batch = try await store.commit(
            fingerprint: fingerprint, permit: permit, batch: id, fileName: request.fileName,
            format: { reading.outcome.format.rawValue },
            next: {
                if let some = try reading.next() { return some }
                comparing.withLock {
                    $0 = Task { PossibleDuplicates(among: reading.people, permit: permit, in: store) }
                }
                return nil
            })
        var outcome = reading.outcome
        if let duplicates = await comparing.withLock({ $0 })?.value { outcome.note(duplicates) }
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
/// - Throws: `StoreError.editedSince`, `.notFound`; `Refusal` when there is a case of it that may not be removed.
public func undoImport(_ batch: EntityID, by access: Access, in store: CaseStore) async throws {
    let permit = try await access.permit(.importUndo, by: .importFile, .importBatch(batch), in: store)
    for id in try await store.cases(ofBatch: batch, agency: access.actor.agency) {
        _ = try await access.permit(.importUndo, case: id, in: store)
    }
    _ = try await store.undo(batch, permit: permit)
}

/// The files that were taken in, latest first.
public func listImports(by access: Access, in store: CaseStore) async throws -> [Batch] {
    try await store.batches(permit: try await access.permit(.registerList, by: .importFile, in: store))
}

extension Finding.Code {
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
    fileprivate mutating func note(_ duplicates: PossibleDuplicates) {
        possibleDuplicates += duplicates.count
        findings += duplicates.findings
    }
}
