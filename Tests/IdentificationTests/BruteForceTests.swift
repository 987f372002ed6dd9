// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Identification

/// The quick evaluator against `SlowRule`, over random facts.
struct BruteForceTests {
    static let versions = Dictionary(
        uniqueKeysWithValues: DefinitionLibrary.current.definitions.flatMap(\.versions).map { ($0.id, $0) })
    static let ages: [AgeAtAct] = [
        .unknown, .init(from: 0, to: 0), .init(from: 1, to: 2), .init(from: 15, to: 15), .init(from: 16, to: 16),
        .init(from: 17, to: 17), .init(from: 18, to: 18), .init(from: 15, to: 19), .init(from: 16, to: 17),
        .init(from: 20, to: 23), .init(from: 20, to: 30), .init(from: 24, to: 24), .init(from: 0, to: 17),
        .init(presumedMinor: true), .init(from: 40, to: 40),
    ]

    /// Facts that leave at most `open` atoms of a rule open.
    static func facts(_ atoms: [Int], open: Int, _ dice: inout SplitMix64) -> Facts {
        var facts = Facts()
        // Few yes, so that rules with many alternatives are not always met.
        let likely = [0.02, 0.1, 0.3, 0.7].randomElement(using: &dice)!
        for number in atoms { facts[number] = Double.random(in: 0..<1, using: &dice) < likely ? .yes : .no }
        for number in atoms.shuffled(using: &dice).prefix(Int.random(in: 0...open, using: &dice)) {
            facts[number] = .unknown
        }
        facts.age = ages.randomElement(using: &dice)!
        return facts
    }

    @Test(arguments: SlowRule.all.indices)
    func `a million random cases are decided as by trying every completion`(at: Int) throws {
        let (id, slow) = SlowRule.all[at]
        let rule = try #require(Self.versions[id]).rule
        var dice = SplitMix64(seed: UInt64(at))
        let atoms = slow.atoms.sorted()
        var (wrong, seen) = (0, [Truth: Int]())
        for _ in 0..<(1_000_000 / SlowRule.all.count + 1) {
            let facts = Self.facts(atoms, open: 4, &dice)
            let truth = rule.value(facts)
            seen[truth, default: 0] += 1
            if truth != slow.decided(facts) { wrong += 1 }
        }
        #expect(wrong == 0, "\(id)")
        #expect(Truth.allCases.allSatisfy { seen[$0, default: 0] > 100 }, "\(id): \(seen)")
    }

    @Test(arguments: SlowRule.all.indices)
    func `a rule that was changed is noticed`(at: Int) throws {
        let (id, slow) = SlowRule.all[at]
        let rule = try #require(Self.versions[id]).rule
        let first = try #require(rule.atoms.numbers.first)
        // As if one atom more, and one age less, were asked for.
        for changed in [Rule.allOf([rule, .any(AtomSet([first]))]), .anyOf([rule, .ageBelow(1)])] {
            var dice = SplitMix64(seed: UInt64(at))
            let noticed = (0..<5000).contains { _ in
                let facts = Self.facts(slow.atoms.sorted(), open: 4, &dice)
                return changed.value(facts) != slow.decided(facts)
            }
            #expect(noticed, "\(id)")
        }
    }

    @Test(arguments: SlowRule.all.indices)
    func `cases with many unknowns are decided as by trying every completion`(at: Int) throws {
        let (id, slow) = SlowRule.all[at]
        let rule = try #require(Self.versions[id]).rule
        var dice = SplitMix64(seed: UInt64(at) + 1000)
        for _ in 0..<60 {
            let facts = Self.facts(slow.atoms.sorted(), open: 11, &dice)
            #expect(rule.value(facts) == slow.decided(facts), "\(id)")
        }
    }

    @Test(arguments: SlowRule.all.indices)
    func `an answer never changes what was decided`(at: Int) throws {
        let (id, slow) = SlowRule.all[at]
        let rule = try #require(Self.versions[id]).rule
        var dice = SplitMix64(seed: UInt64(at) + 2000)
        for _ in 0..<3000 {
            let facts = Self.facts(slow.atoms.sorted(), open: 8, &dice)
            let before = rule.value(facts)
            guard before.isDecided else { continue }
            for number in slow.atoms where facts[number] == .unknown {
                for answer in [Truth.yes, .no] {
                    var more = facts
                    more[number] = answer
                    #expect(rule.value(more) == before, "\(id)")
                }
            }
            for age in facts.age.least...facts.age.most {
                var more = facts
                more.age = AgeAtAct(from: age, to: age)
                #expect(rule.value(more) == before, "\(id)")
            }
        }
    }

    @Test(arguments: SlowRule.all.indices)
    func `the questions that would decide are exactly those, and the smallest sets too`(at: Int) throws {
        let (id, slow) = SlowRule.all[at]
        let version = try #require(Self.versions[id])
        var dice = SplitMix64(seed: UInt64(at) + 3000)
        for _ in 0..<150 {
            let facts = Self.facts(slow.atoms.sorted(), open: 5, &dice)
            guard version.rule.value(facts) == .unknown else { continue }
            let found = Set(Judge.deciders([version], facts).map { Set($0.numbers) })
            #expect(found == Self.slowDeciders(slow, facts), "\(id)")
        }
    }

    /// By trying every set of questions, the smallest first, with every way to answer it.
    static func slowDeciders(_ slow: SlowRule, _ facts: Facts) -> Set<Set<Int>> {
        let atoms = slow.atoms.filter { facts[$0] == .unknown }.sorted()
        let questions = atoms + (facts.age.least < facts.age.most ? [AtomSet.age] : [])
        for size in 0...questions.count {
            var found: Set<Set<Int>> = []
            for bits in 0..<(1 << questions.count) where bits.nonzeroBitCount == size {
                let set = questions.indices.filter { bits >> $0 & 1 == 1 }.map { questions[$0] }
                if decides(slow, set, facts) { found.insert(Set(set)) }
            }
            if !found.isEmpty { return found }
        }
        return []
    }

    private static func decides(_ slow: SlowRule, _ set: [Int], _ facts: Facts) -> Bool {
        guard let first = set.first else { return slow.decided(facts).isDecided }
        let rest = Array(set.dropFirst())
        if first == AtomSet.age {
            return (facts.age.least...facts.age.most).contains { age in
                var more = facts
                more.age = AgeAtAct(from: age, to: age)
                return decides(slow, rest, more)
            }
        }
        return [Truth.yes, .no].contains { answer in
            var more = facts
            more[first] = answer
            return decides(slow, rest, more)
        }
    }
}
