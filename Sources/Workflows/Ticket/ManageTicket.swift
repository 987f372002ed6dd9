// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Identification
import Standard
import Store
import Vault

/// What staff do with the ticket of a case.
public enum TicketOrder: Sendable, Hashable {
    /// Gives a ticket, in place of any other. An empty word is chosen by chance; the other word opens a page that says
    /// nothing.
    case give(word: String, other: String)
    case takeBack
    /// No ticket for this case until it is switched on again.
    case off, on
}

/// A ticket as it is shown once.
public struct GivenTicket: Sendable, Hashable {
    public let number: String
    public let word: String
    public let other: String
}

/// Why a ticket was not given.
public enum TicketObstacle: String, Error, Sendable, CaseIterable {
    /// The office has not opened this door.
    case doorClosed
    /// Switched off for this case.
    case off
    /// A word of fewer than six letters.
    case short
    /// The person said never to be reached by a view of their own, or named other ways only.
    case notSafe
    /// The two words are the same.
    case same
    /// Somebody else changed the ticket just now, or too many are being made.
    case busy
}

/// Gives the person of a case a ticket, takes it back, or switches it off and on.
///
/// - Parameter name: Who does it, as colleagues read it.
/// - Returns: the ticket that was given, which is kept nowhere; nil for other orders.
/// - Throws: `TicketObstacle`; `Refusal`; `StoreError.notFound` for a signal.
public func manageTicket(
    _ order: TicketOrder, ofCase id: EntityID, name: String, by access: Access, at door: TicketDoor,
    in store: CaseStore
) async throws -> GivenTicket? {
    let now = store.ticket(ofCase: id)
    let record = now?.record ?? .random()
    let permit = try await access.permit(.ticketManage, case: id, record: record, isOwn: true, in: store)
    guard !store.isSignal(id) else { throw StoreError.notFound }
    var values: [FieldName: Value] = ["wh_TicketIssuedBy": .text(name), "wh_TicketIssued": .date(store.clock.today)]
    var given: GivenTicket?
    switch order {
    case .give(let word, let other):
        guard try await readDoors(in: store).tickets else { throw TicketObstacle.doorClosed }
        guard now?.state != .off else { throw TicketObstacle.off }
        let file = try await readCase(id, by: access, in: store)
        do { try insistSafe(.ownView, in: file, by: access, store: store) } catch { throw TicketObstacle.notSafe }
        let made = try await makeTicket(word, other, at: door, in: store)
        values.merge(made.values) { _, new in new }
        given = made.ticket
    case .takeBack: values["wh_TicketState"] = .codes([TicketEntry.State.revoked.rawValue])
    case .off: values["wh_TicketState"] = .codes([TicketEntry.State.off.rawValue])
    case .on: values["wh_TicketState"] = .codes([TicketEntry.State.revoked.rawValue])
    }
    let checked = try Draft(.ticket, values, links: [.caseFile: id]).checked(under: store.codebook)
    let change: Change =
        now.map { .update(record, scope: id, base: $0.version, checked) } ?? .insert(record, scope: id, checked)
    do { _ = try await store.commit([change], permit: permit) } catch StoreError.conflict { throw TicketObstacle.busy }
    return given
}

private func makeTicket(
    _ word: String, _ other: String, at door: TicketDoor, in store: CaseStore
) async throws -> (ticket: GivenTicket, values: [FieldName: Value]) {
    let words = [word, other].map { TicketWord.fold($0).isEmpty ? TicketWord.suggestion() : $0.trimmed }
    guard words.allSatisfy({ TicketWord.fold($0).count >= lettersLeast && $0.count <= 100 }) else {
        throw TicketObstacle.short
    }
    guard TicketWord.fold(words[0]) != TicketWord.fold(words[1]) else { throw TicketObstacle.same }
    let number = TicketNumber.random()
    let marks: TicketMarks
    do { marks = try await door.marks(number, in: store) } catch { throw TicketObstacle.busy }
    let values: [FieldName: Value] = [
        "wh_TicketState": .codes([TicketEntry.State.open.rawValue]), "wh_TicketName": .text(marks.name),
        "wh_TicketWord": .text(marks.word(words[0])), "wh_TicketOther": .text(marks.word(words[1])),
    ]
    return (GivenTicket(number: number.text, word: words[0], other: words[1]), values)
}

/// Letters and digits that a word has at least.
private let lettersLeast = 6

extension String {
    fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
