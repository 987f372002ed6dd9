// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// Notes what became of a need: offered, accepted, started, completed, stopped, or that it goes on.
///
/// - Parameters:
///   - base: The version of the need that was seen. When somebody wrote another meanwhile, nothing is written.
///   - day: When; nil for today.
///   - idempotencyKey: The form's own token: pressing twice notes it once.
/// - Throws: `Rejected` when the days would contradict each other, naming which; `Refusal`; `StoreError`.
public func actOnNeed(
    _ id: EntityID, in caseID: EntityID, _ act: NeedAct, base: Int, on day: PartialDate? = nil, by access: Access,
    store: CaseStore, idempotencyKey: String? = nil
) async throws -> EditResult {
    let seen = try await readVersions(of: id, in: caseID, by: access, store: store)
    guard let need = seen.first(where: { $0.version == base }) ?? seen.last, need.record.kind == .need else {
        throw StoreError.notFound
    }
    var draft = need.record.draft
    draft.values = act.applied(to: draft.values, on: day ?? store.clock.today)
    return try await editRecord(
        id, in: caseID, base: base, to: draft, by: access, store: store, idempotencyKey: idempotencyKey)
}

/// Writes down what was given for a need. Help that nobody had noted as started has started then, on the day of the
/// delivery, unless that contradicts another day or somebody changed the need meanwhile.
///
/// - Parameter values: The fields of a delivery without the need.
/// - Returns: the delivery's id.
/// - Throws: `Rejected`: nothing or less than nothing given, a unit that the kind of help does not have, a closed case;
///   `Refusal`; `StoreError`.
public func addDelivery(
    _ values: [FieldName: Value], for need: EntityID, inCase caseID: EntityID, by access: Access, store: CaseStore,
    idempotencyKey: String? = nil
) async throws -> EntityID {
    // Whoever does not see the case learns nothing from what else is wrong.
    let file = try await readCase(caseID, by: access, in: store)
    var draft = Draft(.delivery, values)
    draft.values["wh_DeliveryNeed"] = .text(need.description)
    let id = try await addRecord(draft, toCase: caseID, by: access, store: store, idempotencyKey: idempotencyKey)
    guard let found = file.records(.need).first(where: { $0.id == need }),
        let state = NeedState(found.record), state.isOpen, found.record["wh_NeedStarted"] == nil
    else { return id }
    var day = store.clock.today
    if case .date(let said)? = values["wh_DeliveryDay"] { day = said }
    do {
        _ = try await actOnNeed(
            need, in: caseID, .step(.started), base: found.version, on: day, by: access, store: store)
    } catch is Rejected {
        // The delivery stands; the page asks for the days.
    } catch is Refusal {
        // A need that somebody else wrote is not theirs to change.
    }
    return id
}
