// SPDX-License-Identifier: Apache-2.0

/// A condition over atoms and the age at the act, in three-valued logic.
///
/// A rule that the reader let through uses each atom, and the age, in one direction only: a yes always helps or always
/// hinders. For such rules Kleene's tables give exactly what trying every completion of the unknowns would give.
indirect enum Rule: Sendable, Hashable {
    /// At least one of these atoms.
    case any(AtomSet)
    /// All of these atoms.
    case all(AtomSet)
    case anyOf([Rule])
    case allOf([Rule])
    case not(Rule)
    /// Younger than so many completed years.
    case ageBelow(Int)
    /// A point that the law leaves open, whatever the facts are; the words say which.
    case unsettled(String)

    /// Cost: some nanoseconds a node.
    func value(_ facts: Facts) -> Truth {
        switch self {
        case .any(let set): facts.yes.meets(set) ? .yes : set.isSubset(of: facts.no) ? .no : .unknown
        case .all(let set): facts.no.meets(set) ? .no : set.isSubset(of: facts.yes) ? .yes : .unknown
        case .anyOf(let rules): Self.first(.yes, of: rules, facts)
        case .allOf(let rules): Self.first(.no, of: rules, facts)
        case .not(let rule): rule.value(facts).negated
        case .ageBelow(let years): facts.age.isBelow(years)
        case .unsettled: .unknown
        }
    }

    /// `decisive` when one rule gives it, its opposite when all do, else unknown.
    private static func first(_ decisive: Truth, of rules: [Rule], _ facts: Facts) -> Truth {
        var result = decisive.negated
        for rule in rules {
            let value = rule.value(facts)
            if value == decisive { return decisive }
            if value == .unknown { result = .unknown }
        }
        return result
    }

    /// The atoms that it speaks of.
    var atoms: AtomSet {
        switch self {
        case .any(let set), .all(let set): set
        case .anyOf(let rules), .allOf(let rules): rules.reduce(AtomSet()) { $0.union($1.atoms) }
        case .not(let rule): rule.atoms
        case .ageBelow, .unsettled: AtomSet()
        }
    }

    /// The ages that it draws a line at, rising, each once.
    var ages: [Int] {
        switch self {
        case .any, .all, .unsettled: []
        case .anyOf(let rules), .allOf(let rules): Set(rules.flatMap(\.ages)).sorted()
        case .not(let rule): rule.ages
        case .ageBelow(let years): [years]
        }
    }

    /// What it leaves open for good, in the words of the file.
    var openPoints: [String] {
        switch self {
        case .any, .all, .ageBelow: []
        case .anyOf(let rules), .allOf(let rules): rules.flatMap(\.openPoints)
        case .not(let rule): rule.openPoints
        case .unsettled(let words): [words]
        }
    }

    /// Atoms whose yes helps, and atoms whose yes hinders; the age counts as an atom that is yes when it is low.
    var directions: (helping: AtomSet, hindering: AtomSet) {
        switch self {
        case .any(let set), .all(let set): return (set, AtomSet())
        case .anyOf(let rules), .allOf(let rules):
            return rules.reduce((AtomSet(), AtomSet())) { sum, rule in
                let (helping, hindering) = rule.directions
                return (sum.0.union(helping), sum.1.union(hindering))
            }
        case .not(let rule):
            let (helping, hindering) = rule.directions
            return (hindering, helping)
        case .ageBelow: return (AtomSet([AtomSet.age]), AtomSet())
        case .unsettled: return (AtomSet(), AtomSet())
        }
    }
}
