// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// What the pure model plays through in memory, played through on the real register: each step is done by the verbs and
/// written down for the slow reading, which is then asked what everybody may see.
final class StoredReferralWorld {
    let world: ReferralOffice
    var dice: SplitMix64
    var slow = SlowReferrals()
    var cases: [EntityID] = []
    var consents: [(id: EntityID, caseNumber: Int, classes: Set<FieldClass>, words: SlowReferrals.Words)] = []
    var agreements: [EntityID] = []
    var charters: Set<Int> = []
    var referrals: [(id: EntityID, caseNumber: Int, taker: Int)] = []
    var suspended: Set<Int> = []
    var merged: Set<Int> = []
    var divergences: [String] = []
    var (made, refused, acts, seen, texts) = (0, 0, 0, 0, 0)

    static let some: [FieldClass] = [.f1, .f2, .f3, .f4, .f7, .f8, .f9, .f10]
    static let roles: [Role] = [.supervisor, .caseworker, .shelterManager, .investigator]

    init(_ world: ReferralOffice, seed: UInt64) {
        self.world = world
        dice = SplitMix64(seed: seed)
    }

    var now: Int64 { world.store.clock.now() }

    func note(_ note: SlowReferrals.Note) { slow.log.append((now, note)) }

    func classes() -> Set<FieldClass> { Set(Self.some.filter { _ in dice.chance(2, in: 3) }) }

    /// Four cases in which each text says which case and which class it belongs to.
    func prepare() async throws {
        for number in 0..<4 {
            let id = try await registerCase(values(.person, number), by: world.worker, in: world.store)
            for kind in [RecordKind.comment, .plan, .event, .statement] {
                _ = try await addRecord(
                    Draft(kind, values(kind, number)), toCase: id, by: world.worker, store: world.store)
            }
            cases.append(id)
        }
    }

    private func values(_ kind: RecordKind, _ number: Int) -> [FieldName: Value] {
        var values: [FieldName: Value] = [:]
        for section in kind.sections {
            for field in Codebook.current.fields(in: section) where field.status != .deprecated {
                guard field.kind == .text || field.kind == .longText, Self.some.contains(field.fieldClass) else {
                    continue
                }
                values[field.name] = .text("canary \(number) \(field.fieldClass.rawValue)")
            }
        }
        return values
    }

    func step() async throws {
        switch Int.random(in: 0..<24, using: &dice) {
        case 0...3:
            let span = dice.pick([1, 60_000, 3_600_000, 86_400_000, 86_400_000 * 3, 86_400_000 * 15])
            world.time.pass(Int64(span) + Int64.random(in: 0..<9, using: &dice))
        case 4...5: try await sign()
        case 6: if dice.chance(1, in: 2) { try await withdraw() }
        case 7...9: try await agree()
        case 10: if dice.chance(1, in: 2) { try await endAgreement() } else { try await suspend() }
        case 11...12: try await changeState()
        case 13...17: try await propose()
        default: try await act()
        }
        // Everything that is written takes a moment of its own, so that no two have the same.
        world.time.pass(1)
    }

    private func sign() async throws {
        let number = Int.random(in: 0..<4, using: &dice)
        if world.store.facts(ofCase: cases[number])?.state != .open { return }
        var words = SlowReferrals.Words()
        words.purpose = dice.pick(["ReferToServices", "ReferToServices", "ShareWithAuthorities"])
        words.recipients = Set((1...3).filter { _ in dice.chance(2, in: 3) }).union([1])
        words.given = Day(first: world.store.clock.today)
        if dice.chance(1, in: 2) { words.expiry = words.given.adding(days: Int.random(in: 0...365, using: &dice)) }
        words.isDisqualified = dice.chance(1, in: 12)
        var order = world.consentOrder(for: Array(words.recipients), classes().union([.f1]))
        order.purpose = words.purpose
        order.until = words.expiry.flatMap { PartialDate($0.description) }
        order.isGuardianDisqualified = words.isDisqualified
        let id = try await giveConsent(order, inCase: cases[number], by: world.worker, in: world.store)
        consents.append((id, number, order.classes, words))
        note(.signed(consents.count - 1, caseNumber: number, classes: order.classes))
        note(.consent(consents.count - 1, [words]))
    }

    private func withdraw() async throws {
        guard let number = consents.indices.randomElement(using: &dice) else { return }
        let state = world.store.facts(ofCase: cases[consents[number].caseNumber])?.state
        if state == .archived || state == .mergedAway { return }
        try await withdrawConsent(
            consents[number].id, ofCase: cases[consents[number].caseNumber], by: world.worker, in: world.store)
        note(.withdrawn(number))
    }

    private func agree() async throws {
        let taker = Int.random(in: 1...3, using: &dice)
        let all: [Purpose] = [.care, .safety, .legalAid, .investigation]
        let purposes = Set(all.filter { _ in dice.chance(2, in: 3) })
        let (classes, days) = (classes().union([.f1]), Int.random(in: 1...200, using: &dice))
        let isAccepted = dice.chance(7, in: 8)
        let charter = dice.chance(9, in: 10) ? Agreement.charter : nil
        let until = now + Int64(days) * 86_400_000
        agreements.append(
            try await world.agree(
                with: taker, classes, for: purposes, days: days, charter: charter, isAccepted: isAccepted))
        if charter != nil { charters.insert(agreements.count - 1) }
        note(
            .agreed(
                agreements.count - 1, taker: taker, classes: classes, purposes: purposes, until: until,
                isAccepted: isAccepted))
    }

    private func endAgreement() async throws {
        guard let number = agreements.indices.randomElement(using: &dice) else { return }
        try await Workflows.endAgreement(agreements[number], by: world.office.supervisor, in: world.store)
        note(.ended(number))
    }

    private func suspend() async throws {
        let taker = Int.random(in: 1...3, using: &dice)
        let value = !suspended.contains(taker) && dice.chance(1, in: 4)
        if value { suspended.insert(taker) } else { suspended.remove(taker) }
        try await world.suspend(taker, value)
        note(.suspended(taker, value))
    }

    /// Put away, taken back, or joined to another case for good.
    private func changeState() async throws {
        let number = Int.random(in: 0..<4, using: &dice)
        if merged.contains(number) { return }
        var state: RecordState? = dice.pick([nil, nil, nil, nil, .archived, .legalHold])
        if dice.chance(1, in: 60), merged.count < 2 {
            state = .mergedAway
            merged.insert(number)
        }
        let permit = try await world.office.supervisor.permit(.caseState, case: cases[number], in: world.store)
        try await world.store.setState(state, ofCase: cases[number], permit: permit)
        note(.state(number, state ?? .open))
    }

    private func propose() async throws {
        guard let consent = consents.indices.suffix(10).randomElement(using: &dice) else { return }
        let isWild = dice.chance(1, in: 5)
        let own = consents[consent].caseNumber
        let number = isWild ? Int.random(in: 0..<4, using: &dice) : own
        let said = consents[consent].words
        let taker = isWild ? Int.random(in: 1...3, using: &dice) : dice.pick(said.recipients.sorted())
        let meant: [Purpose] =
            said.purpose == "ReferToServices" ? [.care, .care, .safety, .legalAid] : [.investigation]
        let purpose = dice.pick(isWild ? [.care, .safety, .legalAid, .investigation] : meant)
        let fitting = agreements.indices.filter { deal in
            slow.agreement(deal, now: now).map { $0.taker == taker && $0.purposes.contains(purpose) } ?? false
        }
        var wanted = classes()
        if !isWild {
            let agreed = fitting.last.flatMap { slow.agreement($0, now: now)?.classes } ?? []
            wanted = wanted.intersection(consents[consent].classes).intersection(agreed)
        }
        if dice.chance(1, in: 20) { wanted.insert(dice.pick([.f5, .f6])) }
        let days = Int.random(in: isWild ? -5...400 : 1...300, using: &dice)
        var order = world.order(taker, consent: consents[consent].id, wanted, for: purpose, days: days)
        if dice.chance(1, in: 15) { order.service = "XXX" }
        let deals = fitting.filter { deal in
            wanted.isSubset(of: slow.agreement(deal, now: now)?.classes ?? []) && charters.contains(deal)
        }
        let allowed =
            own == number && slow.consent(consent, taker: taker, purpose, now: now) == .covers
            && !suspended.contains(taker) && wanted.isDisjoint(with: [.f5, .f6]) && !wanted.isEmpty
            && wanted.isSubset(of: consents[consent].classes) && order.service == "LEG" && !deals.isEmpty
            && days > 0 && days <= 365 && [.open, .closed, .legalHold].contains(slow.caseState(number))
        do {
            let grant = try await proposeReferral(ofCase: cases[number], order, by: world.worker, in: world.store)
            if !allowed { divergences.append("made and should not be: \(order)") }
            guard let deal = agreements.firstIndex(of: grant.agreement) else { return }
            referrals.append((grant.id, number, taker))
            made += 1
            note(
                .referred(
                    referrals.count - 1, caseNumber: number, taker: taker, consent: consent, agreement: deal,
                    classes: wanted.union([.f0]), purpose, order.until))
            try await assign(grant, taker)
        } catch {
            if allowed { divergences.append("refused and should not be: \(error) \(order)") }
            refused += 1
        }
    }

    /// Everybody of the receiver who needs to be given it is.
    func assign(_ grant: ShareGrant, _ taker: Int) async throws {
        let lead = world.of(taker, .supervisor)
        let permit = try await lead.permit(
            .referralAnswer, by: .reassign, .caseFile(grant.caseID), in: world.store)
        try await world.store.step(referral: grant.id, permit: permit) { grant, _ in
            var track = grant.referral!
            track.assigned = [lead.actor.id]
            return ReferralChange(track: track, says: [:], act: "assigned")
        }
    }

    private func act() async throws {
        guard let number = referrals.indices.suffix(8).randomElement(using: &dice) else { return }
        let act = dice.pick([
            ReferralAct.receive, .waitlist, .accept, .accept, .decline(.noCapacity), .contact, .start, .start,
            .complete, .dropOut, .loseContact, .personDeclines, .revoke,
        ])
        let one = referrals[number]
        let by = dice.pick([0, one.taker, one.taker, one.taker, Int.random(in: 1...3, using: &dice)])
        let role = dice.pick([Role.supervisor, .investigator])
        let isGiver = by == 0
        let side = act == .revoke ? isGiver : act == .personDeclines ? true : !isGiver
        let isSeen = by == one.taker && slow.seen(number, by: role, now: now) != nil
        let allowed = (isGiver || isSeen) && side && SlowReferrals.move(slow.state(number), act) != nil
        do {
            if isGiver {
                try await endReferral(one.id, ofCase: cases[one.caseNumber], act, by: world.worker, in: world.store)
            } else {
                try await answerReferral(one.id, act, by: world.of(by, role), in: world.store)
            }
            if !allowed { divergences.append("done and should not be: \(act) by \(by)") }
            note(.act(number, act))
            acts += 1
        } catch {
            if allowed { divergences.append("not done and should be: \(act) by \(by): \(error)") }
            if isSeen == false, !isGiver, (error as? Refusal)?.reason != nil || !(error is Refusal) {
                divergences.append("somebody outside learns that it is there: \(error)")
            }
        }
    }

    /// What everybody sees of a referral, against the slow reading; every text against the classes it may be of.
    ///
    /// - Parameter reading: Another reading to hold it against, for the control.
    func look(at number: Int, as reading: SlowReferrals? = nil) async throws {
        let one = referrals[number]
        for taker in 1...3 {
            for role in taker == one.taker ? Self.roles : [.supervisor] {
                let expected = taker == one.taker ? (reading ?? slow).seen(number, by: role, now: now) : nil
                try await look(at: number, by: world.of(taker, role), expected)
            }
        }
        if Referral(world.store.referral(one.id)!)?.state != slow.state(number) { divergences.append("state") }
    }

    private func look(at number: Int, by access: Access, _ expected: Set<FieldClass>?) async throws {
        let one = referrals[number]
        let who = "\(access.actor.role) of \(access.actor.agency.code)"
        do {
            let packet = try await readPacket(one.id, by: access, in: world.store).packet
            if slow.state(number) == .proposed { note(.act(number, .receive)) }
            // The sender gives no more than it reads itself, and nothing of a class that holds no text is told apart.
            if packet.classes != expected { divergences.append("\(who) sees \(packet.classes), not \(expected ?? [])") }
            seen += 1
            for text in packet.parts.flatMap(\.values.values).map(\.canonicalText) where text.hasPrefix("canary") {
                let words = text.split(separator: " ")
                texts += 1
                guard words[1] == "\(one.caseNumber)",
                    expected?.contains(FieldClass(rawValue: String(words[2]))!) == true
                else {
                    divergences.append("\(who) is shown \(text)")
                    continue
                }
            }
        } catch let refusal as Refusal {
            if expected != nil { divergences.append("\(who) sees nothing, not \(expected!)") }
            if refusal.reason != nil { divergences.append("\(who) learns why") }
        }
    }
}

extension SplitMix64 {
    mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &self) < one }
    mutating func pick<T>(_ all: [T]) -> T { all[Int.random(in: 0..<all.count, using: &self)] }
}
