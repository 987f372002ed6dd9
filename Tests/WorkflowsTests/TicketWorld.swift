// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Synchronization
import Vault

@testable import Workflows

/// An office whose door for tickets is open, with one case, at a clock that the test moves.
struct TicketWorld {
    let office: Office
    let id: EntityID
    let door = TicketDoor(cost: .trivial)
    let now: Moment

    /// A moment that is shared with the office's clock.
    final class Moment: Sendable {
        let value = Mutex<Int64>(1_795_000_000_000)
    }

    static func with(_ body: (TicketWorld) async throws -> Void) async throws {
        let now = Moment()
        try await Office.with(clock: Clock { now.value.withLock { $0 } }) { office in
            let id = try await registerCase(["prs_FirstName": .text("Lani")], by: office.owner, in: office.store)
            let world = TicketWorld(office: office, id: id, now: now)
            try await setDoors(OfficeDoors(tickets: true, reports: true), by: world.console, in: office.store)
            _ = try await readCase(id, by: office.owner, in: office.store)
            try await body(world)
        }
    }

    var console: Access { Access(Actor(id: office.store.agency, role: .custodian, agency: office.store.agency)) }

    func pass(seconds: Int64) { now.value.withLock { $0 += seconds * 1000 } }

    func order(_ order: TicketOrder) async throws -> GivenTicket? {
        try await manageTicket(order, ofCase: id, name: "Dilani", by: office.owner, at: door, in: office.store)
    }

    func give(word: String = "", other: String = "") async throws -> GivenTicket {
        guard let given = try await order(.give(word: word, other: other)) else { throw StoreError.notFound }
        return given
    }

    /// Writes more about the person of the case.
    func edit(_ values: [FieldName: Value]) async throws {
        let file = try await readCase(id, by: office.owner, in: office.store)
        guard let person = file.people.values.first else { throw StoreError.notFound }
        var draft = person.record.draft
        draft.values.merge(values) { _, new in new }
        _ = try await editRecord(
            person.id, in: person.id, base: person.version, to: draft, by: office.owner, store: office.store)
    }

    /// A question whose wait is over.
    func work() -> WorkProof {
        let question = door.desk.question(in: office.store)
        pass(seconds: 9)
        return WorkProof(question: question, answer: "")
    }

    func answer(_ number: String, _ word: String, address: String? = nil) async throws -> TicketAnswer {
        try await openTicket(
            TicketTry(number: number, word: word, work: work(), address: address), at: door, in: office.store)
    }

    func token(_ number: String, _ word: String) async throws -> String {
        guard case .opened(let token) = try await answer(number, word) else { throw StoreError.notFound }
        return token
    }

    func open(_ number: String, _ word: String) async throws -> TicketVisit? {
        guard case .opened(let token) = try await answer(number, word) else { return nil }
        return door.visits.visit(token, in: office.store)
    }

    var wrongTries: Int {
        office.store.ticket(ofCase: id).map { TicketDoor.wrongTries($0, in: office.store) } ?? 0
    }

    /// Two people agree, seven days go by, and the case is no more.
    func erase() async throws {
        try await askToErase(
            id, .asked, identity: .codeWord, words: "She rang", by: office.supervisor, in: office.store)
        let request = try await openRequest(.erasure, about: id, in: office.store)
        guard let request else { throw StoreError.notFound }
        try await answerRequest(request.id, approve: true, by: office.access(.supervisor, 12), in: office.store)
        pass(seconds: 7 * 86_400 + 1)
        try await carryOutErasures(in: office.store)
    }
}

extension [UInt8] {
    /// Whether a text stands in it somewhere.
    func contains(_ text: [UInt8]) -> Bool { firstRange(of: text) != nil }
}
