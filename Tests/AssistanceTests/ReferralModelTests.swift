// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Assistance

struct ReferralModelTests {
    static let roles: [Role] = [.caseworker, .shelterManager, .investigator]

    /// Records whose every text says which case and which class it belongs to.
    static func records(_ caseNumber: Int) -> [Stored] {
        let kinds: [RecordKind] = [
            .person, .caseFile, .participation, .comment, .plan, .event, .stay, .clinical, .statement,
        ]
        return kinds.enumerated().map { place, kind in
            var values: [FieldName: Value] = [:]
            for section in kind.sections {
                for field in Codebook.current.fields(in: section) where field.status != .deprecated {
                    guard field.kind == .text || field.kind == .longText else { continue }
                    values[field.name] = .text("canary \(caseNumber) \(field.fieldClass.rawValue)")
                }
            }
            let links: [Link: EntityID] = [
                .caseFile: ReferralWorld.caseID(caseNumber), .person: EntityID(high: 1, low: 1),
            ]
            let record = try! Draft(kind, values, links: links).checked(under: .current)
            return Stored(
                id: EntityID(high: UInt64(caseNumber), low: UInt64(place)), version: 1,
                day: PartialDate(year: 2026)!,
                isRemoved: false, record: record)
        }
    }

    private static let all = (0..<4).map(records)

    /// What somebody of the receiver is shown of a referral, and whether a canary got out.
    private func divergence(_ world: ReferralWorld, _ number: Int, _ role: Role) -> String? {
        let one = world.referrals[number]
        let actor = Actor(
            id: EntityID(high: 7, low: UInt64(one.taker)), role: role,
            agency: ReferralWorld.agency(one.taker))
        let facts = CaseFacts(
            id: ReferralWorld.caseID(one.caseNumber), agency: ReferralWorld.owner,
            state: world.states[one.caseNumber],
            assigned: [actor.id])
        let packet = Packet(
            one.referral, for: actor, facts: facts, records: Self.all[one.caseNumber],
            under: world.circumstances(
                consent: one.consent, agreement: one.agreement, taker: one.taker, caseNumber: one.caseNumber
            ))
        let expected = world.slow.seen(number, by: role, now: world.now)
        if packet?.classes != expected {
            return
                "\(role) sees \(String(describing: packet?.classes)), not \(String(describing: expected))"
        }
        let texts = (packet?.parts ?? []).flatMap(\.values.values).map(\.canonicalText)
        for text in texts {
            let words = text.split(separator: " ")
            guard words.count == 3, words[1] == "\(one.caseNumber)",
                expected!.contains(FieldClass(rawValue: String(words[2]))!)
            else { return "\(role) is shown \(text)" }
        }
        return nil
    }

    @Test
    func `consent, referral, withdrawal, expiry and merging: 20,000 steps, as the slow reading says`()
        throws
    {
        var (made, refused, acts, seen, divergences) = (0, 0, 0, 0, [String]())
        for seed in 0..<50 {
            var world = ReferralWorld(seed: UInt64(seed))
            for step in 0..<400 {
                try world.step()
                let count = world.referrals.count
                let looked =
                    step % 100 == 99
                    ? Array(0..<count)
                    : (0..<min(4, count)).map { _ in
                        Int.random(in: 0..<count, using: &world.dice)
                    }
                for number in looked {
                    for role in Self.roles {
                        if let found = divergence(world, number, role) {
                            divergences.append("seed \(seed) step \(step): \(found)")
                        }
                        if world.slow.seen(number, by: role, now: world.now)?.isEmpty == false { seen += 1 }
                    }
                    if world.referrals[number].referral.state != world.slow.state(number) {
                        divergences.append("state")
                    }
                }
            }
            made += world.made
            refused += world.refused
            acts += world.acts
        }
        #expect(divergences.isEmpty, "\(divergences.count): \(divergences.prefix(5))")
        #expect(
            made > 500 && refused > 500 && acts > 300 && seen > 10_000, "\(made) \(refused) \(acts) \(seen)"
        )
    }

    /// The control: a reading that forgets one rule is told apart from the code.
    @Test(arguments: ["withdrawal", "suspension", "agreement", "state"])
    func `a reading that forgets a rule diverges`(rule: String) throws {
        var found = 0
        for seed in 0..<12 {
            var world = ReferralWorld(seed: UInt64(seed))
            for _ in 0..<300 {
                try world.step()
                var forgetful = world
                forgetful.slow.log.removeAll { entry in
                    switch entry.note {
                    case .withdrawn: rule == "withdrawal"
                    case .suspended: rule == "suspension"
                    case .ended: rule == "agreement"
                    case .state: rule == "state"
                    default: false
                    }
                }
                for number in world.referrals.indices.suffix(5)
                where divergence(forgetful, number, .caseworker) != nil { found += 1 }
            }
        }
        #expect(found > 0)
    }

    @Test func `what is held locally leaves in no packet`() throws {
        var world = ReferralWorld(seed: 3)
        var looked = 0
        for _ in 0..<400 {
            try world.step()
            for (number, one) in world.referrals.enumerated().suffix(3)
            where world.slow.seen(number, by: .caseworker, now: world.now)?.isEmpty == false {
                let actor = Actor(id: .random(), role: .caseworker, agency: ReferralWorld.agency(one.taker))
                let facts = CaseFacts(
                    id: ReferralWorld.caseID(one.caseNumber), agency: ReferralWorld.owner, state: .open,
                    assigned: [actor.id])
                let all = world.circumstances(
                    consent: one.consent, agreement: one.agreement, taker: one.taker,
                    caseNumber: one.caseNumber)
                let records = Self.all[one.caseNumber]
                guard
                    let open = Packet(one.referral, for: actor, facts: facts, records: records, under: all),
                    let name = open.parts.first?.values.keys.first
                else { continue }
                let held = HeldLocally(fields: [name], records: [records[0].id])
                let packet = try #require(
                    Packet(one.referral, for: actor, facts: facts, records: records, held: held, under: all))
                #expect(!packet.parts.contains { $0.values[name] != nil || $0.kind == .person })
                looked += 1
            }
        }
        #expect(looked > 10)
    }

    @Test func `an act leads where its line in the table says and nowhere else`() {
        let acts: [ReferralAct] = [
            .receive, .waitlist, .accept, .decline(.other), .contact, .start, .complete, .dropOut,
            .loseContact, .personDeclines, .revoke,
        ]
        for state in ReferralState.allCases {
            for act in acts {
                #expect(act.next(from: state) == SlowReferrals.move(state, act), "\(state) \(act)")
            }
            let values = Codebook.current["wh_ReferralStatus"].flatMap {
                Codebook.current.picklist(of: $0)
            }!.names
            #expect(values.contains(state.codebookValue))
        }
    }
}
