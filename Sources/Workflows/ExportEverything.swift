// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Interchange
import Standard
import Store
import Vault

/// How an export of everything went.
public enum EverythingOutcome: Sendable {
    case written(EverythingReport)
    /// It was asked for, now or before; somebody else has to agree within 72 hours.
    case asked(EntityID)
}

/// Writes all that a register holds into a folder, in open forms that docs/leaving.md describes; a second person has to
/// agree first. What was agreed to is used up once.
///
/// - Parameters:
///   - texts: Custodians' shares as they were printed, to open locations and clinical notes; none to leave them closed.
///   - words: What the folder's own README says.
/// - Throws: `Refusal`; `CustodianFault`; `BackupFault.occupied`, `.full`; `StoreError`.
public func exportEverything(
    to path: String, shares texts: [String] = [], words: String, by access: Access, in store: CaseStore
) async throws -> EverythingOutcome {
    let permit = try await access.permit(.registerExport, by: .exportRegister, in: store)
    guard access.actor.role == .custodian else { throw Refusal(.registerExport, .role) }
    var shares: [CustodianShare] = []
    for text in texts { shares.append(try CustodianShare(text)) }
    guard !FileManager.default.fileExists(atPath: path) else { throw BackupFault.occupied }
    let now = store.clock.now()
    let mine = try await store.requests().filter {
        $0.kind == .export && $0.details["format"] == "everything" && $0.asker == access.actor.id && $0.isOpen(at: now)
    }
    guard let agreed = mine.first(where: { $0.state == .approved }) else {
        if let waiting = mine.first { return .asked(waiting.id) }
        let request = try await askSecondPerson(
            .export, reason: "everything", details: ["format": "everything"], power: .exportRegister, by: access,
            in: store)
        return .asked(request.id)
    }
    _ = try await useAgreement(agreed.id, .export, by: access, in: store)
    let flat = try await exportRegister(as: .htcdsCSV, approved: true, by: access, in: store)
    let extra: [String: [UInt8]] = [
        "README.md": Array(words.utf8),
        "cases.csv": flat.bytes,
        "codebook.json": Array(CodebookPrinter.json(store.codebook).utf8),
    ]
    return .written(try await store.writeEverything(to: path, shares: shares, extra: extra, permit: permit))
}

/// Takes a full export into a register that holds nothing yet.
///
/// - Throws: `Refusal`; `BackupFault`; `Rejected`; `StoreError.instanceExists`. Nothing was taken in then.
public func importEverything(from path: String, by access: Access, in store: CaseStore) async throws
    -> EverythingReport
{
    let id = EntityID.random()
    let permit = try await access.permit(.importCommit, newCase: id, .importBatch(id), state: .draft, in: store)
    guard access.actor.role == .custodian else { throw Refusal(.importCommit, .role) }
    return try await store.takeInEverything(from: path, permit: permit)
}
