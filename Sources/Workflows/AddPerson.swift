// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// Who comes into a case.
public enum Newcomer: Sendable {
    /// Somebody whom the register knows already.
    case known(EntityID)
    /// Somebody new, by the fields of a person.
    case new([FieldName: Value])
}

/// Brings a person into a case: the person, when they are new, and their part in it, in one commit or not at all.
///
/// - Parameters:
///   - part: The fields of the participation, `wh_RoleInCase` among them.
///   - idempotencyKey: The form's own token: sending the form twice adds one.
/// - Returns: the participation's id.
/// - Throws: `Rejected` with the findings of both records; `Refusal`; `StoreError`.
public func addPerson(
    _ newcomer: Newcomer, as part: [FieldName: Value], toCase caseID: EntityID, by access: Access, store: CaseStore,
    idempotencyKey: String? = nil
) async throws -> EntityID {
    func id(_ what: String) -> EntityID { access.newID(idempotencyKey.map { "\($0).\(what)" }, in: store) }
    var drafts: [(id: EntityID, scope: EntityID, draft: Draft)] = []
    let person: EntityID
    switch newcomer {
    case .known(let known): person = access.recordThatGoesOn(for: known, in: store)
    case .new(let values):
        person = id("person")
        drafts.append((person, person, Draft(.person, values)))
    }
    let taking = id("part")
    let permit = try await access.permit(.recordAdd, case: caseID, record: taking, isOwn: true, in: store)
    drafts.append((taking, caseID, Draft(.participation, part, links: [.caseFile: caseID, .person: person])))
    var findings: [Finding] = []
    var changes: [Change] = []
    for entry in drafts {
        do {
            changes.append(.insert(entry.id, scope: entry.scope, try entry.draft.checked(under: store.codebook)))
        } catch { findings += error.findings }
    }
    guard findings.isEmpty else { throw Rejected(findings: findings) }
    _ = try await store.commit(changes, permit: permit, idempotencyKey: idempotencyKey)
    return taking
}
