// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Assistance

/// Three receiving agencies, four cases, and everything that can happen between them, done to the code and written down
/// for the slow reading.
struct ReferralWorld {
    var dice: SplitMix64
    var slow = SlowReferrals()
    var now: Int64 = Int64(Day("2026-01-01")!.number) * 86_400_000
    var consents: [ConsentTerms] = []
    var versions: [[SlowReferrals.Words]] = []
    var agreements: [Agreement] = []
    var referrals: [(referral: Referral, caseNumber: Int, taker: Int, consent: Int, agreement: Int)] =
        []
    var suspended: Set<Int> = []
    var states = [RecordState](repeating: .open, count: 4)
    var (made, refused, acts, seen) = (0, 0, 0, 0)

    static let owner = EntityID(high: 9, low: 0)
    static func agency(_ number: Int) -> EntityID { EntityID(high: 9, low: UInt64(number)) }
    static func caseID(_ number: Int) -> EntityID { EntityID(high: 5, low: UInt64(number)) }
    static let purposes: [Purpose] = [.care, .care, .safety, .legalAid, .investigation]
    static let some: [FieldClass] = [.f0, .f1, .f2, .f3, .f4, .f7, .f8, .f9, .f10, .f11]

    init(seed: UInt64) { dice = SplitMix64(seed: seed) }

    mutating func note(_ note: SlowReferrals.Note) { slow.log.append((now, note)) }

    mutating func classes() -> Set<FieldClass> {
        Set(Self.some.filter { _ in dice.chance(2, in: 3) })
    }

    mutating func step() throws {
        switch Int.random(in: 0..<24, using: &dice) {
        case 0...3:
            now +=
                dice.pick([1, 60_000, 3_600_000, 86_400_000, 86_400_000 * 3, 86_400_000 * 15])
                + Int64.random(in: 0..<9, using: &dice)
        case 4...5: try sign()
        case 6: if dice.chance(1, in: 2) { withdraw() }
        case 7: if dice.chance(1, in: 2) { try amend() }
        case 8...9: agree()
        case 10: endAgreement()
        case 11: suspend()
        case 12: changeState()
        case 13...17: propose()
        default: act()
        }
    }

    private mutating func words() -> SlowReferrals.Words {
        var words = SlowReferrals.Words()
        words.answer = dice.chance(1, in: 12) ? dice.pick(["Refused", "Withdrawn"]) : "Given"
        words.purpose =
            dice.chance(1, in: 10)
            ? "Statistics" : dice.pick(["ReferToServices", "ReferToServices", "ShareWithAuthorities"])
        words.recipients = Set((1...3).filter { _ in dice.chance(2, in: 3) })
        words.given = Day(number: Int(now / 86_400_000) - Int.random(in: 0...3, using: &dice))
        if dice.chance(1, in: 2) {
            words.expiry = words.given.adding(days: Int.random(in: 0...400, using: &dice))
        }
        words.isDisqualified = dice.chance(1, in: 12)
        return words
    }

    private func paper(_ words: SlowReferrals.Words) throws -> ConsentPaper {
        var values: [FieldName: Value] = [
            "wh_ConsentStatus": .codes([words.answer]), "wh_ConsentPurpose": .codes([words.purpose]),
            "wh_ConsentDate": .date(PartialDate(words.given.description)!),
        ]
        if let expiry = words.expiry {
            values["wh_ConsentExpiry"] = .date(PartialDate(expiry.description)!)
        }
        if words.isDisqualified { values["wh_GuardianDisqualified"] = .flag(true) }
        let names = words.recipients.sorted().map { "Agency \($0)" }.joined(separator: "; ")
        if !names.isEmpty { values["wh_ConsentRecipientAgency"] = .text(names) }
        let draft = Draft(.consent, values, links: [.caseFile: Self.caseID(0)])
        return try #require(ConsentPaper(try draft.checked(under: .current)))
    }

    private mutating func sign() throws {
        let (number, caseNumber, words, classes) = (
            consents.count, Int.random(in: 0..<4, using: &dice), words(), classes()
        )
        consents.append(
            ConsentTerms(
                id: EntityID(high: 3, low: UInt64(number)), caseID: Self.caseID(caseNumber),
                papers: [try paper(words)],
                classes: classes, signed: now))
        versions.append([words])
        note(.signed(number, caseNumber: caseNumber, classes: classes))
        note(.consent(number, [words]))
    }

    private mutating func withdraw() {
        guard let number = consents.indices.randomElement(using: &dice),
            consents[number].withdrawn == nil
        else { return }
        consents[number].withdrawn = now
        note(.withdrawn(number))
    }

    /// Another version that waits, the review of one, or taking the record out.
    private mutating func amend() throws {
        guard let number = consents.indices.randomElement(using: &dice) else { return }
        switch Int.random(in: 0..<5, using: &dice) {
        case 0: versions[number] = []
        case 1: versions[number] = Array(versions[number].suffix(1))
        default: versions[number] = Array((versions[number] + [words()]).suffix(2))
        }
        consents[number].papers = try versions[number].map(paper)
        note(.consent(number, versions[number]))
    }

    private mutating func agree() {
        let (number, taker) = (agreements.count, Int.random(in: 1...3, using: &dice))
        let purposes: Set<Purpose> = Set(
            [Purpose.care, .safety, .legalAid, .investigation].filter { _ in dice.chance(2, in: 3) })
        var agreement = Agreement(
            id: EntityID(high: 4, low: UInt64(number)), giver: Self.owner, taker: Self.agency(taker),
            classes: classes().union([.f1]),
            purposes: purposes, until: now + Int64.random(in: 1...200, using: &dice) * 86_400_000,
            proposer: .random(),
            proposerAgency: Self.owner)
        let isAccepted = dice.chance(7, in: 8)
        if isAccepted { agreement.accepter = .random() }
        agreements.append(agreement)
        note(
            .agreed(
                number, taker: taker, classes: agreement.classes, purposes: purposes,
                until: agreement.until,
                isAccepted: isAccepted))
    }

    private mutating func endAgreement() {
        guard dice.chance(1, in: 2), let number = agreements.indices.randomElement(using: &dice) else {
            return
        }
        agreements[number].isEnded = true
        note(.ended(number))
    }

    private mutating func suspend() {
        let taker = Int.random(in: 1...3, using: &dice)
        let value = !suspended.contains(taker) && dice.chance(1, in: 2)
        if value { suspended.insert(taker) } else { suspended.remove(taker) }
        note(.suspended(taker, value))
    }

    /// A case that was joined to another stays so; what hung on it is not carried over.
    private mutating func changeState() {
        let number = Int.random(in: 0..<4, using: &dice)
        if states[number] == .mergedAway { return }
        states[number] = dice.pick([
            .open, .open, .open, .closed, .legalHold, .lockedReview, .archived, .draft,
        ])
        if dice.chance(1, in: 40) { states[number] = .mergedAway }
        note(.state(number, states[number]))
    }

    func circumstances(consent: Int?, agreement: Int?, taker: Int, caseNumber: Int)
        -> Referral.Circumstances
    {
        Referral.Circumstances(
            terms: consent.map { consents[$0] }, agreement: agreement.map { agreements[$0] },
            takerNames: ["Agency \(taker)", Self.agency(taker).description],
            isTakerSuspended: suspended.contains(taker),
            state: states[caseNumber], now: now)
    }

    private mutating func propose() {
        // Mostly what belongs together, so that many come about; at times anything at all.
        let isWild = dice.chance(1, in: 4)
        let (taker, purpose) = (Int.random(in: 1...3, using: &dice), dice.pick(Self.purposes))
        let (slow, now) = (slow, now)
        let papers = consents.indices.filter {
            isWild || slow.consent($0, taker: taker, purpose, now: now) == .covers
        }
        let deals = agreements.indices.filter {
            let deal = slow.agreement($0, now: now)
            return isWild || deal?.taker == taker && deal?.purposes.contains(purpose) == true
        }
        guard let consent = papers.randomElement(using: &dice), let agreement = deals.randomElement(using: &dice) else {
            return
        }
        let own = Int(consents[consent].caseID.low)
        let caseNumber = isWild ? Int.random(in: 0..<4, using: &dice) : own
        var wanted = classes()
        if !isWild {
            wanted = wanted.intersection(consents[consent].classes.union([.f0]))
                .intersection(agreements[agreement].classes.union([.f0]))
        }
        if dice.chance(1, in: 20) { wanted.insert(dice.pick([.f5, .f6])) }
        let until = now + Int64.random(in: isWild ? -5...400 : 1...300, using: &dice) * 86_400_000
        let order = Referral.Order(
            id: EntityID(high: 6, low: UInt64(referrals.count)), caseID: Self.caseID(caseNumber),
            from: Self.owner,
            to: Self.agency(taker), service: dice.chance(1, in: 15) ? "XXX" : "LEG", classes: wanted,
            purpose: purpose,
            until: until, sender: .random())
        let all = circumstances(
            consent: consent, agreement: agreement, taker: taker, caseNumber: caseNumber)
        let deal = slow.agreement(agreement, now: now)
        let content = wanted.subtracting([.f0])
        let allowed =
            own == caseNumber && slow.consent(consent, taker: taker, purpose, now: now) == .covers
            && !suspended.contains(taker) && wanted.isDisjoint(with: [.f5, .f6]) && !content.isEmpty
            && content.isSubset(of: consents[consent].classes) && order.service == "LEG"
            && deal.map {
                $0.taker == taker && content.isSubset(of: $0.classes) && $0.purposes.contains(purpose)
            } == true
            && until > now && until <= now + 365 * 86_400_000
            && [.open, .closed, .legalHold].contains(slow.caseState(caseNumber))
        do throws(ReferralObstacle) {
            let referral = try Referral(order, under: all, act: 1)
            #expect(allowed, "made and should not be: \(order)")
            referrals.append((referral, caseNumber, taker, consent, agreement))
            made += 1
            note(
                .referred(
                    referrals.count - 1, caseNumber: caseNumber, taker: taker, consent: consent,
                    agreement: agreement,
                    classes: wanted, purpose, until))
        } catch {
            #expect(!allowed, "refused and should not be: \(error)")
            refused += 1
        }
    }

    private mutating func act() {
        guard let number = referrals.indices.suffix(8).randomElement(using: &dice) else { return }
        let act = dice.pick([
            ReferralAct.receive, .waitlist, .accept, .accept, .decline(.noCapacity), .contact, .start,
            .start, .complete, .dropOut,
            .loseContact, .personDeclines, .revoke,
        ])
        let one = referrals[number]
        let by = dice.pick([0, one.taker, one.taker, one.taker, Int.random(in: 1...3, using: &dice)])
        let all = circumstances(
            consent: one.consent, agreement: one.agreement, taker: one.taker, caseNumber: one.caseNumber)
        let isGiver = by == 0
        let side = act == .revoke ? isGiver : act == .personDeclines ? true : !isGiver
        let allowed =
            (isGiver || by == one.taker && slow.isLive(number, now: now)) && side
            && SlowReferrals.move(slow.state(number), act) != nil
        do throws(ReferralObstacle) {
            try referrals[number].referral.apply(act, by: Self.agency(by), under: all)
            #expect(allowed, "done and should not be: \(act) by \(by)")
            note(.act(number, act))
            acts += 1
        } catch { #expect(!allowed, "not done and should be: \(act) \(error)") }
    }
}
