// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store

/// Writes to the office through a ticket.
///
/// - Parameter kind: A message, or something to put right, which the office must answer.
/// - Returns: false when this ticket has written very much just now: nothing was sent.
/// - Throws: `Rejected` for an empty or an endless one; `Refusal`; `StoreError`.
public func writeMessage(
    _ text: String, kind: TicketMessage.Kind, through visit: TicketVisit, in store: CaseStore
) async throws -> Bool {
    let draft = try await newMessage(kind, text, visit, store)
    guard OutsideThrottle.messages.admits(visit.ticket.record.description, in: store) else { return false }
    let permit = try await visit.access.permit(.ticketWrite, case: visit.caseID, isOwn: true, in: store)
    let record = try draft.checked(under: store.codebook)
    _ = try await store.commit([.insert(.random(), scope: visit.caseID, record)], permit: permit)
    return true
}

/// What came of taking a consent back through a ticket.
public enum TicketWithdrawal: Sendable, Hashable {
    /// It holds no more.
    case withdrawn
    /// Somebody else answered for the person: a guardian, a court. It is not theirs alone to take back; the office was
    /// told that they do not want it, and must answer.
    case asked
    /// It is no longer given.
    case notGiven
    /// This ticket has written very much just now: nothing was done.
    case later
}

/// Takes a consent back as the person themself: at once, whoever would have to look at other changes of it. Shares that
/// stand on it are closed from then on, and the office finds a message of it. A consent that a guardian or a court gave
/// for the person stands until the office has answered what they say: it may not be theirs who hold the ticket, and
/// what a child wants is weighed with whoever answers for it.
///
/// - Parameter wish: What the office reads in that case, in the person's name.
/// - Throws: `Refusal`; `StoreError`.
public func withdrawConsent(
    _ id: EntityID, through visit: TicketVisit, wish: String, in store: CaseStore
) async throws -> TicketWithdrawal {
    let file = try await look(visit, store)
    let known = file.records(.consent).first { $0.id == id }
    guard known?.record.code("wh_ConsentStatus") == "Given" else { return .notGiven }
    if known?.record.isAnsweredByOthers == true {
        if file.waitingMessages.contains(where: { $0.text == wish }) { return .asked }
        return try await writeMessage(wish, kind: .correction, through: visit, in: store) ? .asked : .later
    }
    return try await takeBack(id, visit, store) ? .withdrawn : .notGiven
}

extension Record {
    /// A guardian or a court answered in the person's place.
    var isAnsweredByOthers: Bool { ["Guardian", "Court"].contains(code("wh_ConsentGiver")) }
}

/// False when it is no longer given.
private func takeBack(_ id: EntityID, _ visit: TicketVisit, _ store: CaseStore) async throws -> Bool {
    let permit = try await visit.access.permit(.ticketWithdraw, case: visit.caseID, record: id, isOwn: true, in: store)
    let write = try await visit.access.permit(.ticketWrite, case: visit.caseID, isOwn: true, in: store)
    let file = try await look(visit, store)
    guard let consent = file.records(.consent).first(where: { $0.id == id }),
        consent.record.code("wh_ConsentStatus") == "Given"
    else { return false }
    let status = Draft(
        .consent, ["wh_ConsentStatus": .codes(["Withdrawn"])], links: [.caseFile: visit.caseID])
    let purpose = consent.record.code("wh_ConsentPurpose") ?? "ManageData"
    let message = try await newMessage(.withdrawal, purpose, visit, store)
    do {
        try await store.commit([
            (
                permit,
                [
                    .update(
                        id, scope: visit.caseID, base: consent.version, try status.checked(under: store.codebook))
                ]
            ),
            (write, [.insert(.random(), scope: visit.caseID, try message.checked(under: store.codebook))]),
        ])
    } catch StoreError.conflict { return false }
    return true
}

/// Tells the office that the other word was typed: somebody may stand behind the person.
func writeWarning(_ visit: TicketVisit, in store: CaseStore) async throws {
    let permit = try await visit.access.permit(.ticketWrite, case: visit.caseID, isOwn: true, in: store)
    let draft = try await newMessage(.warning, "", visit, store)
    let record = try draft.checked(under: store.codebook)
    _ = try await store.commit([.insert(.random(), scope: visit.caseID, record)], permit: permit)
}

private func look(_ visit: TicketVisit, _ store: CaseStore) async throws -> CaseFile {
    let permit = try await visit.access.permit(.ticketRead, case: visit.caseID, isOwn: true, in: store)
    return try await store.caseFile(visit.caseID, permit: permit)
}

private func newMessage(
    _ kind: TicketMessage.Kind, _ text: String, _ visit: TicketVisit, _ store: CaseStore
) async throws -> Draft {
    let next = (try await look(visit, store).messages.last?.number ?? 0) + 1
    var draft = try TicketMessage.draft(kind, text, number: next, isFromPerson: true, on: store.clock.today)
    draft.links[.caseFile] = visit.caseID
    return draft
}
