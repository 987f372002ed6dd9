// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// Decides what becomes of a signal: all of it in one transaction, or nothing. The first of two who decide at once is
/// the one who decided.
///
/// - Parameters:
///   - base: The version of the signal's record that was read.
///   - name: Who decides, as others read it.
/// - Returns: the case that it is found in from now on: itself, or the one that it was joined to.
/// - Throws: `SignalObstacle`; `Rejected` when something is missing; `Refusal`: whoever hands in does not decide;
///   `StoreError`.
@discardableResult
public func decideSignal(
    _ id: EntityID, _ decision: SignalDecision, base: Int, name: String, by access: Access, in store: CaseStore
) async throws -> EntityID {
    let file = try await readCase(id, by: access, in: store)
    guard let signal = file.ownSignal, let head = file.caseRecord else { throw StoreError.notFound }
    guard file.isSignal, signal.record["wh_SignalOutcome"] == nil, signal.version == base else {
        throw SignalObstacle.decided
    }
    if access.actor.role == .firstResponder {
        let refusal = Refusal(.recordEdit, .role)
        try await store.note(refusal, to: access.actor, .caseFile(id), for: access.purpose)
        throw refusal
    }
    guard decision.findings.isEmpty else { throw Rejected(findings: decision.findings) }
    let work = SignalWork(file: file, signal: signal, head: head, decision: decision, access: access, store: store)
    do { try await store.commit(try await work.acts(name: name)) } catch StoreError.conflict {
        throw SignalObstacle.decided
    }
    return decision.outcome == .joinedCase ? decision.joins ?? id : id
}

/// The acts of one decision.
private struct SignalWork {
    let file: CaseFile
    let signal: Stored
    let head: Stored
    let decision: SignalDecision
    let access: Access
    let store: CaseStore

    func acts(name: String) async throws -> [(permit: Permit, changes: [Change])] {
        let decided = decision.values(on: store.clock.today, by: name)
        let edit = try await access.permit(.recordEdit, case: file.id, record: signal.id, in: store)
        var changes = [try change(of: signal, with: decided, edit)]
        if decision.outcome == .becameCase { changes.append(try change(of: head, with: taken, edit)) }
        var acts = [(permit: edit, changes: changes)]
        switch decision.outcome {
        case .joinedCase: acts.append(try await copied())
        case .helpElsewhere: acts.append(try await offered())
        case .becameCase, .notEnough, .passedOn: break
        }
        return acts
    }

    /// What makes a case of it.
    private var taken: [FieldName: Value] {
        [
            "wh_RecordState": .codes(["Registered"]), "cas_Status": .codes(["Active"]),
            "wh_RegistrationDate": .date(store.clock.today),
        ]
    }

    /// A new version of a record: what its writer may write, with more.
    private func change(of stored: Stored, with more: [FieldName: Value], _ permit: Permit) throws -> Change {
        let classes = permit.classes(isOwn: stored.author == access.actor.id)
        var draft = stored.record.draft
        draft.values = draft.values.filter { classes.contains(store.codebook[$0.key]?.fieldClass ?? .f4) }
        draft.values.merge(more) { _, new in new }
        let record = try draft.checked(under: store.codebook)
        return .update(stored.id, scope: file.id, base: stored.version, record)
    }

    /// The signal as it was told, in the case that it belongs to.
    private func copied() async throws -> (permit: Permit, changes: [Change]) {
        guard let other = decision.joins, other != file.id, !store.isSignal(other) else { throw StoreError.notFound }
        _ = try await readCase(other, by: access, in: store)
        let copy = EntityID.random()
        let permit = try await access.permit(.recordAdd, case: other, record: copy, isOwn: true, in: store)
        var draft = Draft(.signal, signal.record.values, links: [.caseFile: other])
        draft.values["wh_SignalOrigin"] = .text(file.id.description)
        draft.values = draft.values.filter { permit.ownClasses.contains(store.codebook[$0.key]?.fieldClass ?? .f4) }
        return (permit, [.insert(copy, scope: other, try draft.checked(under: store.codebook))])
    }

    /// An offer of help: a referral that is proposed.
    private func offered() async throws -> (permit: Permit, changes: [Change]) {
        let referral = EntityID.random()
        let permit = try await access.permit(.recordAdd, case: file.id, record: referral, isOwn: true, in: store)
        let draft = Draft(
            .referral,
            [
                "wh_ReferralDirection": .codes(["Outgoing"]), "wh_ReferralStatus": .codes(["Proposed"]),
                "cas_ReferredOrganisation": .text(decision.passedTo),
                "cas_OutgoingReferralDate": .date(store.clock.today),
                "cas_OutgoingReferralDetails": .text(decision.reason),
            ], links: [.caseFile: file.id])
        return (permit, [.insert(referral, scope: file.id, try draft.checked(under: store.codebook))])
    }
}

extension CaseFile {
    /// The signal that the case is, or began as; not a copy of one that was joined to it.
    public var ownSignal: Stored? { records(.signal).first { $0.record["wh_SignalOrigin"] == nil } }
}
