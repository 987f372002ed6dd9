// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Vault

/// What somebody types in at the door for those whom cases are about.
public struct TicketTry: Sendable {
    public var number: String
    public var word: String
    public var work: WorkProof
    /// The network address that the server sees.
    public var address: String?

    public init(number: String, word: String, work: WorkProof, address: String? = nil) {
        self.number = number
        self.word = word
        self.work = work
        self.address = address
    }
}

/// What becomes of it.
public enum TicketAnswer: Sendable, Hashable {
    /// The token of a visit, for the page.
    case opened(token: String)
    /// The other word: a page that says nothing, while the office is told.
    case harmless
    /// Nothing opened: mistyped, wrong, taken back, switched off, too often or too soon. All alike.
    case nothing
}

/// Tries a number and a word.
///
/// A number with a wrong check digit is turned away before any work and counts for nothing: it tells no more than
/// arithmetic does. Any other costs one scrypt run and one write, whether there is such a ticket or not.
///
/// - Throws: `SQLError` when the try cannot be written down.
public func openTicket(_ typed: TicketTry, at door: TicketDoor, in store: CaseStore) async throws -> TicketAnswer {
    guard try await door.desk.finish(typed.work, in: store), let number = TicketNumber(typed.number),
        OutsideThrottle.tickets.admits(typed.address, in: store)
    else { return .nothing }
    let marks: TicketMarks
    do { marks = try await door.marks(number, in: store) } catch { return .nothing }
    let attempt = TicketAttempt(marks, typed, store)
    guard let found = attempt.found, let match = attempt.match else {
        try await attempt.failed()
        return .nothing
    }
    let visit = TicketVisit(caseID: found.id, ticket: found.ticket, access: attempt.person(of: found))
    guard let permit = attempt.permit(visit) else {
        try await attempt.failed()
        return .nothing
    }
    try await attempt.succeeded(permit, outcome: match == .word ? "done" : "done:otherWord")
    guard match == .word else {
        try await writeWarning(visit, in: store)
        return .harmless
    }
    return door.visits.admit(visit, now: store.clock.now()).map { .opened(token: $0) } ?? .nothing
}

/// One try after the number was hashed.
private struct TicketAttempt {
    enum Match { case word, other }

    let typed: TicketTry
    let store: CaseStore
    let found: (id: EntityID, ticket: TicketEntry)?
    /// Which of the two words it was; nil when it opens nothing.
    let match: Match?
    private let lock: [UInt8]

    /// Counts the try as failed until it is known otherwise, so that many at once count too.
    init(_ marks: TicketMarks, _ typed: TicketTry, _ store: CaseStore) {
        (self.typed, self.store) = (typed, store)
        let found = store.ticket(named: marks.name)
        // Of a number that nobody has, as much is written: under a name of its own that is never looked at.
        let lock = found == nil ? TicketDoor.lockName("", in: store) : TicketDoor.lockName(marks.name, in: store)
        let now = store.clock.now()
        let before = store.withMark(lock) { mark -> Int64 in
            let past = mark?.amount ?? 0
            mark = ThrottleMark(name: lock, amount: found == nil ? 1 : past + 1, at: now)
            return past
        }
        let said = marks.word(typed.word)
        let decoy = String(repeating: "0", count: said.utf8.count)
        let isWord = TicketMarks.isEqual(said, found?.ticket.word ?? decoy)
        let isOther = TicketMarks.isEqual(said, found?.ticket.other ?? decoy)
        let isOpen = found?.ticket.state == .open && before < TicketDoor.triesMost
        match = isOpen && isWord ? .word : isOpen && isOther ? .other : nil
        (self.found, self.lock) = (found, lock)
    }

    /// The person themself: known by the ticket's record, to the agency whose case it is.
    func person(of found: (id: EntityID, ticket: TicketEntry)) -> Access {
        let agency = store.facts(ofCase: found.id)?.agency ?? store.agency
        return Access(Actor(id: found.ticket.record, role: .survivor, agency: agency))
    }

    /// Leave to look in; nil when the policy gives none.
    func permit(_ visit: TicketVisit) -> Permit? {
        try? Policy.permit(
            visit.access.actor, .ticketRead, store.facts(ofCase: visit.caseID), subject: .caseFile(visit.caseID),
            isOwn: true, visit.access.context(), now: store.clock.now())
    }

    func succeeded(_ permit: Permit, outcome: String) async throws {
        store.withMark(lock) { $0 = nil }
        OutsideThrottle.tickets.giveBack(typed.address, in: store)
        try await store.changePeople { people in
            try people.put(ThrottleMark(name: lock, amount: 0, at: 0))
            people.note(permit, outcome: outcome)
        }
    }

    func failed() async throws {
        let nobody = Actor(id: store.agency, role: .survivor, agency: store.agency)
        let permit = found.flatMap { found in
            self.permit(TicketVisit(caseID: found.id, ticket: found.ticket, access: person(of: found)))
        }
        try await store.changePeople { people in
            if let mark = store.withMark(lock, { $0 }) { try people.put(mark) }
            try OutsideThrottle.tickets.keep(typed.address, store, people)
            if let permit {
                people.note(permit, count: 0, outcome: "refused")
            } else {
                people.note(nobody, action: "ticket.open", outcome: "refused")
            }
        }
    }
}
