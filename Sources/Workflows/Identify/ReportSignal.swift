// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store

/// Takes in a signal: somebody says that something is happening. It is no case and holds no person; it is kept as a
/// case is, sealed and logged, until somebody decides what becomes of it.
///
/// - Parameters:
///   - values: The fields of a signal; what was decided of it is not among them.
///   - idempotencyKey: The form's own token: sending the form twice reports one.
/// - Returns: the id under which it is found.
/// - Throws: `Rejected` when nothing is said, or a day is still to come; `Refusal`; `StoreError`.
public func reportSignal(
    _ values: [FieldName: Value], by access: Access, in store: CaseStore, idempotencyKey: String? = nil
) async throws -> EntityID {
    let id = access.newID(idempotencyKey, in: store)
    let record = access.newID(idempotencyKey.map { "\($0).signal" }, in: store)
    let permit = try await access.permit(.caseRegister, newCase: id, .caseFile(id), state: .draft, in: store)
    var said = values.filter { !SignalDecision.fields.contains($0.key) }
    if said["wh_SignalReceived"] == nil { said["wh_SignalReceived"] = .date(store.clock.today) }
    try checkSaid(said, today: store.clock.today)
    let head = Draft(.caseFile, ["wh_RecordState": .codes(["Signal"])])
    let draft = Draft(.signal, said, links: [.caseFile: id])
    let changes: [Change] = [
        .insert(id, scope: id, try head.checked(under: store.codebook)),
        .insert(record, scope: id, try draft.checked(under: store.codebook)),
    ]
    _ = try await store.commit(changes, permit: permit, idempotencyKey: idempotencyKey)
    return id
}

private func checkSaid(_ values: [FieldName: Value], today: PartialDate) throws(Rejected) {
    var findings: [Finding] = []
    let content: [FieldName] = ["wh_SignalSaid", "wh_SignalPeople", "wh_SignalPlace"]
    if !content.contains(where: { !(values[$0]?.canonicalText ?? "").allSatisfy(\.isWhitespace) }) {
        findings.append(Finding(.needed, field: "wh_SignalSaid", "Write what was said or seen, in a word or two."))
    }
    if case .date(let day)? = values["wh_SignalReceived"], day.bounds.first > today.bounds.last {
        findings.append(Finding(.contradicts, field: "wh_SignalReceived", "This day is still to come."))
    }
    if !findings.isEmpty { throw Rejected(findings: findings) }
}

/// The signals that somebody may see: those that wait first, the most urgent and then the oldest before others.
///
/// - Throws: `Refusal`; `StoreError`.
public func listSignals(by access: Access, in store: CaseStore) async throws -> [SignalLine] {
    let permit = try await access.permit(.registerList, by: .listCases, in: store)
    return try await store.signals(permit: permit).sorted { $0.precedes($1) }
}

extension SignalLine {
    /// Others that may be about the same: hints, never more.
    public func alike(among others: [SignalLine]) -> [SignalLine] {
        others.filter { $0.id != id && $0.signal.isLike(signal) }
    }

    fileprivate func precedes(_ other: SignalLine) -> Bool {
        let mine = (signal.outcome == nil ? 0 : 1, signal.rank)
        let theirs = (other.signal.outcome == nil ? 0 : 1, other.signal.rank)
        if mine != theirs { return mine < theirs }
        return (signal.received, id) < (other.signal.received, other.id)
    }
}

extension SignalSummary {
    /// What nobody has judged stands between what has to be done within days and what can wait.
    fileprivate var rank: Int {
        switch urgency {
        case "Now": 0
        case "Soon": 1
        case "CanWait": 3
        default: 2
        }
    }
}
