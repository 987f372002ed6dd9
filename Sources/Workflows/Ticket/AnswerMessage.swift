// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store

/// Writes to the person of a case, who reads it the next time they look in.
///
/// - Parameters:
///   - answered: The message that it answers; nil for a first word.
///   - name: Who writes, as the person reads it.
/// - Throws: `ContactRefused` when the person must not be reached by a view of their own; `Rejected` for an empty or an
///   endless one; `Refusal`; `StoreError.notFound`.
public func answerMessage(
    _ text: String, to answered: EntityID?, inCase id: EntityID, name: String, by access: Access,
    in store: CaseStore, idempotencyKey: String? = nil
) async throws {
    // Whoever does not see the case learns nothing from what else is wrong.
    let file = try await readCase(id, by: access, in: store)
    try insistSafe(.ownView, in: file, by: access, store: store)
    let messages = file.messages
    let record = access.newID(idempotencyKey, in: store)
    let permit = try await access.permit(.recordAppend, case: id, record: record, isOwn: true, in: store)
    let next = (messages.last?.number ?? 0) + 1
    var draft = try TicketMessage.draft(.message, text, number: next, isFromPerson: false, on: store.clock.today)
    draft.values["wh_MessageAuthor"] = .text(name)
    if let answered {
        guard messages.contains(where: { $0.id == answered }) else { throw StoreError.notFound }
        draft.values["wh_MessageAnswers"] = .text(answered.description)
    }
    draft.links[.caseFile] = id
    _ = try await store.commit(
        [.insert(record, scope: id, try draft.checked(under: store.codebook))], permit: permit,
        idempotencyKey: idempotencyKey)
}

/// Notes that somebody of the office has read a message of the person.
///
/// - Throws: `Refusal`; `StoreError.notFound`.
public func markMessageSeen(
    _ message: EntityID, inCase id: EntityID, by access: Access, in store: CaseStore
) async throws {
    let file = try await readCase(id, by: access, in: store)
    guard let stored = file.records.first(where: { $0.id == message && $0.record.kind == .message }) else {
        throw StoreError.notFound
    }
    guard stored.record["wh_MessageSeen"] == nil else { return }
    let permit = try await access.permit(.recordEdit, case: id, record: message, in: store)
    var draft = stored.record.draft
    draft.values["wh_MessageSeen"] = .date(store.clock.today)
    do {
        _ = try await store.commit(
            [.update(message, scope: id, base: stored.version, try draft.checked(under: store.codebook))],
            permit: permit)
    } catch StoreError.conflict { return }
}
