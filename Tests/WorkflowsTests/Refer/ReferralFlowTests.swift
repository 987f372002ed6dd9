// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Testing
import Vault

@testable import Workflows

/// Consent, referral and packet between agencies on one server, one rule at a time.
@Suite struct ReferralFlowTests {
    /// Whether a call is answered as if the thing did not exist.
    private func isHidden(_ body: () async throws -> Void) async throws -> Bool {
        do {
            try await body()
            return false
        } catch let refusal as Refusal { return refusal.reason == nil }
    }

    @Test func `the receiver sees the packet as it stood, answers, and both sides are in the log`() async throws {
        try await ReferralOffice.with(2) { world in
            let (id, consent, grant) = try await world.referred()
            _ = try await addRecord(
                Draft(.comment, ["cco_CaseComment": .text("written after it was sent")]), toCase: id,
                by: world.worker, store: world.store)
            let lead = world.of(1, .supervisor)
            let packet = try await readPacket(grant.id, by: lead, in: world.store).packet
            let texts = packet.parts.flatMap(\.values.values).map(\.canonicalText)
            #expect(texts.contains("Needs a lawyer who speaks Vietnamese"))
            #expect(!texts.contains("written after it was sent"), "a packet is a fixed copy")
            #expect(!texts.contains("Thị Hoa") && !texts.contains("+84 24 5555 0100"), "not in the agreed classes")
            #expect(!packet.parts.contains { $0.kind == .consent || $0.kind == .referral })
            // Nothing else of the case: not even that it is there.
            #expect(try await isHidden { _ = try await readCase(id, by: lead, in: world.store) })
            #expect(
                try await isHidden { _ = try await readPacket(grant.id, by: world.of(2, .supervisor), in: world.store) }
            )
            for act in [ReferralAct.accept, .contact, .start, .complete] {
                try await answerReferral(grant.id, act, by: lead, in: world.store)
            }
            let file = try await readCase(id, by: world.worker, in: world.store)
            let record = try #require(file.records(.referral).first?.record)
            #expect(record.code("wh_ReferralStatus") == "Completed" && record.code("wh_ReferralStep") == "Completed")
            let acts = try await readActs(about: id, by: world.office.supervisor, in: world.store)
            let done = acts.filter { $0.action == "referral.answer" }.map { $0.outcome.split(separator: ":")[0] }
            #expect(Set(done) == ["receive", "accept", "contact", "start", "complete"])
            #expect(acts.contains { $0.action == "case.refer" && $0.consent == consent })
            #expect(try await readLinkage(by: world.worker, in: world.store).rate == 1)
        }
    }

    @Test func `consent taken back closes it at that moment, and the receiver hears no content`() async throws {
        try await ReferralOffice.with(1) { world in
            let (id, consent, grant) = try await world.referred()
            let lead = world.of(1, .supervisor)
            try await answerReferral(grant.id, .accept, by: lead, in: world.store)
            // The control: it was to be seen.
            #expect(try await readInbox(by: lead, in: world.store).lines.count == 1)
            let told = try await withdrawConsent(consent, ofCase: id, by: world.worker, in: world.store)
            #expect(told == [world.takers[0]])
            #expect(try await isHidden { _ = try await readPacket(grant.id, by: lead, in: world.store) })
            #expect(try await isHidden { try await answerReferral(grant.id, .start, by: lead, in: world.store) })
            let inbox = try await readInbox(by: lead, in: world.store)
            #expect(inbox.lines.isEmpty && inbox.notices == [Inbox.Notice(from: "Lantern House", sent: grant.made)])
            // Nothing new on it, and a new consent does not bring the old referral back.
            await #expect(throws: Refusal(.caseRefer, .consent)) {
                _ = try await proposeReferral(
                    ofCase: id, world.order(1, consent: consent), by: world.worker, in: world.store)
            }
            _ = try await giveConsent(world.consentOrder(for: [1]), inCase: id, by: world.worker, in: world.store)
            #expect(try await isHidden { _ = try await readPacket(grant.id, by: lead, in: world.store) })
        }
    }

    @Test func `each thing that is missing stops a referral, and says which`() async throws {
        try await ReferralOffice.with(2) { world in
            let id = try await world.newCase()
            let consent = try await giveConsent(
                world.consentOrder(for: [1]), inCase: id, by: world.worker, in: world.store)
            func obstacle(_ order: ReferralOrder) async throws -> String? {
                do {
                    _ = try await proposeReferral(ofCase: id, order, by: world.worker, in: world.store)
                    return nil
                } catch let refusal as Refusal { return refusal.reason.map { "\($0)" } ?? "hidden" } catch let obstacle
                    as ReferralObstacle
                { return "\(obstacle)" }
            }
            #expect(try await obstacle(world.order(1, consent: consent)) == "noAgreement")
            try await world.agree(with: 1, charter: nil)
            #expect(try await obstacle(world.order(1, consent: consent)) == "noCharter")
            try await world.agree(with: 1)
            #expect(try await obstacle(world.order(2, consent: consent)) == "consent", "named for another office")
            #expect(try await obstacle(world.order(1, consent: .random())) == "consent", "no consent, no referral")
            #expect(try await obstacle(world.order(1, consent: consent, [.f1, .f3]))?.hasPrefix("consent") == true)
            #expect(try await obstacle(world.order(1, consent: consent, for: .investigation)) == "consent")
            #expect(try await obstacle(world.order(1, consent: consent, days: 400)) == "badEnd")
            try await world.suspend(1, true)
            #expect(try await obstacle(world.order(1, consent: consent)) == "noReceiver", "a suspended agency")
            try await world.suspend(1, false)
            #expect(try await obstacle(world.order(1, consent: consent)) == nil)
        }
    }

    @Test func `a consent that is signed later than the referral is none, and a late day ends it`() async throws {
        try await ReferralOffice.with(1) { world in
            let id = try await world.newCase()
            try await world.agree(with: 1)
            let order = world.consentOrder(for: [1])
            var values = order.values(at: world.store.clock.now() + 3_600_000, today: world.store.clock.today)
            values["wh_ConsentExpiry"] = .date(world.store.clock.today)
            let consent = try await addRecord(
                Draft(.consent, values), toCase: id, by: world.worker, store: world.store)
            await #expect(throws: ReferralObstacle.consent(.none)) {
                _ = try await proposeReferral(
                    ofCase: id, world.order(1, consent: consent), by: world.worker, in: world.store)
            }
            world.time.pass(3_600_000)
            let grant = try await proposeReferral(
                ofCase: id, world.order(1, consent: consent), by: world.worker, in: world.store)
            let lead = world.of(1, .supervisor)
            _ = try await readPacket(grant.id, by: lead, in: world.store)
            world.time.pass(86_400_000)
            #expect(try await isHidden { _ = try await readPacket(grant.id, by: lead, in: world.store) })
        }
    }

    @Test func `a guardian who is the suspect can answer for nobody`() async throws {
        try await ReferralOffice.with(1) { world in
            let id = try await world.newCase()
            try await world.agree(with: 1)
            var order = world.consentOrder(for: [1])
            order.giver = "Guardian"
            order.isGuardianDisqualified = true
            let consent = try await giveConsent(order, inCase: id, by: world.worker, in: world.store)
            await #expect(throws: Refusal(.caseRefer, .consent)) {
                _ = try await proposeReferral(
                    ofCase: id, world.order(1, consent: consent), by: world.worker, in: world.store)
            }
        }
    }

    @Test func `what is marked as held here leaves in no packet, share or file`() async throws {
        try await ReferralOffice.with(1) { world in
            let id = try await world.newCase()
            try await world.agree(with: 1)
            let note = try #require(
                try await readCase(id, by: world.worker, in: world.store).records(.comment).first)
            let lead = world.of(1, .supervisor)
            func packet(_ held: HeldMarks) async throws -> [String] {
                var order = world.consentOrder(for: [1])
                order.held = held
                let consent = try await giveConsent(order, inCase: id, by: world.worker, in: world.store)
                let grant = try await proposeReferral(
                    ofCase: id, world.order(1, consent: consent, [.f1, .f2, .f4]), by: world.worker, in: world.store)
                return try await readPacket(grant.id, by: lead, in: world.store).packet.parts.flatMap(\.values.values)
                    .map(\.canonicalText)
            }
            let open = try await packet(HeldMarks())
            #expect(open.contains("Thị Hoa") && open.contains("Needs a lawyer who speaks Vietnamese"))
            let before = try await exportRegister(
                as: .htcdsJSON, approved: true, by: world.office.supervisor, in: world.store)
            #expect(String(decoding: before.bytes, as: UTF8.self).contains("Thị Hoa"), "the control")
            var marks = HeldMarks()
            (marks.fields, marks.records) = (["prs_FirstName"], [note.id])
            let held = try await packet(marks)
            #expect(!held.contains("Thị Hoa") && !held.contains("Needs a lawyer who speaks Vietnamese"))
            let after = try await exportRegister(
                as: .htcdsJSON, approved: true, by: world.office.supervisor, in: world.store)
            let text = String(decoding: after.bytes, as: UTF8.self)
            #expect(!text.contains("Thị Hoa") && !text.contains("Needs a lawyer") && !text.contains("Held"))
            // The office itself goes on reading it.
            let file = try await readCase(id, by: world.worker, in: world.store)
            #expect(file.people.values.first?.record.text("prs_FirstName") == "Thị Hoa")
        }
    }

    @Test func `the ticket and what the person writes leave in no packet, no preview and no file`() async throws {
        try await ReferralOffice.with(1) { world in
            let id = try await world.newCase()
            try await world.agree(with: 1)
            let office = Access(Actor(id: world.store.agency, role: .custodian, agency: world.store.agency))
            try await setDoors(OfficeDoors(tickets: true), by: office, in: world.store)
            let door = TicketDoor(cost: .trivial)
            _ = try await manageTicket(
                .give(word: "", other: ""), ofCase: id, name: "Dilani", by: world.worker, at: door, in: world.store)
            try await answerMessage(
                "canary to her", to: nil, inCase: id, name: "Dilani", by: world.worker, in: world.store)
            let own = try await readCase(id, by: world.worker, in: world.store)
            #expect(!own.messages.isEmpty && !own.records(.ticket).isEmpty, "the control: it is in the case")
            let consent = try await giveConsent(
                world.consentOrder(for: [1]), inCase: id, by: world.worker, in: world.store)
            let order = world.order(1, consent: consent, [.f1, .f2, .f4])
            let look = try await previewReferral(ofCase: id, order, by: world.worker, in: world.store)
            #expect(!look.records.isEmpty && !look.records.contains { $0.record.kind.staysAtHome })
            let sent = try await proposeReferral(ofCase: id, order, by: world.worker, in: world.store)
            let packet = try await readPacket(sent.id, by: world.of(1, .supervisor), in: world.store).packet
            #expect(!packet.parts.isEmpty && !packet.parts.contains { $0.kind.staysAtHome })
            for format in [ExportFormat.htcdsJSON, .htcdsCSV] {
                let file = try await exportRegister(
                    as: format, approved: true, by: world.office.supervisor, in: world.store)
                let text = String(decoding: file.bytes, as: UTF8.self)
                #expect(text.contains("Thị Hoa") && !text.contains("canary to her"))
            }
        }
    }

    @Test func `sending the form twice makes one referral, and two at once leave nothing half-done`() async throws {
        try await ReferralOffice.with(1) { world in
            let id = try await world.newCase()
            try await world.agree(with: 1)
            let consent = try await giveConsent(
                world.consentOrder(for: [1]), inCase: id, by: world.worker, in: world.store, idempotencyKey: "a")
            let again = try await giveConsent(
                world.consentOrder(for: [1]), inCase: id, by: world.worker, in: world.store, idempotencyKey: "a")
            #expect(consent == again)
            let order = world.order(1, consent: consent)
            let first = try await proposeReferral(
                ofCase: id, order, by: world.worker, in: world.store, idempotencyKey: "b")
            let second = try await proposeReferral(
                ofCase: id, order, by: world.worker, in: world.store, idempotencyKey: "b")
            #expect(first.id == second.id && world.store.referrals(ofCase: id).count == 1)
            // One archives while others refer: whatever came first, what stands fits together.
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await setCaseState(id, .archive, by: world.office.supervisor, in: world.store) }
                for _ in 0..<4 {
                    group.addTask {
                        _ = try? await proposeReferral(ofCase: id, order, by: world.worker, in: world.store)
                    }
                }
            }
            let file = try await readCase(id, by: world.worker, in: world.store)
            #expect(file.records(.referral).count == world.store.referrals(ofCase: id).count)
            #expect(store(world, archived: id))
            await #expect(throws: (any Error).self) {
                _ = try await proposeReferral(ofCase: id, order, by: world.worker, in: world.store)
            }
            let lead = world.of(1, .supervisor)
            #expect(
                try await readInbox(by: lead, in: world.store).lines.isEmpty, "an archived case is closed to others")
        }
    }

    private func store(_ world: ReferralOffice, archived id: EntityID) -> Bool {
        world.store.facts(ofCase: id)?.state == .archived
    }

    @Test func `two who answer at once: one is first, the other is told how it stands`() async throws {
        try await ReferralOffice.with(1) { world in
            let (_, _, grant) = try await world.referred()
            let lead = world.of(1, .supervisor)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for act in [ReferralAct.accept, .decline(.noCapacity), .accept, .decline(.other)] {
                    group.addTask {
                        (try? await answerReferral(grant.id, act, by: lead, in: world.store)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(outcomes == 1)
            #expect(world.store.referral(grant.id)?.referral?.steps.count == 1)
        }
    }

    @Test func `who leads gives it to a colleague, who sees it from then on; for others it is not there`() async throws
    {
        try await ReferralOffice.with(1) { world in
            let (_, _, grant) = try await world.referred()
            let colleague = world.of(1, .caseworker)
            #expect(try await isHidden { _ = try await readPacket(grant.id, by: colleague, in: world.store) })
            await #expect(throws: Refusal.self) {
                try await assignReferral(grant.id, add: [colleague.actor.id], by: colleague, in: world.store)
            }
            await #expect(throws: StoreError.notFound) {
                try await assignReferral(
                    grant.id, add: [.random()], by: world.of(1, .supervisor), in: world.store)
            }
        }
    }

    @Test func `an unanswered referral warns, is late after three working days, and is answered`() async throws {
        try await ReferralOffice.with(1) { world in
            let (id, _, grant) = try await world.referred()
            let lead = world.of(1, .supervisor)
            #expect(waitingReferrals(by: world.worker, in: world.store).map(\.isLate) == [false])
            #expect(waitingReferrals(by: lead, in: world.store).map(\.caseID) == [nil])
            world.time.pass(8 * 86_400_000)
            let waiting = try #require(waitingReferrals(by: world.worker, in: world.store).first)
            #expect(waiting.isLate && waiting.caseID == id && !waiting.fired.isEmpty)
            #expect(try await readInbox(by: lead, in: world.store).lines.first?.isLate == true)
            try await answerReferral(grant.id, .decline(.noLanguage), by: lead, in: world.store)
            #expect(waitingReferrals(by: world.worker, in: world.store).isEmpty)
            #expect(try await readLinkage(by: world.worker, in: world.store).ways.declined == [.noLanguage: 1])
        }
    }
}
