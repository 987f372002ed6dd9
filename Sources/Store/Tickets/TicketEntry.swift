// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// The person's own ticket of a case, as far as the door goes by it; in memory only.
public struct TicketEntry: Sendable, Hashable {
    /// How a ticket stands.
    public enum State: String, Sendable, CaseIterable {
        case open = "Open"
        /// Taken back: opens nothing until another is given.
        case revoked = "Revoked"
        /// No ticket is given for this case until somebody switches it on.
        case off = "Off"
    }

    public let record: EntityID
    public let version: Int
    public let state: State
    public let issued: PartialDate?
    /// The marks of the number, the word and the other word; empty when it opens nothing.
    public let name: String
    public let word: String
    public let other: String

    init(_ stored: Stored) {
        let said = stored.record
        record = stored.id
        version = stored.version
        state = said.code("wh_TicketState").flatMap { State(rawValue: $0) } ?? .off
        issued = said.date("wh_TicketIssued")
        name = said.text("wh_TicketName") ?? ""
        word = said.text("wh_TicketWord") ?? ""
        other = said.text("wh_TicketOther") ?? ""
    }

    /// Whether the two open the same with the same words.
    public func isSame(as other: TicketEntry) -> Bool {
        state == .open && other.state == .open && name == other.name && word == other.word
    }
}

/// The tickets of an agency's cases, by case and by the mark of their number.
struct TicketIndex: Sendable {
    private var byCase: [EntityID: TicketEntry] = [:]
    private var byName: [String: EntityID] = [:]

    subscript(_ id: EntityID) -> TicketEntry? { byCase[id] }

    func find(_ name: String) -> (id: EntityID, ticket: TicketEntry)? {
        byName[name].flatMap { id in byCase[id].map { (id, $0) } }
    }

    /// Takes in the ticket of a case as it stands now; nil when there is none any more.
    mutating func put(_ ticket: TicketEntry?, ofCase id: EntityID) {
        if let old = byCase[id], byName[old.name] == id { byName[old.name] = nil }
        byCase[id] = ticket
        if let ticket, !ticket.name.isEmpty { byName[ticket.name] = id }
    }
}
