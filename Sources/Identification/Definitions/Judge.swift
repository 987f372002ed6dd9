// SPDX-License-Identifier: Apache-2.0

/// Applies definitions to facts and says why.
struct Judge {
    let catalogue: AtomCatalogue

    /// - Parameters:
    ///   - range: The days that count; nil when the date of the facts is not known and `fallback` stands in for it.
    ///   - fallback: The day of the report.
    func judgement(_ definition: Definition, _ facts: Facts, in range: DayRange?, fallback: DayRange) -> Judgement {
        let days = range ?? fallback
        let wordings = definition.wordings(in: days)
        let truth = Definition.agreed(wordings, facts)
        let version = wordings.lazy.compactMap(\.self).reversed().first ?? Self.nearest(definition, days)
        let force: Judgement.Force =
            wordings.count > 1 ? .partly : wordings[0] == nil ? .notInForce : range == nil ? .noDate : .inForce
        let elements = version.elements.map { standing($0, facts) }
        let deciders = truth.isDecided ? [] : Self.deciders(wordings, facts)
        let singles = deciders.filter { $0.count == 1 }
        let reasons = reasons(truth, wordings, version, facts, canBeDecided: !deciders.isEmpty)
        return Judgement(
            definition: definition.id, version: version, verdict: Verdict(truth), force: force,
            because: reasons.isEmpty ? elements.filter { $0.truth == .unknown }.map(Self.missing) : reasons,
            elements: elements, wouldDecide: questions(singles, wordings, facts),
            smallestSets: singles.isEmpty ? deciders.map { catalogue.ids($0) }.sorted(by: Self.inOrder) : [],
            flags: flags(version, facts, truth),
            consent: .init(
                words: version.consent.words, isIrrelevant: version.consent.irrelevant.map { $0.value(facts) }),
            unsettled: truth.isDecided ? [] : version.rule.openPoints)
    }

    /// The wording that was in force last before these days, or else the first after them.
    private static func nearest(_ definition: Definition, _ days: DayRange) -> DefinitionVersion {
        definition.versions.last { $0.force.last < days.first } ?? definition.versions[0]
    }

    private static func inOrder(_ a: [AtomID], _ b: [AtomID]) -> Bool { a.lexicographicallyPrecedes(b) }

    // What would decide.

    /// The smallest sets of questions that decide: all of one size.
    static func deciders(_ wordings: [DefinitionVersion?], _ facts: Facts) -> [AtomSet] {
        let rules = wordings.map { $0?.rule }
        let most = rules.reduce(AtomSet()) { $0.union($1?.atoms ?? AtomSet()) }.subtracting(facts.known).count + 2
        for size in 1...most {
            let sets = sets(rules, facts, most: size)
            if !sets.isEmpty { return sets }
        }
        return []
    }

    private static func sets(_ rules: [Rule?], _ facts: Facts, most: Int) -> [AtomSet] {
        let real = rules.compactMap(\.self)
        var found = Rule.anyOf(real).deciders(false, facts, most: most)
        if real.count == rules.count { found += Rule.allOf(real).deciders(true, facts, most: most) }
        if rules.count > 1 {
            let date = AtomSet([AtomSet.date])
            for rule in rules {
                let one = rule.map {
                    [$0.deciders(true, facts, most: most - 1), $0.deciders(false, facts, most: most - 1)]
                }
                found += (one?.flatMap(\.self) ?? [AtomSet()]).filter { $0.count < most }.map { $0.union(date) }
            }
        }
        return Rule.smallest(found)
    }

    private func questions(
        _ singles: [AtomSet], _ wordings: [DefinitionVersion?], _ facts: Facts
    ) -> [Judgement.Question] {
        let numbers = singles.flatMap(\.numbers).sorted()
        let all = numbers.map { number -> Judgement.Question in
            if number == AtomSet.date {
                return .init(atom: .date, words: "When did it happen?", ifYes: nil, ifNo: nil)
            }
            let verdicts = [Truth.yes, .no].map { answer -> Verdict? in
                let truth = Definition.agreed(wordings, Self.answered(number, answer, facts, wordings))
                return truth.isDecided ? Verdict(truth) : nil
            }
            let words =
                number == AtomSet.age
                ? "How old was the person when it happened?" : catalogue.atoms[number].question
            return .init(atom: catalogue.ids(AtomSet([number]))[0], words: words, ifYes: verdicts[0], ifNo: verdicts[1])
        }
        // Those that decide either way first; otherwise in the catalogue's order.
        return all.filter { $0.ifYes != nil && $0.ifNo != nil } + all.filter { $0.ifYes == nil || $0.ifNo == nil }
    }

    /// The facts with one more answer. A yes to the age means younger than every line that is still open.
    static func answered(_ number: Int, _ answer: Truth, _ facts: Facts, _ wordings: [DefinitionVersion?]) -> Facts {
        var facts = facts
        if number == AtomSet.age {
            let lines = wordings.flatMap { $0?.ages ?? [] }
            let open = lines.filter { facts.age.isBelow($0) == .unknown }
            guard let lowest = open.min(), let highest = open.max() else { return facts }
            facts.age =
                answer == .yes
                ? AgeAtAct(from: facts.age.least, to: lowest - 1) : AgeAtAct(from: highest, to: facts.age.most)
        } else {
            facts[number] = answer
        }
        return facts
    }
}
