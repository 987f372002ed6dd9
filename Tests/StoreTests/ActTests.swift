// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Store

@Suite struct ActTests {
    private func act(_ seq: Int) -> Act {
        let actor = Actor(
            id: EntityID(high: 7, low: 9), role: .clinician, agency: EntityID(high: 1, low: 2),
            session: "00ff00ff00ff00ff", device: EntityID(high: 3, low: 3))
        var act = Act(
            actor, "case.read", EntityID(high: 5, low: 5), purpose: .care, outcome: "denied:stepUp", count: 3,
            digest: "abcd", at: -1)
        act.seq = seq
        (act.boot, act.tick, act.classes, act.consent) = ("b00t", 42, [.f2, .f10], EntityID(high: 8, low: 8))
        (act.base, act.version, act.words) = (3, 4, "beef")
        return act
    }

    @Test func `what is written reads back the same, with everything and with little`() {
        #expect(Act(canonical: act(9).canonical) == act(9))
        var little = Act(act(1), keeping: ())
        little.seq = 1
        #expect(Act(canonical: little.canonical) == little)
    }

    @Test func `an entry of the first version reads`() throws {
        let text = """
            {"action":"case.read","actor":"00000000000000070000000000000009","at":1700000000000,"count":2,"digest":"",\
            "outcome":"written, k 10","purpose":"care","role":"owner","seq":4}
            """
        let act = try #require(Act(canonical: Array(text.utf8)))
        #expect(act.role == nil && act.roleName == "owner")
        #expect(act.seq == 4 && act.tick == nil && act.subject == nil && act.classes.isEmpty && act.isDone)
    }

    @Test func `bytes that are no entry are none, wherever they are cut or turned`() {
        let whole = act(9).canonical
        for end in whole.indices { #expect(Act(canonical: Array(whole[..<end])) == nil) }
        for place in whole.indices {
            var altered = whole
            altered[place] = 0x22
            if altered != whole { #expect(Act(canonical: altered) != act(9)) }
        }
        for text in ["", "{", "{}", "{\"a\"}", "{\"a\":}", "{\"a\":\"", "[1]", "{\"a\":{}}"] {
            #expect(Act(canonical: Array(text.utf8)) == nil)
        }
    }

    @Test func `what would break out of a text becomes a space`() throws {
        let act = Act(
            TestRegister.somebody, "case.read", nil, purpose: .care, outcome: "a\",\"seq\":9,\"b\":\"\\\n", count: 0)
        let back = try #require(Act(canonical: act.canonical))
        #expect(back.seq == 0 && back.outcome == "a , seq :9, b :   ")
    }
}

extension Act {
    /// Only what every entry has.
    fileprivate init(_ act: Act, keeping: Void) {
        self.init(
            at: act.at, actor: act.actor, roleName: act.roleName, action: act.action, subject: nil,
            purpose: act.purpose, outcome: act.outcome, count: act.count, digest: "")
    }
}
