// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// What became of an edit.
public enum EditResult: Sendable {
    /// Written, as this version.
    case saved(version: Int)
    /// Somebody else changed the record since the editor read it. Nothing was written; here are the version that the
    /// editor saw, the one that stands now, and the editor's own.
    case conflict(seen: Stored?, current: Stored, mine: Draft)
}

/// Writes a new version of one record. The class of each field that the draft leaves out is emptied; send all fields.
///
/// - Parameter base: The version that the editor saw.
/// - Throws: `Rejected` with every finding; `Refusal`; `StoreError.notFound`.
public func editRecord(
    _ id: EntityID, in scope: EntityID, base: Int, to draft: Draft, by actor: Actor, store: CaseStore
) async throws -> EditResult {
    let permit = try Policy.permit(actor, to: .recordEdit, subject(scope, draft.kind))
    let record = try draft.checked(under: store.codebook)
    do {
        _ = try await store.commit([.update(id, scope: scope, base: base, record)], permit: permit)
        return .saved(version: base + 1)
    } catch StoreError.conflict {
        let read = try Policy.permit(actor, to: .caseRead, subject(scope, draft.kind))
        let versions = try await store.versions(of: id, scope: scope, permit: read)
        guard let current = versions.last, !current.isRemoved else { throw StoreError.notFound }
        return .conflict(seen: versions.first { $0.version == base }, current: current, mine: draft)
    }
}

/// Adds a referral, comment, event, plan, consent, assessment or participation to a case, or a person or organisation.
///
/// - Parameter scope: The case; nil for people and organisations, which stand by themselves.
/// - Returns: the new record's id.
public func addRecord(
    _ draft: Draft, toCase scope: EntityID?, by actor: Actor, store: CaseStore, idempotencyKey: String? = nil
) async throws -> EntityID {
    let id = idempotencyKey.map { store.derivedID(from: Array($0.utf8)) } ?? .random()
    var draft = draft
    if let scope { draft.links[.caseFile] = scope }
    let permit = try Policy.permit(actor, to: .recordEdit, scope.map { .caseFile($0) } ?? .register)
    let record = try draft.checked(under: store.codebook)
    _ = try await store.commit(
        [.insert(id, scope: scope ?? id, record)], permit: permit, idempotencyKey: idempotencyKey)
    return id
}

/// Takes a record out of sight; its versions stay.
public func removeRecord(_ id: EntityID, in scope: EntityID, base: Int, by actor: Actor, store: CaseStore) async throws
{
    let permit = try Policy.permit(actor, to: .recordRemove, .caseFile(scope))
    _ = try await store.commit([.remove(id, scope: scope, base: base)], permit: permit)
}

private func subject(_ scope: EntityID, _ kind: RecordKind) -> Subject {
    kind == .person ? .person(scope) : .caseFile(scope)
}
