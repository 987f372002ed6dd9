// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Testing
import Vault

@testable import Workflows

/// AUTHN-8: guessing is slowed to nothing and says nothing. Reports from outside are slowed as well.
@Suite struct TicketGuessTests {
    @Test func `ten wrong words shut a ticket, also over a restart, until a new one is given`() async throws {
        try await TicketWorld.with { world in
            let given = try await world.give()
            for _ in 0..<TicketDoor.triesMost {
                world.pass(seconds: 60)
                #expect(try await world.answer(given.number, TicketWord.suggestion() + " no") == .nothing)
            }
            #expect(world.wrongTries == Int(TicketDoor.triesMost))
            world.pass(seconds: 365 * 86_400)
            #expect(try await world.answer(given.number, given.word) == .nothing, "the right word comes too late")
            #expect(try await world.answer(given.number, given.other) == .nothing)
            let new = try await world.give()
            #expect(try await world.open(new.number, new.word) != nil)
        }
    }

    @Test func `a right word forgives the wrong ones before it`() async throws {
        try await TicketWorld.with { world in
            let given = try await world.give()
            for _ in 0..<3 {
                for _ in 0..<9 {
                    world.pass(seconds: 60)
                    #expect(try await world.answer(given.number, "never the word") == .nothing)
                }
                #expect(try await world.open(given.number, given.word) != nil)
                #expect(world.wrongTries == 0)
            }
        }
    }

    /// How many of so many guesses were looked at, when each is made as soon as it can be: those that came to the slow
    /// hash, and the seconds that they took by the office's clock.
    private func guesses(_ count: Int, _ world: TicketWorld, from place: (Int) -> String) async throws -> Int64 {
        let began = world.office.store.clock.now()
        for number in 0..<count {
            while !OutsideThrottle.tickets.admits(place(number), in: world.office.store) { world.pass(seconds: 1) }
        }
        return (world.office.store.clock.now() - began) / 1000
    }

    @Test func `ten thousand guesses from one place take forty hours, from everywhere eight`() async throws {
        try await TicketWorld.with { world in
            let one = try await guesses(10_000, world) { _ in "192.0.2.7" }
            #expect(one >= (10_000 - 10) * 15 - 15, "\(one) seconds from one place")
            world.pass(seconds: 86_400)
            let all = try await guesses(10_000, world) { "198.51.\($0 % 250).\($0 / 250)" }
            #expect(all >= (10_000 - 60) * 3 - 3, "\(all) seconds from everywhere")
        }
    }

    @Test func `a thousand guesses find nothing, and each is answered as every other`() async throws {
        try await TicketWorld.with { world in
            let given = try await world.give()
            var answers: Set<TicketAnswer> = []
            for number in 0..<1_000 {
                let guess = number % 5 == 0 ? given.number : TicketNumber.random().text
                let typed = TicketTry(
                    number: number % 7 == 0 ? String(guess.dropLast()) : guess, word: TicketWord.suggestion(),
                    work: world.work(), address: "192.0.2.\(number % 200)")
                answers.insert(try await openTicket(typed, at: world.door, in: world.office.store))
            }
            #expect(answers == [.nothing])
            #expect(world.wrongTries >= Int(TicketDoor.triesMost))
            // Control: without the lock the right word would have opened it all along.
            let other = try await world.give()
            world.pass(seconds: 600)
            #expect(try await world.open(other.number, other.word) != nil)
        }
    }

    @Test func `a question is taken once, from this register only, within the hour, worked for or waited for`()
        async throws
    {
        try await TicketWorld.with { world in
            let (desk, store) = (world.door.desk, world.office.store)
            let question = desk.question(in: store)
            let answer = try #require(
                (0..<4_000_000).lazy.map { String($0) }.first {
                    store.digest(ofFile: Array("\(question):\($0)".utf8)).hasPrefix("0000")
                })
            #expect(desk.take(WorkProof(question: question, answer: answer), in: store) == 0)
            #expect(desk.take(WorkProof(question: question, answer: answer), in: store) == nil)
            let idle = desk.question(in: store)
            #expect(desk.take(WorkProof(question: idle, answer: "1"), in: store) == WorkDesk.wait)
            let old = desk.question(in: store)
            world.pass(seconds: 3_600)
            #expect(desk.take(WorkProof(question: old, answer: ""), in: store) == nil)
            let parts = desk.question(in: store).split(separator: ".")
            let forged = "\(Int64(parts[0])! - 9_000).\(parts[1]).\(parts[2])"
            #expect(desk.take(WorkProof(question: forged, answer: ""), in: store) == nil)
            for text in ["", "..", "1.2.3", "x.y.z"] {
                #expect(desk.take(WorkProof(question: text, answer: ""), in: store) == nil)
            }
        }
    }

    @Test func `a report from outside becomes a signal that supervision finds, never a case`() async throws {
        try await TicketWorld.with { world in
            let store = world.office.store
            let before = try await listCases(CaseQuery(), by: world.office.supervisor, in: store).total
            let report = OutsideReport(
                said: "Two girls never leave the house", place: "Kaduwela", teller: "A neighbour")
            let answer = try await reportFromOutside(
                report, work: world.work(), address: "192.0.2.1", at: world.door, in: store)
            guard case .taken(let receipt) = answer else { throw StoreError.notFound }
            #expect(receipt.wholeMatch(of: #/\d{8}/#) != nil)
            let lines = try await listSignals(by: world.office.supervisor, in: store)
            #expect(lines.count == 1 && lines[0].signal.channel == "Public")
            let file = try await readCase(lines[0].id, by: world.office.supervisor, in: store)
            #expect(file.isSignal && file.ownSignal?.record.text("wh_SignalReceipt") == receipt)
            #expect(try await listCases(CaseQuery(), by: world.office.supervisor, in: store).total == before)
            #expect(try await listSignals(by: world.office.owner, in: store).isEmpty, "until it is given to somebody")
        }
    }

    @Test func `reports are few from one place, none without work, and none that is empty or endless`() async throws {
        try await TicketWorld.with { world in
            let store = world.office.store
            func send(_ report: OutsideReport, _ work: WorkProof? = nil) async throws -> OutsideAnswer {
                try await reportFromOutside(
                    report, work: work ?? world.work(), address: "192.0.2.1", at: world.door, in: store)
            }
            #expect(try await send(OutsideReport(said: " \n")) == .unfit)
            #expect(try await send(OutsideReport(said: String(repeating: "a", count: 4_001))) == .unfit)
            #expect(try await send(OutsideReport(said: "a"), WorkProof(question: "", answer: "")) == .later)
            let used = world.work()
            var taken = 0
            for _ in 0..<3 {
                if case .taken = try await send(OutsideReport(said: "a"), used) { taken += 1 }
            }
            #expect(taken == 1, "the same form sent again is no second report")
            for _ in 0..<10 { if case .taken = try await send(OutsideReport(said: "a")) { taken += 1 } }
            #expect(taken == 3)
            world.pass(seconds: 700)
            if case .taken = try await send(OutsideReport(said: "a")) { taken += 1 }
            #expect(taken == 4)
        }
    }
}
