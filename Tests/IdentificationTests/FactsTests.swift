// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Identification

struct FactsTests {
    private func said(
        _ answer: Answer, _ by: String = "a", _ source: Assertion.Source = .person, on: String? = nil
    ) -> Assertion {
        Assertion("means.deception", answer, source: source, assertedBy: by, on: on.flatMap { PartialDate($0) })
    }

    @Test func `a contradiction is kept, shown with both sources, and counts as unknown`() {
        let sheet = FactSheet(assertions: [said(.yes, "a"), said(.no, "b", .document), said(.unknown, "c")])
        let standing = sheet.standings()[0]
        #expect(standing.isContradicted)
        #expect(standing.answer == .unknown)
        #expect(standing.counting.filter { $0.answer.truth.isDecided }.map(\.source) == [.person, .document])
        #expect(sheet.contradictions().count == 1)
        #expect(sheet.facts().known.isEmpty)
    }

    @Test func `who thinks again replaces what they said, and both stay`() {
        let standing = AtomStanding("means.deception", [said(.no, on: "2025-02-01"), said(.yes, on: "2025-01-01")])
        #expect(standing.answer == .no)
        #expect(!standing.isContradicted)
        #expect(standing.replaced.map(\.answer) == [.yes])
    }

    @Test func `a settlement counts alone until the next one`() {
        let all = [said(.yes, "a"), said(.no, "b"), said(.no, "s", .settled), said(.yes, "c")]
        #expect(AtomStanding("means.deception", all).answer == .no)
        #expect(AtomStanding("means.deception", all + [said(.yes, "s", .settled)]).answer == .yes)
        #expect(!AtomStanding("means.deception", all).isContradicted)
    }

    @Test func `what is not a yes or a no never outvotes one`() {
        for open in [Answer.unknown, .declined, .notAsked] {
            #expect(AtomStanding("means.deception", [said(.yes, "a"), said(open, "b")]).answer == .yes)
        }
        #expect(AtomStanding("means.deception", [said(.unknown, "a"), said(.declined, "b")]).answer == .declined)
        #expect(AtomStanding("means.deception", [said(.unknown, "a"), said(.notAsked, "b")]).answer == .unknown)
        #expect(AtomStanding("means.deception", []).answer == .notAsked)
    }

    @Test func `ages that cannot all be true leave every age between them open`() {
        func claim(_ ages: ClosedRange<Int>, _ by: String) -> FactSheet.AgeClaim {
            .init(ages, source: .person, assertedBy: by)
        }
        #expect(FactSheet(ages: [claim(15...19, "a"), claim(17...30, "b")]).claimedAge?.ages == 17...19)
        let disputed = FactSheet(ages: [claim(16...16, "a"), claim(19...19, "b")])
        #expect(disputed.claimedAge?.isContradicted == true)
        #expect(disputed.facts().age.isBelow(18) == .unknown)
    }

    @Test func `a presumption of minority fills a gap and never argues with what is known`() {
        #expect(AgeAtAct(presumedMinor: true).isBelow(18) == .yes)
        #expect(AgeAtAct(from: 15, to: 19, presumedMinor: true).isBelow(18) == .yes)
        #expect(AgeAtAct(from: 15, to: 19, presumedMinor: true).isBelow(16) == .unknown)
        #expect(AgeAtAct(from: 18, to: 19, presumedMinor: true).isBelow(18) == .no)
        #expect(!AgeAtAct(from: 12, to: 13, presumedMinor: true).isPresumedMinor)
        #expect(AgeAtAct(from: 17, to: 17).isBelow(18) == .yes)
        #expect(AgeAtAct(from: 18, to: 18).isBelow(18) == .no)
    }

    private func read(_ text: String) throws -> FactSheet { try FactSheet(reading: [UInt8](text.utf8), file: "f.json") }

    @Test func `a file of facts is read`() throws {
        let sheet = try read(
            """
            {"atoms": {"act.recruitment": "yes", "means.deception": "unknown", "fact.cross_border": false},
            "ageAtAct": {"from": 15, "to": 19}, "dateOfFacts": "2025-08-01",
            "countries": {"act": "VN", "exploitation": "CN", "nationality": ["VN"]},
            "facts": {"minor_presumed": true, "consent_given": "declined"}}
            """)
        let facts = sheet.facts()
        #expect(facts[AtomCatalogue.current.number(of: "act.recruitment")!] == .yes)
        #expect(facts[AtomCatalogue.current.number(of: "fact.cross_border")!] == .no)
        #expect(facts.age == AgeAtAct(from: 15, to: 19, presumedMinor: true))
        #expect(facts.period == DayRange(first: 2025_08_01, last: 2025_08_01))
        #expect(sheet.countries.all == ["VN", "CN"])
        #expect(sheet.standings().first { $0.atom == "fact.consent_given" }?.answer == .declined)
        #expect(try read(#"{"ageAtAct": null}"#).facts() == Facts())
        #expect(try read(#"{"ageAtAct": 17}"#).facts().age == AgeAtAct(from: 17, to: 17))
    }

    @Test(arguments: [
        (#"{"atoms": {"act.magic": "yes"}}"#, "atoms.act.magic"),
        (#"{"atoms": {"act.recruitment": "maybe"}}"#, "atoms."),
        (#"{"ageAtAct": {"from": 19, "to": 15}}"#, "ageAtAct"), (#"{"ageAtAct": -1}"#, "ageAtAct"),
        (#"{"ageAtAct": 17.5}"#, "ageAtAct"), (#"{"dateOfFacts": "yesterday"}"#, "dateOfFacts"),
        (#"{"countries": {"act": "Vietnam"}}"#, "countries.act"), (#"{"atom": {}}"#, "atom"),
        (#"{"dateOfFacts": {"from": "2025-02-01", "to": "2025-01-01"}}"#, "dateOfFacts"), ("[]", ""),
        (#"{"atoms": []}"#, "atoms"),
    ])
    func `a faulty file of facts is refused with its place`(text: String, place: String) {
        do {
            _ = try read(text)
            Issue.record("it was taken")
        } catch let refused as DataRefused {
            #expect(refused.problems.contains { $0.place.hasPrefix(place) }, "\(refused)")
        } catch { Issue.record(error) }
    }
}
