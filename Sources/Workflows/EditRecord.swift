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

/// Writes a new version of one record: the fields that somebody may write, as the draft has them; what they may not
/// write stays as it is, and a draft that changes it is refused. A field of theirs that the draft leaves out is
/// emptied; send all.
///
/// - Parameters:
///   - base: The version that the editor saw.
///   - idempotencyKey: The same key with the same draft and base is answered as the first time, also when others have
///     written since: for a program whose line broke before the answer came.
/// - Throws: `Rejected` with every finding; `Refusal`; `StoreError.notFound`, `.keyReused`.
public func editRecord(
    _ id: EntityID, in scope: EntityID, base: Int, to draft: Draft, by access: Access, store: CaseStore,
    idempotencyKey: String? = nil
) async throws -> EditResult {
    try draft.kind.refuseForeignVerbs()
    let read = try await access.permit(.caseRead, draft.kind, scope: scope, record: id, in: store)
    let versions = try await store.seen(id, scope: scope, permit: read, hand: access.hand)
    guard let latest = versions.last, latest.record.kind == draft.kind else { throw StoreError.notFound }
    #if DEBUG
        let base = TestSwitch.lastWriteWins.isOn ? latest.version : base
    #endif
    let isOwn = latest.author == access.actor.id
    let permit = try await access.permit(.recordEdit, draft.kind, scope: scope, record: id, in: store)
    var changes = draft
    if let seen = versions.first(where: { $0.version == base }) {
        // What was shown and may not be written comes back with a form unchanged.
        for (name, value) in draft.values where seen.record[name] == value {
            guard let field = store.codebook[name], draft.kind != .organisation else { continue }
            if !permit.classes(isOwn: isOwn).contains(field.fieldClass) { changes.values[name] = nil }
        }
    }
    changes = try await changes.heldAgainst(changeOf: latest, in: scope, by: access, store: store)
    let record = try changes.checked(under: store.codebook)
    do {
        _ = try await store.commit(
            [.update(id, scope: scope, base: base, record)], permit: permit, hand: access.hand,
            idempotencyKey: idempotencyKey)
        return .saved(version: base + 1)
    } catch StoreError.conflict {
        let versions = try await store.versions(of: id, scope: scope, permit: read, hand: access.hand)
        guard let current = versions.last, !current.isRemoved else { throw StoreError.notFound }
        return .conflict(seen: versions.first { $0.version == base }, current: current, mine: draft)
    }
}

/// Adds a record to a case, or an organisation, which stands by itself. What must fit what the case holds (a
/// determination, a guardian, a guardian's consent) is held against it first.
///
/// - Parameter scope: The case; nil for an organisation.
/// - Returns: the new record's id.
/// - Throws: `Rejected` with every finding; `Refusal`; `StoreError.notFound`.
public func addRecord(
    _ draft: Draft, toCase scope: EntityID?, by access: Access, store: CaseStore, idempotencyKey: String? = nil
) async throws -> EntityID {
    try draft.kind.refuseForeignVerbs()
    let id = access.newID(idempotencyKey, in: store)
    var draft = draft
    let permit: Permit
    if let scope {
        draft.links[.caseFile] = scope
        // A note can always be added, whatever waits for review.
        let verb = draft.kind.isAppended ? Verb.recordAppend : .recordAdd
        permit = try await access.permit(verb, case: scope, record: id, isOwn: true, in: store)
        draft = try await draft.heldAgainst(case: scope, as: id, by: access, in: store)
    } else {
        permit = try await access.permit(.organisationEdit, organisation: id, isNew: true, in: store)
    }
    let record = try draft.checked(under: store.codebook)
    _ = try await store.commit(
        [.insert(id, scope: scope ?? id, record)], permit: permit, hand: access.hand,
        idempotencyKey: idempotencyKey)
    return id
}

/// Takes a record out of sight; its versions stay.
///
/// - Parameter kind: The record's.
/// - Throws: `Refusal`; `StoreError.conflict`, `.notFound`.
public func removeRecord(
    _ id: EntityID, in scope: EntityID, kind: RecordKind, base: Int, by access: Access, store: CaseStore
) async throws {
    let permit = try await access.permit(.recordRemove, kind, scope: scope, record: id, in: store)
    _ = try await store.commit([.remove(id, scope: scope, base: base)], permit: permit, hand: access.hand)
}

extension RecordKind {
    /// - Throws: `Rejected` for a kind that only verbs of its own write.
    fileprivate func refuseForeignVerbs() throws(Rejected) {
        guard hasOwnVerbs else { return }
        let message = "This is written on a page of its own, answer by answer, and not field by field."
        throw Rejected(findings: [Finding(.notYours, field: nil, message)])
    }
}
