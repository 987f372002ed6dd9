// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Standard
import Store
import Synchronization
import Testing
import Vault

@testable import Workflows

/// The person's own view: what opens it, what it shows, what can be done in it.
@Suite struct TicketTests {
    @Test func `a number and a word open the person's own case, and every slip opens nothing`() async throws {
        try await TicketWorld.with { world in
            let given = try await world.give()
            #expect(try await world.open(given.number, given.word) != nil)
            #expect(try await world.open(given.number.filter { $0 != " " }, given.word.uppercased()) != nil)
            #expect(try await world.answer(given.number, "another word") == .nothing)
            #expect(try await world.answer(TicketNumber.random().text, given.word) == .nothing)
            var mistyped = Array(given.number)
            mistyped[5] = mistyped[5] == "7" ? "8" : "7"
            #expect(try await world.answer(String(mistyped), given.word) == .nothing)
            #expect(world.wrongTries == 1, "a mistyped number is none, and a wrong one is nobody's")
        }
    }

    @Test func `what is shown is what is safe, and every look is in the log as the person's`() async throws {
        try await TicketWorld.with { world in
            let office = world.office
            _ = try await addRecord(
                Draft(.comment, ["cco_CaseComment": .text("Canary of the office")]), toCase: world.id,
                by: office.owner, store: office.store)
            _ = try await addRecord(
                Draft(
                    .referral,
                    ["wh_ReferralDirection": .codes(["Outgoing"]), "wh_ReferralStatus": .codes(["Proposed"])]),
                toCase: world.id, by: office.owner, store: office.store)
            let given = try await world.give()
            let visit = try #require(try await world.open(given.number, given.word))
            let view = try await readTicket(visit, in: office.store)
            #expect(!"\(view)".contains("Canary") && !"\(view)".contains("Lani"))
            #expect(view.help.count == 1 && view.help[0].state?.code == "Proposed")
            #expect(view.looks.map(\.role) == [.caseworker] && view.looks[0].agency == "Lantern House")
            let acts = try await readActs(about: world.id, by: office.supervisor, in: office.store)
            let looks = acts.filter { $0.action == "ticket.read" }
            #expect(looks.count >= 2 && looks.allSatisfy { $0.role == .survivor && $0.isDone })
        }
    }

    @Test func `the same policy judges the person: nothing of another case, no content but their own`() async throws {
        try await TicketWorld.with { world in
            let given = try await world.give()
            let visit = try #require(try await world.open(given.number, given.word))
            let other = try await registerCase(
                ["prs_FirstName": .text("Minh")], by: world.office.owner, in: world.office.store)
            let person = visit.access
            await #expect(throws: Refusal.self) { try await readCase(other, by: person, in: world.office.store) }
            await #expect(throws: Refusal.self) {
                try await person.permit(.recordEdit, case: world.id, isOwn: true, in: world.office.store)
            }
            let permit = try await person.permit(.ticketRead, case: world.id, isOwn: true, in: world.office.store)
            #expect(permit.allClasses == [.f0, .f1, .f4])
        }
    }

    @Test func `both write, what waits is marked, and a thing to put right waits for an answer`() async throws {
        try await TicketWorld.with { world in
            let (office, given) = (world.office, try await world.give())
            let visit = try #require(try await world.open(given.number, given.word))
            #expect(try await writeMessage("Can I come on Tuesday?", kind: .message, through: visit, in: office.store))
            #expect(try await writeMessage("My name is Hương", kind: .correction, through: visit, in: office.store))
            await #expect(throws: Rejected.self) {
                try await writeMessage("  ", kind: .message, through: visit, in: office.store)
            }
            var file = try await readCase(world.id, by: office.owner, in: office.store)
            #expect(file.waitingMessages.map(\.kind) == [.message, .correction])
            for message in file.waitingMessages {
                try await markMessageSeen(message.id, inCase: world.id, by: office.owner, in: office.store)
            }
            file = try await readCase(world.id, by: office.owner, in: office.store)
            #expect(file.waitingMessages.map(\.kind) == [.correction], "reading is no answer")
            try await answerMessage(
                "It is put right.", to: file.waitingMessages[0].id, inCase: world.id, name: "Dilani", by: office.owner,
                in: office.store)
            file = try await readCase(world.id, by: office.owner, in: office.store)
            #expect(file.waitingMessages.isEmpty)
            let view = try await readTicket(visit, in: office.store)
            #expect(view.messages.map(\.number) == [1, 2, 3] && view.messages.last?.author == "Dilani")
        }
    }

    @Test func `a consent is taken back at once, as the person's own act, and nothing else can be changed`()
        async throws
    {
        try await TicketWorld.with { world in
            let (office, given) = (world.office, try await world.give())
            let consent = try await addRecord(
                Draft(
                    .consent,
                    [
                        "wh_ConsentPurpose": .codes(["ReferToServices"]), "wh_ConsentStatus": .codes(["Given"]),
                        "wh_ConsentStatement": .text("As I said it"),
                    ]), toCase: world.id, by: office.owner, store: office.store)
            let visit = try #require(try await world.open(given.number, given.word))
            #expect(try await readTicket(visit, in: office.store).consents.map(\.isGiven) == [true])
            #expect(try await withdrawConsent(consent, through: visit, wish: "No", in: office.store) == .withdrawn)
            #expect(try await withdrawConsent(consent, through: visit, wish: "No", in: office.store) == .notGiven)
            let file = try await readCase(world.id, by: office.owner, in: office.store)
            let now = try #require(file.records(.consent).first?.record)
            #expect(now.code("wh_ConsentStatus") == "Withdrawn" && now.text("wh_ConsentStatement") == "As I said it")
            #expect(office.store.facts(ofCase: world.id)?.locked.isEmpty == true, "it waits for nobody")
            #expect(file.waitingMessages.map(\.kind) == [.withdrawal])
            let acts = try await readActs(about: world.id, by: office.supervisor, in: office.store)
            #expect(acts.contains { $0.action == "ticket.withdraw" && $0.role == .survivor && $0.isDone })
            // Control: the same leave for anything but taking back is none.
            let permit = try await visit.access.permit(
                .ticketWithdraw, case: world.id, record: consent, isOwn: true, in: office.store)
            for status in ["Given", "Refused"] {
                let wrong = try Draft(.consent, ["wh_ConsentStatus": .codes([status])], links: [.caseFile: world.id])
                    .checked(under: office.store.codebook)
                await #expect(throws: StoreError.self) {
                    _ = try await office.store.commit(
                        [.update(consent, scope: world.id, base: 2, wrong)], permit: permit)
                }
            }
        }
    }

    @Test(arguments: ["Guardian", "Court", "MinorWithGuardian", "Adult"])
    func `what somebody else allowed for a person is not theirs alone to take back, but their wish must be answered`(
        giver: String
    ) async throws {
        try await TicketWorld.with { world in
            let (office, given) = (world.office, try await world.give())
            let consent = try await addRecord(
                Draft(
                    .consent,
                    [
                        "wh_ConsentPurpose": .codes(["ReferToServices"]), "wh_ConsentStatus": .codes(["Given"]),
                        "wh_ConsentGiver": .codes([giver]),
                    ]), toCase: world.id, by: office.owner, store: office.store)
            let visit = try #require(try await world.open(given.number, given.word))
            let isOthers = giver == "Guardian" || giver == "Court"
            #expect(try await readTicket(visit, in: office.store).consents.map(\.isOthers) == [isOthers])
            for _ in 0..<2 {
                let done = try await withdrawConsent(
                    consent, through: visit, wish: "I do not want it", in: office.store)
                if isOthers { #expect(done == .asked) }
            }
            let file = try await readCase(world.id, by: office.owner, in: office.store)
            let status = file.records(.consent).first?.record.code("wh_ConsentStatus")
            #expect(status == (isOthers ? "Given" : "Withdrawn"))
            #expect(file.waitingMessages.map(\.kind) == [isOthers ? .correction : .withdrawal], "once, and it waits")
        }
    }

    @Test(arguments: [SafeContact.Obstacle.never, .notNamed])
    func `nothing is written to a person who must not be reached like this`(obstacle: SafeContact.Obstacle) async throws
    {
        try await TicketWorld.with { world in
            let office = world.office
            func write() async throws {
                try await answerMessage(
                    "Come on Thursday", to: nil, inCase: world.id, name: "Dilani", by: office.owner, in: office.store)
            }
            _ = try await world.give()
            try await write()
            let said: [FieldName: Value] =
                obstacle == .never ? ["wh_ContactNever": .codes(["OwnView"])] : ["wh_ContactWays": .codes(["Call"])]
            try await world.edit(said)
            await #expect(throws: ContactRefused(obstacle: obstacle)) { try await write() }
            await #expect(throws: TicketObstacle.notSafe) { _ = try await world.give() }
            let file = try await readCase(world.id, by: office.owner, in: office.store)
            #expect(file.messages.count == 1, "the control: before it was said, it was written")
        }
    }

    @Test func `the other word opens nothing, tells the office, and looks like nothing to whoever watches`()
        async throws
    {
        try await TicketWorld.with { world in
            let given = try await world.give(word: "orange lantern", other: "grey mountain")
            #expect(given.word == "orange lantern" && given.other == "grey mountain")
            #expect(try await world.answer(given.number, given.other) == .harmless)
            let file = try await readCase(world.id, by: world.office.owner, in: world.office.store)
            #expect(file.waitingMessages.map(\.kind) == [.warning])
        }
    }

    @Test func `a new ticket ends the old one, looks that go on too`() async throws {
        try await TicketWorld.with { world in
            let old = try await world.give()
            let token = try await world.token(old.number, old.word)
            #expect(world.door.visits.visit(token, in: world.office.store) != nil)
            let new = try await world.give()
            #expect(world.door.visits.visit(token, in: world.office.store) == nil)
            #expect(try await world.answer(old.number, old.word) == .nothing)
            #expect(try await world.open(new.number, new.word) != nil)
        }
    }

    @Test func `taken back, switched off and erased all say the same: nothing`() async throws {
        try await TicketWorld.with { world in
            let first = try await world.give()
            _ = try await world.order(.takeBack)
            #expect(try await world.answer(first.number, first.word) == .nothing)
            let second = try await world.give()
            _ = try await world.order(.off)
            #expect(try await world.answer(second.number, second.word) == .nothing)
            await #expect(throws: TicketObstacle.off) { try await world.give() }
            _ = try await world.order(.on)
            let third = try await world.give()
            #expect(try await world.open(third.number, third.word) != nil)
            try await world.erase()
            #expect(world.office.store.facts(ofCase: world.id) == nil)
            #expect(try await world.answer(third.number, third.word) == .nothing)
            #expect(world.office.store.ticket(ofCase: world.id) == nil)
        }
    }

    @Test func `a look ends after ten minutes without a press and after an hour`() async throws {
        try await TicketWorld.with { world in
            let given = try await world.give()
            let token = try await world.token(given.number, given.word)
            func isOn() -> Bool { world.door.visits.visit(token, in: world.office.store) != nil }
            for _ in 0..<6 {
                world.pass(seconds: 590)
                #expect(isOn())
            }
            world.pass(seconds: 61)
            #expect(!isOn())
            let again = try await world.token(given.number, given.word)
            world.pass(seconds: 601)
            #expect(world.door.visits.visit(again, in: world.office.store) == nil)
        }
    }

    @Test func `words that are short or the same are not taken, and a shut door gives no ticket`() async throws {
        try await TicketWorld.with { world in
            await #expect(throws: TicketObstacle.short) { try await world.give(word: "cat") }
            await #expect(throws: TicketObstacle.same) { try await world.give(word: "one lamp", other: "OneLamp") }
            try await setDoors(OfficeDoors(), by: world.console, in: world.office.store)
            await #expect(throws: TicketObstacle.doorClosed) { try await world.give() }
        }
    }

    @Test func `nobody but those who write in the case gives a ticket`() async throws {
        try await TicketWorld.with { world in
            for role in [Role.supervisor, .clinician, .auditor, .systemOperator, .firstResponder] {
                await #expect(throws: Refusal.self) {
                    _ = try await manageTicket(
                        .give(word: "", other: ""), ofCase: world.id, name: "x", by: world.office.access(role, 33),
                        at: world.door, in: world.office.store)
                }
            }
            await #expect(throws: Refusal.self) {
                try await setDoors(OfficeDoors(tickets: true), by: world.office.owner, in: world.office.store)
            }
        }
    }

    @Test func `neither number nor word nor what is written lies on disk`() async throws {
        try await TicketWorld.with { world in
            let given = try await world.give(word: "orange lantern")
            let visit = try #require(try await world.open(given.number, given.word))
            _ = try await writeMessage(
                "Canary-5150 over the harbour", kind: .message, through: visit, in: world.office.store)
            _ = try await world.answer(given.number, "a wrong guess")
            let bytes = try world.office.bytesOnDisk()
            let digits = given.number.filter { $0 != " " }
            let mark = try #require(world.office.store.ticket(ofCase: world.id)?.name)
            for text in [given.number, digits, given.word, "orangelantern", given.other, "Canary-5150", mark] {
                #expect(!bytes.contains(Array(text.utf8)), "\(text.prefix(4))")
            }
            // Control: what stands in the open is found.
            #expect(bytes.contains(Array("dilani".utf8)))
        }
    }
}
