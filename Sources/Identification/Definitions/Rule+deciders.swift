// SPDX-License-Identifier: Apache-2.0

extension Rule {
    /// The sets of open questions that, answered the right way, make the rule yes (or no), none holding another, none
    /// larger than `most`. The empty set alone when nothing needs asking; no set when it cannot be done.
    ///
    /// Exact because each atom has one direction (see `Rule`). Cost: below a microsecond for `most` = 1; grows with the
    /// product of the open alternatives, some milliseconds for 4.
    func deciders(_ target: Bool, _ facts: Facts, most: Int) -> [AtomSet] {
        switch self {
        case .any(let set): Self.leaf(set, target, facts, anyone: true, most: most)
        case .all(let set): Self.leaf(set, target, facts, anyone: false, most: most)
        case .not(let rule): rule.deciders(!target, facts, most: most)
        case .ageBelow(let years):
            switch facts.age.isBelow(years) {
            case .unknown: [AtomSet([AtomSet.age])]
            case let known: known == Truth(target) ? [AtomSet()] : []
            }
        case .unsettled: []
        case .anyOf(let rules): Self.combined(rules, target, facts, each: !target, most: most)
        case .allOf(let rules): Self.combined(rules, target, facts, each: target, most: most)
        }
    }

    private static func leaf(_ set: AtomSet, _ target: Bool, _ facts: Facts, anyone: Bool, most: Int) -> [AtomSet] {
        let (wanted, against) = target ? (facts.yes, facts.no) : (facts.no, facts.yes)
        // One atom is enough for an `any` to be yes and for an `all` to be no; otherwise every one is needed.
        if anyone == target {
            if wanted.meets(set) { return [AtomSet()] }
            return set.subtracting(against).numbers.map { AtomSet([$0]) }
        }
        if against.meets(set) { return [] }
        let open = set.subtracting(wanted)
        return open.count <= most ? [open] : []
    }

    private static func combined(
        _ rules: [Rule], _ target: Bool, _ facts: Facts, each: Bool, most: Int
    ) -> [AtomSet] {
        if !each { return smallest(rules.flatMap { $0.deciders(target, facts, most: most) }) }
        var sets = [AtomSet()]
        for rule in rules {
            let more = rule.deciders(target, facts, most: most)
            var joined: [AtomSet] = []
            for set in sets { for other in more { joined.append(set.union(other)) } }
            sets = smallest(joined.filter { $0.count <= most })
            if sets.isEmpty { return [] }
        }
        return sets
    }

    /// Without doubles and without sets that hold another.
    static func smallest(_ sets: [AtomSet]) -> [AtomSet] {
        if sets.count < 2 { return sets }
        let sorted = Set(sets).map { (set: $0, size: $0.count) }.sorted { $0.size < $1.size }
        var kept: [AtomSet] = []
        // Of two sets of one size neither holds the other.
        var (smaller, size) = (0, 0)
        for next in sorted {
            if next.size > size { (smaller, size) = (kept.count, next.size) }
            if !kept[..<smaller].contains(where: { $0.isSubset(of: next.set) }) { kept.append(next.set) }
        }
        return kept
    }
}
