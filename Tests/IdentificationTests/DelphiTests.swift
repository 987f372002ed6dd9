// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Identification

/// The operational indicators against hand-worked cases and a slow reference written from the published rule.
struct DelphiTests {
    static let adult = InstrumentLibrary.current.instrument("ilo-delphi-adult-labour")!
    static let child = InstrumentLibrary.current.instrument("ilo-delphi-child-labour")!

    /// Weights in the order of the lists; a dot stands for an item that the list leaves out.
    static let adultWeights = [
        "SMMMMMMMMW", "SMMMMMMMMM", "MMMMMMMMMMMMMMWW", "SMMMMMMMW", "SSSSMMMMMMMMMMW", "MMMMMWW",
    ]
    static let childWeights = [
        "SMMMMMMMMS", "SSSSMMMMMM", "MMMMMMMMMMMMM.MM", "SMMMMMM.M", "SSSSSSSSMMMMMMM", "MMMMMMM",
    ]

    private func screening(
        _ yes: [String], rest: Answer, of instrument: Instrument = adult, rules: String? = nil
    ) throws -> Screening {
        var administration = Administration(of: instrument, with: Respondent())
        for section in instrument.sections where section.warning != nil {
            try administration.warn(section.id, goOn: true)
        }
        let ids = Set(yes.map { "i" + $0.map { $0 == "." ? "_" : String($0) }.joined() })
        for item in instrument.items {
            try administration.answer(item.id, .answer(ids.contains(item.id) ? .yes : rest), by: "t")
        }
        return Screening(of: administration, ruleSet: rules)
    }

    @Test func `the lists have 67 and 65 indicators with these weights`() {
        #expect(Self.adult.items.count == 67)
        #expect(Self.child.items.count == 65)
        #expect(Self.adultWeights.joined().count == 67)
        for (instrument, weights) in [(Self.adult, Self.adultWeights), (Self.child, Self.childWeights)] {
            for (dimension, letters) in weights.enumerated() {
                for tier in ["S", "M", "W"] {
                    let expected = letters.enumerated().filter { String($1) == tier }
                        .map { "i\(dimension + 1)_\($0.offset + 1)" }
                    let score = instrument.scores.first { $0.id == "D\(dimension + 1).\(tier)" }
                    if case .count(let items)? = score?.quantity {
                        #expect(items == expected)
                    } else {
                        #expect(expected.isEmpty)
                    }
                }
            }
        }
    }

    @Test(arguments: [
        (["1.1", "1.10", "4.1", "4.2", "5.1", "5.2"], "trafficking", "trafficking"),
        (["1.1", "4.1", "4.2", "5.1", "5.2"], "exploited", "exploited"),
        (["1.2", "1.3", "1.4", "4.2", "4.3", "4.4", "6.1", "6.2", "6.6"], "trafficking", "deceived-exploited"),
        (["1.2", "1.3", "4.2", "4.3", "4.4", "5.1", "5.2"], "exploited", "exploited"),
        (["3.1", "3.2", "3.15", "4.1", "4.9", "6.1", "6.2", "6.3"], "trafficking", "exploited"),
        (["1.1", "1.2", "5.1", "5.2"], "not-suggested", "not-suggested"),
        (["2.1", "2.2", "4.1", "4.2"], "exploited", "exploited"), ([], "not-suggested", "not-suggested"),
    ])
    func `hand-worked cases come out as worked`(yes: [String], standard: String, strict: String) throws {
        #expect(try screening(yes, rest: .no).outcome?.id == standard)
        #expect(try screening(yes, rest: .no, rules: "delphi-labour-strict").outcome?.id == strict)
    }

    @Test func `for a child the means are evidence only`() throws {
        let yes = ["1.1", "1.2", "4.1", "4.2"]
        #expect(try screening(yes, rest: .no, of: Self.child).outcome?.id == "trafficking")
        #expect(try screening(yes, rest: .no).outcome?.id == "exploited")
    }

    /// The rule of the paper, on counts.
    static func positive(_ strong: Int, _ medium: Int, _ weak: Int) -> Bool {
        strong >= 2 || (strong >= 1 && medium + weak >= 1) || medium >= 3 || (medium >= 2 && weak >= 1)
    }

    static func slow(_ yes: (Int, Int) -> Bool, weights: [String], strict: Bool, child: Bool) -> String {
        let d = weights.enumerated().map { dimension, letters -> Bool in
            var (s, m, w) = (0, 0, 0)
            for (at, letter) in letters.enumerated() where letter != "." && yes(dimension + 1, at + 1) {
                switch letter {
                case "S": s += 1
                case "M": m += 1
                default: w += 1
                }
            }
            return positive(s, m, w)
        }
        if strict {
            if (d[0] || d[1]) && d[3] && d[4] { return "trafficking" }
            if d[0] && d[3] { return "deceived-exploited" }
        } else if (d[0] || d[1] || d[2]) && d[3] && (child || d[4] || d[5]) {
            return "trafficking"
        }
        return d[3] ? "exploited" : "not-suggested"
    }

    @Test(arguments: [false, true], [false, true])
    func `random answers come out as the slow reference says, and bounds hold every completion`(
        child: Bool, strict: Bool
    ) throws {
        let instrument = child ? Self.child : Self.adult
        let weights = child ? Self.childWeights : Self.adultWeights
        let rules = strict ? "delphi-labour-strict" : "delphi-standard"
        var dice = SplitMix64(seed: child ? 1 : 2)
        for _ in 0..<60 {
            let likely = Double.random(in: 0.05...0.4, using: &dice)
            var answers: [String: Answer] = [:]
            var open: [String] = []
            var administration = Administration(of: instrument, with: Respondent())
            for section in instrument.sections where section.warning != nil {
                try administration.warn(section.id, goOn: true)
            }
            for item in instrument.items {
                let answer: Answer =
                    Double.random(in: 0..<1, using: &dice) < 0.07
                    ? [.unknown, .declined].randomElement(using: &dice)!
                    : Double.random(in: 0..<1, using: &dice) < likely ? .yes : .no
                answers[item.id] = answer
                if answer.truth == .unknown { open.append(item.id) }
                try administration.answer(item.id, .answer(answer), by: "t")
            }
            let screening = Screening(of: administration, ruleSet: rules)
            var reached: Set<String> = []
            for bits in 0..<(1 << min(open.count, 8)) {
                let filled = Dictionary(uniqueKeysWithValues: open.enumerated().map { ($1, bits >> $0 & 1 == 1) })
                reached.insert(
                    Self.slow(
                        { filled["i\($0)_\($1)"] ?? (answers["i\($0)_\($1)"] == .yes) }, weights: weights,
                        strict: strict,
                        child: child))
            }
            #expect(reached.isSubset(of: screening.possible.map(\.id)))
            if open.isEmpty { #expect(screening.outcome.map { [$0.id] } == Array(reached)) }
            let allNo = Self.slow({ answers["i\($0)_\($1)"] == .yes }, weights: weights, strict: strict, child: child)
            let allYes = Self.slow(
                { answers["i\($0)_\($1)"] == .yes || open.contains("i\($0)_\($1)") }, weights: weights, strict: strict,
                child: child)
            #expect(screening.lower?.id == allNo)
            #expect(screening.upper?.id == allYes)
        }
    }

    @Test func `a sexual case is not scored with the weights for labour`() throws {
        var person = Respondent()
        person.forms = ["sexual"]
        let refused = Screening(of: Administration(of: Self.adult, with: person))
        #expect(refused.refusal != nil)
        #expect(refused.outcome == nil && refused.possible.isEmpty)
        person.forms = ["sexual", "labour"]
        #expect(Screening(of: Administration(of: Self.adult, with: person)).refusal == nil)
    }
}
