// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Assistance

/// What of the referrals of an office led to somebody, worked out on paper.
struct LinkageTests {
    /// A referral as it is kept, with what was done with it.
    private func kept(_ number: UInt64, from before: UInt64? = nil, _ acts: [ReferralAct] = []) throws -> Referral {
        let hop = before.map {
            ReferralTrack.Hop(referral: EntityID(high: 6, low: $0), agency: ReferralTests.taker, account: .random())
        }
        var track = ReferralTrack(service: "LEG", giver: ReferralTests.giver, record: .random(), via: hop)
        track.steps = acts.map {
            ReferralTrack.Step(
                act: $0.name, reason: $0.reason?.rawValue, agency: ReferralTests.taker, account: .random(), at: 1)
        }
        var grant = ShareGrant(
            id: EntityID(high: 6, low: number), caseID: ReferralTests.caseID, taker: ReferralTests.taker,
            agreement: .random(), classes: [.f0, .f1], purpose: .legalAid, until: .max, act: 1, consent: .random(),
            giver: .random(), made: Int64(number))
        grant.referral = track
        return try #require(Referral(grant))
    }

    @Test func `linkage counts who was reached`() throws {
        let all = try [
            kept(1), kept(2, [.decline(.noCapacity)]), kept(3, [.receive, .waitlist, .decline(.noLanguage)]),
            kept(4, [.accept, .loseContact]), kept(5, [.accept, .contact, .loseContact]),
            kept(6, [.accept, .start, .complete]), kept(7, [.accept, .start, .personDeclines]), kept(8, [.accept]),
        ]
        let linkage = Linkage(all)
        #expect(linkage.sent == 8 && linkage.linked == 3 && linkage.rate == 0.375)
        #expect(linkage.ways.declined == [.noCapacity: 1, .noLanguage: 1] && linkage.ways.byState[.unreachable] == 2)
        #expect(linkage.hops == Linkage.Count())
        #expect(Linkage([Referral]()).rate == nil)
    }

    /// Five ways: one that nobody passed on and that came to nothing; one whose third office reached the person; one
    /// that branched, of which one branch declined and the other reached them; one whose hop came to nothing; and one
    /// that the first office reached itself and passed on besides.
    @Test func `however many offices a referral goes through, it counts once`() throws {
        let all = try [
            kept(1, [.decline(.noCapacity)]),
            kept(2, [.accept]), kept(20, from: 2, [.accept]), kept(21, from: 20, [.accept, .start]),
            kept(3, [.accept]), kept(30, from: 3, [.decline(.notEligible)]), kept(31, from: 3, [.accept, .contact]),
            kept(4, [.accept]), kept(40, from: 4),
            kept(5, [.accept, .contact]), kept(50, from: 5, [.accept, .contact]),
        ]
        let linkage = Linkage(all)
        #expect(linkage.sent == 5 && linkage.linked == 3 && linkage.rate == 0.6)
        #expect(linkage.ways.byState == [.declined: 1, .accepted: 3, .contacted: 1])
        #expect(linkage.ways.declined == [.noCapacity: 1])
        #expect(linkage.hops.sent == 6 && linkage.hops.linked == 3)
        #expect(linkage.hops.byState == [.accepted: 1, .started: 1, .declined: 1, .contacted: 2, .proposed: 1])
        #expect(linkage.hops.declined == [.notEligible: 1])
        #expect(Linkage(all.reversed()) == linkage && Linkage(all.shuffled()) == linkage, "in any order")
        // The control: each hop as a referral of its own says something else.
        #expect(all.count { $0.steps.contains { $0.act == .contact || $0.act == .start } } * 5 != 3 * all.count)
    }

    @Test func `hops whose beginning is not there are one way`() throws {
        let linkage = try Linkage([kept(20, from: 2, [.accept, .start]), kept(21, from: 2), kept(22, from: 21)])
        #expect(linkage.sent == 1 && linkage.linked == 1 && linkage.hops.sent == 3)
        #expect(linkage.ways.byState == [.started: 1])
    }
}
