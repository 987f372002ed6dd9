// SPDX-License-Identifier: Apache-2.0

import Standard

extension Judge {
    func standing(_ element: DefinitionVersion.Element, _ facts: Facts) -> Judgement.ElementStanding {
        let atoms = element.rule.atoms
        return .init(
            id: element.id, words: element.words, truth: element.rule.value(facts),
            yes: catalogue.ids(atoms.intersection(facts.yes)), no: catalogue.ids(atoms.intersection(facts.no)),
            open: catalogue.ids(atoms.subtracting(facts.known)))
    }

    static func missing(_ element: Judgement.ElementStanding) -> Judgement.Reason {
        .init(kind: .missing, atom: nil, holds: nil, words: "Not known: \(element.words)")
    }

    /// Why the verdict is what it is; empty when it is undetermined for want of answers alone.
    func reasons(
        _ truth: Truth, _ wordings: [DefinitionVersion?], _ version: DefinitionVersion, _ facts: Facts,
        canBeDecided: Bool
    ) -> [Judgement.Reason] {
        if wordings.count == 1, wordings[0] == nil { return [notInForce(version)] }
        guard truth.isDecided else {
            let values = Set(wordings.map { $0?.rule.value(facts) ?? .no })
            if values.count > 1 { return [severalWordings(wordings, facts)] }
            // The law's own open points are the reason only when no answer could get round them.
            if canBeDecided { return [] }
            return version.rule.openPoints.map { .init(kind: .unsettled, atom: nil, holds: nil, words: $0) }
        }
        let rules = wordings.compactMap { $0?.rule }
        let (atoms, needsAge) = Self.smallestGround(rules, truth, facts)
        var reasons = atoms.numbers.map { number -> Judgement.Reason in
            let atom = catalogue.atoms[number]
            let holds = facts.yes.contains(number)
            return .init(kind: .atom, atom: atom.id, holds: holds, words: holds ? atom.yes : atom.no)
        }
        if needsAge { reasons += ageReasons(rules, facts) }
        if wordings.contains(where: { $0 == nil }) { reasons.append(notInForce(version)) }
        return reasons
    }

    /// A set of known facts that gives the verdict by itself, and none of which can be left out. Of several such sets
    /// the one whose facts come first in the catalogue, without the age when it can be done without.
    static func smallestGround(_ rules: [Rule], _ truth: Truth, _ facts: Facts) -> (atoms: AtomSet, age: Bool) {
        func holds(_ facts: Facts) -> Bool { rules.allSatisfy { $0.value(facts) == truth } }
        var kept = rules.reduce(AtomSet()) { $0.union($1.atoms) }.intersection(facts.known)
        var ageless = facts
        ageless.age = .unknown
        let needsAge = !holds(ageless)
        let base = needsAge ? facts : ageless
        for number in kept.numbers.reversed() {
            var fewer = kept
            fewer.remove(number)
            if holds(base.keeping(fewer)) { kept = fewer }
        }
        return (kept, needsAge)
    }

    private func ageReasons(_ rules: [Rule], _ facts: Facts) -> [Judgement.Reason] {
        if facts.age.isPresumedMinor {
            let words = "The person is presumed to have been under 18 until their age has been verified."
            return [.init(kind: .presumedMinor, atom: .age, holds: true, words: words)]
        }
        return Set(rules.flatMap(\.ages)).sorted().compactMap { line in
            switch facts.age.isBelow(line) {
            case .yes:
                .init(kind: .age, atom: .age, holds: true, words: "The person was under \(line) when it happened.")
            case .no:
                .init(kind: .age, atom: .age, holds: false, words: "The person was \(line) or older when it happened.")
            case .unknown: nil
            }
        }
    }

    private func notInForce(_ version: DefinitionVersion) -> Judgement.Reason {
        let since = version.from.map { "from \($0)" } ?? "at all times"
        let until = version.until.map { " until \($0)" } ?? ""
        let words = "This definition is in force \(since)\(until); the date that counts lies outside."
        return .init(kind: .notInForce, atom: nil, holds: nil, words: words)
    }

    private func severalWordings(_ wordings: [DefinitionVersion?], _ facts: Facts) -> Judgement.Reason {
        let parts = wordings.map { version in
            guard let version else { return "no wording in force: not met" }
            let verdict = Verdict(version.rule.value(facts))
            let words = ["met": "met", "not_met": "not met", "undetermined": "undetermined"][verdict.rawValue] ?? ""
            return "\(version.id): \(words)"
        }
        return .init(
            kind: .severalWordings, atom: .date, holds: nil,
            words: "It depends on the date of the facts (" + parts.joined(separator: "; ") + ").")
    }

    func flags(_ version: DefinitionVersion, _ facts: Facts, _ truth: Truth) -> [Judgement.FlagStanding] {
        version.flags.compactMap { flag in
            // What qualifies or aggravates an offence says nothing where there is none.
            if truth == .no, flag.kind != .prohibited, flag.kind != .note { return nil }
            let value = flag.rule.value(facts)
            if value == .no { return nil }
            return .init(id: flag.id, kind: flag.kind, words: flag.words, isCertain: value == .yes)
        }
    }
}
