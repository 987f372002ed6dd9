// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// Opens a case for one person from the fields of an intake form: any HTCDS field and any of ours.
///
/// - Parameters:
///   - person: An existing person that the case is for; nil makes a new one from the fields.
///   - idempotencyKey: The form's own token: sending the form twice makes one case.
/// - Returns: the case's id; the id of the first case when the form was sent before.
/// - Throws: `Rejected` with every finding; `Refusal`; `StoreError`.
public func registerCase(
    _ values: [FieldName: Value], for person: EntityID? = nil, by access: Access, in store: CaseStore,
    idempotencyKey: String? = nil
) async throws -> EntityID {
    let registration = try await Registration(values, for: person, by: access, in: store, token: idempotencyKey)
    _ = try await store.commit(
        registration.changes, permit: registration.permit, idempotencyKey: idempotencyKey)
    return registration.caseID
}

/// Opens a case for each row, as `registerCase` does, in one transaction: all of them or none.
///
/// - Parameter more: What else is written into each case: of the row's place, the case and the person in it.
/// - Throws: `Rejected` for the first row that the codebook does not allow; `Refusal`; `StoreError`.
func registerCases(
    _ rows: [[FieldName: Value]], by access: Access, in store: CaseStore,
    more: (Int, EntityID, EntityID) -> [(id: EntityID, draft: Draft)] = { _, _, _ in [] }
) async throws {
    var all: [(Permit, [Change])] = []
    for (number, row) in rows.enumerated() {
        let new = try await Registration(row, for: nil, by: access, in: store, token: nil)
        let rest = try more(number, new.caseID, new.personID).map {
            Change.insert($0.id, scope: new.caseID, try $0.draft.checked(under: store.codebook))
        }
        all.append((new.permit, new.changes + rest))
    }
    try await store.commit(all)
}

/// A case that is about to be opened: what is written, and who may.
private struct Registration {
    let caseID, personID: EntityID
    let permit: Permit
    let changes: [Change]

    init(
        _ values: [FieldName: Value], for person: EntityID?, by access: Access, in store: CaseStore, token: String?
    ) async throws {
        try Self.checkIsFlat(values, under: store.codebook)
        var values = values
        if values["wh_RegistrationDate"] == nil { values["wh_RegistrationDate"] = .date(store.clock.today) }
        if values["wh_RecordState"] == nil { values["wh_RecordState"] = .codes(["Registered"]) }
        if values["cas_Status"] == nil { values["cas_Status"] = .codes(["Active"]) }
        // Ids come from the form's token when it has one, so that a form sent twice names the same case.
        var ids = FormIDs(token: token, access: access, store: store)
        let parts = VictimRow(values).parts(under: store.codebook) { ids.next() }
        caseID = parts.first { $0.draft.kind == .caseFile }!.id
        personID = person ?? parts.first { $0.draft.kind == .person }!.id
        permit = try await access.permit(.caseRegister, newCase: caseID, .caseFile(caseID), in: store)
        let known = person.map { access.recordThatGoesOn(for: $0, in: store) }
        changes = try Workflows.changes(from: parts, person: known, under: store.codebook)
    }
}

extension Registration {
    /// Where somebody stays, clinical notes and statements are added to a case that is there.
    fileprivate static func checkIsFlat(_ values: [FieldName: Value], under codebook: Codebook) throws(Rejected) {
        let astray = values.keys.filter { codebook[$0]?.section.isFlat == false }.sorted()
        guard astray.isEmpty else {
            let message = "This is written in the case itself, once it is registered."
            throw Rejected(findings: astray.map { Finding(.unknownField, field: $0, message) })
        }
    }
}

/// Random ids, or ids that follow from a form's token under the register's key.
private struct FormIDs {
    private let seed: [UInt8]?
    private var count = 0
    private let store: CaseStore

    init(token: String?, access: Access, store: CaseStore) {
        self.store = store
        seed = token.map { access.actor.id.bytes + Array($0.utf8) }
    }

    mutating func next() -> EntityID {
        guard let seed else { return .random() }
        count += 1
        return store.derivedID(from: seed + [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)])
    }
}

extension Access {
    /// A new record's id: random, or following from the actor and their form's token under the register's key, so that
    /// a form sent twice names the same record, and the same token from somebody else another.
    func newID(_ token: String?, in store: CaseStore) -> EntityID {
        token.map { store.derivedID(from: actor.id.bytes + Array($0.utf8)) } ?? .random()
    }
}

/// The inserts of a row's parts, each checked; with an existing person, theirs instead of a new one.
func changes(from parts: [VictimRow.Part], person: EntityID?, under codebook: Codebook) throws(Rejected) -> [Change] {
    var findings: [Finding] = []
    var changes: [Change] = []
    for part in parts {
        if person != nil, part.draft.kind == .person { continue }
        var draft = part.draft
        if let person, draft.links[.person] != nil { draft.links[.person] = person }
        do { changes.append(.insert(part.id, scope: part.scope, try draft.checked(under: codebook))) } catch {
            findings += error.findings
        }
    }
    guard findings.isEmpty else { throw Rejected(findings: findings) }
    return changes
}
