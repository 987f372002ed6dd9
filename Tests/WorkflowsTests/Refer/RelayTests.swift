// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// A referral that is passed on: from a village association to a ministry, and from there to a court.
@Suite struct RelayTests {
    /// A case that was referred to the first agency and accepted there; the person named the first two for it.
    private struct Way {
        let world: ReferralOffice
        let id: EntityID
        let consent: EntityID
        let first: EntityID
        /// Who leads the agency in between, and the one after it.
        var between: Access { world.of(1, .supervisor) }
        var last: Access { world.of(2, .supervisor) }

        static func with(
            naming named: [Int] = [1, 2], charter: Int? = Agreement.charter, _ body: (Way) async throws -> Void
        ) async throws {
            try await ReferralOffice.with(3) { world in
                let id = try await world.newCase()
                try await world.agree(with: 1, charter: charter)
                try await world.agree(from: 1, to: 2)
                let consent = try await giveConsent(
                    world.consentOrder(for: named), inCase: id, by: world.worker, in: world.store)
                let first = try await proposeReferral(
                    ofCase: id, world.order(1, consent: consent, [.f1, .f2, .f4]), by: world.worker, in: world.store)
                let way = Way(world: world, id: id, consent: consent, first: first.id)
                try await answerReferral(first.id, .accept, by: way.between, in: world.store)
                try await body(way)
            }
        }

        func passOn(_ classes: Set<FieldClass> = [.f1, .f4], to taker: Int = 2, note: String = "", key: String? = nil)
            async throws -> EntityID
        {
            var order = PassOnOrder(to: world.takers[taker - 1], classes)
            order.details = note
            return try await passOnReferral(first, order, by: between, in: world.store, idempotencyKey: key).id
        }

        func sees(_ referral: EntityID, _ access: Access) async throws -> ReceivedPacket? {
            do { return try await readPacket(referral, by: access, in: world.store) } catch let refusal as Refusal {
                #expect(refusal.reason == nil, "somebody outside learns that it is there")
                return nil
            }
        }
    }

    @Test func `the next office gets the same copy, and each hop has its receipt`() async throws {
        try await Way.with { way in
            let world = way.world
            _ = try await addRecord(
                Draft(.comment, ["cco_CaseComment": .text("written after it was sent")]), toCase: way.id,
                by: world.worker, store: world.store)
            world.time.pass(86_400_000)
            let next = try await way.passOn(note: "For the hearing in May", key: "once")
            #expect(try await way.passOn(note: "For the hearing in May", key: "once") == next)
            let packet = try #require(try await way.sees(next, way.last))
            #expect(packet.from == "Lantern House" && packet.through == "Agency 1")
            #expect(packet.details == "For the hearing in May")
            let texts = packet.packet.parts.flatMap(\.values.values).map(\.canonicalText)
            #expect(texts.contains("Needs a lawyer who speaks Vietnamese"))
            #expect(!texts.contains("written after it was sent"), "the copy that was sent, not the case as it is now")
            #expect(!texts.contains("Thị Hoa"), "less was passed on")
            try await answerReferral(next, .accept, by: way.last, in: world.store)
            let before = try await readLinkage(by: world.worker, in: world.store)
            #expect(before.sent == 1 && before.rate == 0 && before.hops.sent == 1, "a hop is no second referral")
            // The sender follows both, with who, when and what; so does the office in between.
            let sent = try await readReferrals(ofCase: way.id, by: world.worker, in: world.store)
            #expect(sent.map(\.to) == ["Agency 1", "Agency 2"] && sent.map(\.through) == [nil, "Agency 1"])
            #expect(sent[1].referral.steps.map(\.act.name) == ["receive", "accept"])
            #expect(sent[1].referral.steps.map(\.agency) == [world.takers[1], world.takers[1]])
            #expect(sent[1].referral.grant.made == sent[0].referral.grant.made + 86_400_000)
            let between = try #require(try await way.sees(way.first, way.between))
            #expect(between.passedOn.map(\.to) == ["Agency 2"] && between.passedOn[0].referral.state == .accepted)
            let file = try await readCase(way.id, by: world.worker, in: world.store)
            #expect(
                file.records(.referral).map { $0.record.text("cas_ReferredOrganisation") } == ["Agency 1", "Agency 2"])
            let acts = try await readActs(about: way.id, by: world.office.supervisor, in: world.store)
            let passed = try #require(acts.first { $0.outcome.hasPrefix("passedOn:") })
            #expect(passed.consent == way.consent && passed.action == "referral.answer")
            #expect(acts.count { $0.outcome.hasPrefix("passedOn:") } == 1)
        }
    }

    @Test func `whoever on the way reaches the person, the way has led somewhere, once`() async throws {
        try await Way.with { way in
            let next = try await way.passOn()
            try await answerReferral(next, .accept, by: way.last, in: way.world.store)
            try await answerReferral(next, .contact, by: way.last, in: way.world.store)
            let linkage = try await readLinkage(by: way.world.worker, in: way.world.store)
            #expect(linkage.sent == 1 && linkage.linked == 1 && linkage.rate == 1)
            #expect(linkage.ways.byState == [.accepted: 1] && linkage.hops.byState == [.contacted: 1])
            // Offices in between have sent nothing themselves: it is the way of the one whose case it is.
            let between = try await readLinkage(by: way.between, in: way.world.store)
            #expect(between.sent == 0 && between.rate == nil)
        }
    }

    @Test func `nobody gets it whom the person did not name, and nobody more than there was`() async throws {
        try await Way.with(naming: [1]) { way in
            await #expect(throws: ReferralObstacle.consent(.coversNotThis)) { _ = try await way.passOn() }
        }
        try await Way.with(charter: 1) { way in
            await #expect(throws: ReferralObstacle.noCharter) { _ = try await way.passOn() }
        }
        try await Way.with { way in
            let world = way.world
            await #expect(throws: ReferralObstacle.consent(.coversNotThis)) { _ = try await way.passOn([.f1, .f3]) }
            await #expect(throws: ReferralObstacle.consent(.coversNotThis)) { _ = try await way.passOn(to: 3) }
            for had in [world.worker.actor.agency, world.takers[0]] {
                await #expect(throws: ReferralObstacle.noReceiver) {
                    _ = try await passOnReferral(
                        way.first, PassOnOrder(to: had, [.f1]), by: way.between, in: world.store)
                }
            }
            // Nobody else of the server can pass it on, nor learns that it is there.
            let order = PassOnOrder(to: world.takers[1], [.f1])
            for stranger in [world.of(3, .supervisor), world.of(1, .caseworker), way.last] {
                await #expect(throws: Refusal(.referralAnswer, nil)) {
                    _ = try await passOnReferral(way.first, order, by: stranger, in: world.store)
                }
            }
            #expect(world.store.referrals(ofCase: way.id).count == 1, "nothing half-written")
            let file = try await readCase(way.id, by: world.worker, in: world.store)
            #expect(file.records(.referral).count == 1)
        }
    }

    @Test func `before somebody says yes nothing is passed on`() async throws {
        try await ReferralOffice.with(2) { world in
            let id = try await world.newCase()
            try await world.agree(with: 1)
            try await world.agree(from: 1, to: 2)
            let consent = try await giveConsent(
                world.consentOrder(for: [1, 2]), inCase: id, by: world.worker, in: world.store)
            let first = try await proposeReferral(
                ofCase: id, world.order(1, consent: consent), by: world.worker, in: world.store)
            let order = PassOnOrder(to: world.takers[1], [.f1])
            await #expect(throws: ReferralObstacle.notNow(.proposed)) {
                _ = try await passOnReferral(first.id, order, by: world.of(1, .supervisor), in: world.store)
            }
        }
    }

    /// What closes the way for everybody behind it; the first of each is what was taken back, the second who is to hear
    /// of it.
    @Test(arguments: ["consent", "first", "second", "agreement", "between"])
    func `whatever ends for one office ends for all behind it at that moment`(what: String) async throws {
        try await Way.with { way in
            let world = way.world
            let next = try await way.passOn()
            #expect(try await way.sees(next, way.last) != nil, "the control")
            switch what {
            case "consent": try await withdrawConsent(way.consent, ofCase: way.id, by: world.worker, in: world.store)
            case "first":
                try await endReferral(way.first, ofCase: way.id, .revoke, by: world.worker, in: world.store)
            case "second": try await endReferral(next, ofCase: way.id, .revoke, by: world.worker, in: world.store)
            case "agreement":
                let agreement = try #require(world.store.referral(way.first)?.agreement)
                try await endAgreement(agreement, by: world.office.supervisor, in: world.store)
            default: try await world.suspend(1, true)
            }
            #expect(try await way.sees(next, way.last) == nil)
            await #expect(throws: Refusal(.referralAnswer, nil)) {
                try await answerReferral(next, .accept, by: way.last, in: world.store)
            }
            let inbox = try await readInbox(by: way.last, in: world.store)
            #expect(inbox.lines.isEmpty)
            if what == "consent" || what == "first" || what == "second" {
                #expect(inbox.notices.map(\.from) == ["Lantern House"])
            }
            #expect(
                try await way.sees(way.first, way.between) != nil || what != "second", "the first stands on its own")
        }
    }

    @Test func `an answer that does not come is told to the sender, for each office on the way`() async throws {
        try await Way.with { way in
            let world = way.world
            let next = try await way.passOn()
            #expect(waitingReferrals(by: world.worker, in: world.store).map(\.id) == [next])
            world.time.pass(12 * 86_400_000)
            let told = try await tellDeadlines(OfficeClocks(), in: world.store)
            let notices = try #require(world.store.work(ofCase: way.id)).work.notices
            let about = notices.filter { $0.key.hasPrefix("referral-answer") }
            #expect(told >= about.count && about.count { $0.tell == .supervisor } == 1, "the escalation, once")
            try await tellDeadlines(OfficeClocks(), in: world.store)
            #expect(world.store.work(ofCase: way.id)?.work.notices.count == notices.count)
        }
    }
}

extension ReferralOffice {
    /// An agreement between two of the receivers.
    func agree(from giver: Int, to taker: Int, _ classes: Set<FieldClass> = [.f1, .f2, .f4]) async throws {
        let id = try await proposeAgreement(
            with: takers[taker - 1], givesTo: true, classes, for: [.care, .legalAid],
            until: store.clock.now() + 200 * 86_400_000, charter: Agreement.charter, by: of(giver, .supervisor),
            in: store)
        try await acceptAgreement(id, charter: Agreement.charter, by: of(taker, .supervisor), in: store)
    }
}
