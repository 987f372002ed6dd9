// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Identification

/// One story under all the laws.
struct FixtureTests {
    let library = DefinitionLibrary.current

    private func panel(_ yes: String, _ no: String = "", age: Any? = nil, date: String? = "2025-08-01") -> Panel {
        var facts = Facts()
        for (names, truth) in [(no, Truth.no), (yes, .yes)] {
            for name in names.split(separator: " ") {
                for number in Named.numbers(String(name)) { facts[number] = truth }
            }
        }
        if let age = age as? Int { facts.age = AgeAtAct(from: age, to: age) }
        facts.period = date.flatMap { PartialDate($0) }.map { DayRange($0) }
        return library.panel(facts, reporting: reportDay)
    }

    private func expect(
        _ panel: Panel, _ verdicts: [String: Verdict], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (id, verdict) in verdicts {
            #expect(panel[id]?.atFacts.verdict == verdict, "\(id)", sourceLocation: sourceLocation)
        }
    }

    @Test func `an adult deceived into forced labour is a victim everywhere`() {
        let panel = panel("act.recruitment means.deception purpose.forced_labour_or_services", age: 30)
        for id in [
            "palermo-2000-art3", "coe-cets197-art4", "eu-2011-36-art2", "eu-2011-36-as-amended-2024-1712",
            "us-tvpa-22usc7102-labor", "lk-penalcode-360C", "vn-penalcode-150", "vn-law-53-2024-art2",
            "ph-ra9208-as-amended-ra10364-ra11862", "tl-penalcode-163@2017-01-25", "bf-penalcode-2018-511-x",
        ] {
            #expect(panel[id]?.atFacts.verdict == .met, "\(id)")
            #expect(panel[id]?.atFacts.version.id == id)
        }
    }

    @Test func `a child of 17 in commercial sex without means`() {
        let panel = panel(
            "act.recruitment act.transfer purpose.prostitution_of_others purpose.commercial_sex_act", "means.*", age: 17
        )
        expect(
            panel,
            [
                "palermo-2000-art3": .met, "us-tvpa-22usc7102-sex": .met, "vn-penalcode-150": .notMet,
                "vn-penalcode-151": .notMet, "vn-law-53-2024-art2": .met, "lk-penalcode-360C": .met,
            ])
        let old = panel["vn-penalcode-150"]?.atFacts
        #expect(old?.because.map(\.atom).contains("means.deception") == true)
        #expect(old?.elements.first { $0.id == "means" }?.truth == .no)
        #expect(
            panel["vn-law-53-2024-art2"]?.atFacts.because.map(\.words).contains(
                "The person was under 18 when it happened.") == true)
        #expect(old?.version.notes.contains { $0.contains("Law 53/2024") } == true)
        #expect(old?.summary == "Not met. Missing: force, the threat of force, deception or other tricks.")
        #expect(panel["vn-penalcode-151"]?.atFacts.summary == "Not met. Missing: the person was under 16.")
        #expect(panel["vn-law-53-2024-art2"]?.atFacts.summary.contains("the person was under 18") == true)
    }

    @Test func `a child of 17 in forced labour without means`() {
        let panel = panel("act.recruitment purpose.forced_labour_or_services", "means.*", age: 17)
        expect(panel, ["palermo-2000-art3": .met, "us-tvpa-22usc7102-labor": .notMet])
    }

    @Test func `the sale of an infant for an illegal adoption`() {
        let panel = panel(
            "act.selling act.transfer act.adoption fact.consideration_given purpose.illegal_adoption purpose.financial_gain",
            "means.* fact.humanitarian_transfer fact.overseas_domestic_work purpose.forced_labour_or_services", age: 0)
        #expect(panel["palermo-2000-art3"]?.atFacts.verdict != .met)
        #expect(panel["ph-ra9208"]?.atFacts.verdict != .met)
        expect(
            panel,
            ["lk-penalcode-360C": .met, "vn-penalcode-151": .met, "eu-2011-36-as-amended-2024-1712": .met])
    }

    @Test func `debt bondage with no act known asks for the act`() {
        let panel = panel("purpose.debt_bondage means.coercion_other", age: 30)
        let palermo = panel["palermo-2000-art3"]?.atFacts
        #expect(palermo?.verdict == .undetermined)
        #expect(palermo?.wouldDecide.map(\.atom.rawValue).allSatisfy { $0.hasPrefix("act.") } == true)
        #expect(palermo?.because.map(\.kind) == [.missing, .missing] || palermo?.because.map(\.kind) == [.missing])
        #expect(panel.questions.first?.atom == "act.recruitment")
    }

    @Test func `an agreement before birth is prohibited and no trafficking`() {
        let row = panel("fact.prenatal_sale_agreement", "act.*")["vn-law-53-2024-art2"]
        #expect(row?.atFacts.verdict == .notMet)
        #expect(row?.atFacts.flags.map(\.kind) == [.prohibited])
    }

    @Test func `the date of the facts and the date of the report are kept apart`() {
        let row = panel(
            "act.transfer purpose.sexual_exploitation_other", "means.*", age: 17, date: "2025-06-01")[
                "vn-law-53-2024-art2"]
        #expect(row?.atFacts.verdict == .notMet)
        #expect(row?.atFacts.force == .notInForce)
        #expect(row?.atFacts.because.map(\.kind) == [.notInForce])
        #expect(row?.atReporting.verdict == .met)
        #expect(row?.atFacts.summary.hasPrefix("Not met. This definition is in force from 2025-07-01") == true)
    }

    @Test func `without a date the wording of the report is used and this is said`() {
        let row = panel("act.transfer purpose.sexual_exploitation_other", age: 17, date: nil)["vn-law-53-2024-art2"]
        #expect(row?.atFacts.verdict == .met)
        #expect(row?.atFacts.force == .noDate)
    }

    @Test func `consent is explained and never counts`() {
        for consent in ["", " fact.consent_given"] {
            let row = panel("act.recruitment means.fraud purpose.slavery" + consent, age: 30)["palermo-2000-art3"]
            #expect(row?.atFacts.verdict == .met)
            #expect(row?.atFacts.consent.isIrrelevant == .yes)
        }
        let row = panel("act.recruitment means.fraud purpose.slavery", age: 30)["lk-penalcode-360C"]
        #expect(row?.atFacts.consent.isIrrelevant == .no)
    }

    @Test func `the reasons are a smallest ground`() throws {
        var dice = SplitMix64(seed: 7)
        for definition in library.definitions {
            let rule = definition.versions[definition.versions.count - 1].rule
            for _ in 0..<300 {
                let facts = BruteForceTests.facts(rule.atoms.numbers, open: 6, &dice)
                let truth = rule.value(facts)
                guard truth.isDecided else { continue }
                let (ground, age) = Judge.smallestGround([rule], truth, facts)
                var only = facts.keeping(ground)
                if !age { only.age = .unknown }
                #expect(rule.value(only) == truth)
                for number in ground.numbers {
                    var fewer = only
                    fewer[number] = .unknown
                    #expect(rule.value(fewer) == .unknown, "\(definition.id)")
                }
                if age {
                    only.age = .unknown
                    #expect(rule.value(only) == .unknown, "\(definition.id)")
                }
            }
        }
    }

    @Test func `the next questions come in the order of what they decide`() {
        var dice = SplitMix64(seed: 11)
        for _ in 0..<40 {
            var facts = Facts()
            for atom in AtomCatalogue.current.atoms {
                facts[atom.number] = [.yes, .no, .no, .unknown, .unknown].randomElement(using: &dice)!
            }
            facts.age = BruteForceTests.ages.randomElement(using: &dice)!
            facts.period = DayRange(PartialDate(year: 2025, month: 8, day: 1)!)
            let questions = library.panel(facts, reporting: reportDay).questions
            let before = library.verdicts(facts, reporting: reportDay)
            var best = 0.0
            for atom in AtomCatalogue.current.atoms where facts[atom.number] == .unknown {
                var weight = 0.0
                for answer in [Truth.yes, .no] {
                    var more = facts
                    more[atom.number] = answer
                    let after = library.verdicts(more, reporting: reportDay)
                    weight += Double(zip(before, after).count { $0 == .undetermined && $1 != .undetermined }) / 2
                }
                best = max(best, weight)
                #expect((questions.first { $0.atom == atom.id }?.weight ?? 0) == weight, "\(atom.id)")
            }
            #expect((questions.first?.weight ?? 0) >= best)
            #expect(zip(questions, questions.dropFirst()).allSatisfy { $0.weight >= $1.weight })
        }
    }
}
