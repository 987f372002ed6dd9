// SPDX-License-Identifier: Apache-2.0

/// What the counting unit makes of the tokens: who is met by whom, kept only for as long as it counts.
struct TokenJoin {
    /// A token of one key's place, 128 bits: equal only for equal keys under the same round's keys.
    struct Token: Hashable, Comparable, Sendable {
        let high: UInt64
        let low: UInt64

        static func < (one: Token, other: Token) -> Bool { (one.high, one.low) < (other.high, other.low) }
    }

    /// Groups of people met as one, by the set of agencies that know them: how many groups.
    private(set) var groups: [UInt32: Int] = [:]
    /// Pairs of people of two agencies that share telephone or document, and those of them met without.
    private(set) var metByContacts = 0
    private(set) var metByContactsAndPerson = 0
    /// Pairs taken for one person; and those without telephone and document.
    private(set) var met = 0
    private(set) var metByPerson = 0
    /// Chains of two pairs over three agencies, and how many of them the third pair closes.
    private(set) var chains = 0
    private(set) var closed = 0

    /// - Parameter agencies: for each agency its people, for each person a token a key; padding is random.
    init(_ agencies: [[[Token]]]) {
        let starts = agencies.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        var shared: [PersonPair: SharedKeys] = [:]
        for place in MatchKeys.names.indices {
            var holders: [(token: Token, person: Int)] = []
            for (agency, people) in agencies.enumerated() {
                for (index, tokens) in people.enumerated() { holders.append((tokens[place], starts[agency] + index)) }
            }
            holders.sort { $0.token < $1.token }
            var start = 0
            for end in 1..<(holders.count + 1) {
                if end < holders.count, holders[end].token == holders[start].token { continue }
                for one in start..<end {
                    for other in (one + 1)..<max(end, one + 1) {
                        shared[PersonPair(holders[one].person, holders[other].person), default: []]
                            .insert(SharedKeys(rawValue: 1 << UInt32(place)))
                    }
                }
                start = end
            }
        }
        tally(shared)
        let pairs = shared.filter { $0.value.isMatch }.keys
        chain(Set(pairs), starts)
        group(pairs, starts)
    }

    private mutating func chain(_ pairs: Set<PersonPair>, _ starts: [Int]) {
        func agency(_ person: Int) -> Int { starts.lastIndex { $0 <= person } ?? 0 }
        var partners: [Int: [Int]] = [:]
        for pair in pairs {
            partners[pair.first, default: []].append(pair.second)
            partners[pair.second, default: []].append(pair.first)
        }
        for people in partners.values where people.count > 1 {
            for (index, one) in people.enumerated() {
                for other in people[(index + 1)...] where agency(one) != agency(other) {
                    chains += 1
                    if pairs.contains(PersonPair(one, other)) { closed += 1 }
                }
            }
        }
    }

    private mutating func tally(_ shared: [PersonPair: SharedKeys]) {
        for keys in shared.values where keys.isMatch {
            met += 1
            if keys.isMatchByPerson { metByPerson += 1 }
            guard !keys.isDisjoint(with: .contacts) else { continue }
            metByContacts += 1
            if keys.isMatchByPerson { metByContactsAndPerson += 1 }
        }
    }

    /// People joined by any chain of pairs; the set of agencies of each group is counted. Two of one agency in a group
    /// are different people, so the second counts alone.
    private mutating func group(_ pairs: some Sequence<PersonPair>, _ starts: [Int]) {
        var parent = Array(0..<(starts.last ?? 0))
        func root(_ person: Int) -> Int {
            var person = person
            while parent[person] != person {
                parent[person] = parent[parent[person]]
                person = parent[person]
            }
            return person
        }
        for pair in pairs { parent[root(pair.first)] = root(pair.second) }
        var sets = [UInt32](repeating: 0, count: parent.count)
        for agency in 0..<(starts.count - 1) {
            let bit = UInt32(1) << UInt32(agency)
            for person in starts[agency]..<starts[agency + 1] {
                let top = root(person)
                if sets[top] & bit != 0 { groups[bit, default: 0] += 1 } else { sets[top] |= bit }
            }
        }
        for set in sets where set != 0 { groups[set, default: 0] += 1 }
    }
}
