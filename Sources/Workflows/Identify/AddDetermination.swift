// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// Writes down what an authority concluded of somebody. It is never changed: who was wrong writes another one that
/// takes its place. Nothing in the case waits for it, and nothing is closed by it.
///
/// - Parameters:
///   - values: The fields of a determination.
///   - person: Whom it is about; nil for the one person that the case is for.
///   - idempotencyKey: The form's own token: sending the form twice writes one.
/// - Returns: the record's id.
/// - Throws: `Rejected` with every finding: what is missing, days that contradict each other, a definition that nobody
///   knows; `Refusal`; `StoreError`.
public func addDetermination(
    _ values: [FieldName: Value], of person: EntityID? = nil, toCase id: EntityID, by access: Access,
    in store: CaseStore, idempotencyKey: String? = nil
) async throws -> EntityID {
    var draft = Draft(.determination, values)
    if let person { draft.links[.person] = person }
    return try await addRecord(draft, toCase: id, by: access, store: store, idempotencyKey: idempotencyKey)
}

extension Draft {
    /// The same, completed and held against what the case holds; drafts of kinds that stand for themselves come back
    /// as they are.
    ///
    /// - Parameter record: The id that it is written under: a form sent twice is not held against itself.
    /// - Throws: `Rejected` with every finding; `Refusal` when the case is none that the writer sees.
    func heldAgainst(
        case id: EntityID, as record: EntityID, by access: Access, in store: CaseStore
    ) async throws -> Draft {
        switch kind {
        case .determination: try await asDetermination(id, record, access, store)
        case .guardian: try await asGuardian(id, access, store)
        case .consent: try await asConsent(id, access, store)
        case .age, .bestInterests: try await aboutSomebody(id, access, store).draft
        case .need: try await asNeed(id, access, store)
        case .delivery: try await asDelivery(id, record, access, store)
        case .signal: throw Rejected(findings: [Finding(.notYours, field: nil, "A signal is reported by itself.")])
        default: self
        }
    }

    /// The same for a change of a record: what the program works out is worked out anew, and what is written once is
    /// left to the store to refuse.
    func heldAgainst(
        changeOf latest: Stored, in id: EntityID, by access: Access, store: CaseStore
    ) async throws -> Draft {
        guard [.guardian, .consent, .need, .delivery].contains(kind) else {
            return dated(over: latest.record, today: store.clock.today)
        }
        var draft = self
        draft.links = latest.record.links
        draft.values.merge(draft.kind == .guardian ? latest.record.unasked : [:]) { said, _ in said }
        return try await draft.heldAgainst(case: id, as: latest.id, by: access, in: store)
    }

    private func asDetermination(
        _ id: EntityID, _ record: EntityID, _ access: Access, _ store: CaseStore
    ) async throws -> Draft {
        var (draft, file) = try await aboutSomebody(id, access, store)
        guard let person = draft.links[.person] else { return draft }
        let check = DeterminationCheck(
            person: file.people[person]?.record, log: file.determinations(of: person, besides: record),
            today: store.clock.today)
        draft.values = check.completed(draft.values)
        let findings = check.findings(draft.values)
        guard findings.isEmpty else { throw Rejected(findings: findings) }
        return draft
    }

    /// With a link to whom it is about: the one person that the case is for, unless it says.
    func aboutSomebody(
        _ id: EntityID, _ access: Access, _ store: CaseStore
    ) async throws -> (draft: Draft, file: CaseFile) {
        let file = try await readCase(id, by: access, in: store)
        let victims = file.victims.compactMap { $0.record.links[.person] }
        var draft = self
        if draft.links[.person] == nil, victims.count == 1 { draft.links[.person] = victims[0] }
        if let person = draft.links[.person], !victims.contains(person) { throw StoreError.notFound }
        return (draft, file)
    }
}
