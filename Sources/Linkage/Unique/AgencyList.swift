// SPDX-License-Identifier: Apache-2.0

import Standard

/// An agency's people as keys, ready to become tokens: one profile a person, and no key that two of them share. In what
/// leaves an agency no token occurs twice: there is nothing to count and nothing to rank.
public struct AgencyList {
    /// For each person, the keys that may leave (as tokens), each in its place.
    public let people: [[String?]]
    public let figures: AgencyFigures

    /// - Parameter rows: every row; rows of one code are one person, and the first of them speaks.
    /// - Complexity: about 10 µs a row.
    public init(_ rows: [ListedPerson]) {
        var keys = MatchKeys()
        self.init(rows: rows.map { (keys.of($0), $0.person) })
    }

    /// - Parameter rows: the keys of each row, and the agency's code of the person.
    init(rows: [(keys: [String?], person: String)]) {
        var order: [String: Int] = [:]
        var members: [[Int]] = []
        for (index, row) in rows.enumerated() {
            if let place = row.person.isEmpty ? nil : order[row.person] {
                members[place].append(index)
            } else {
                if !row.person.isEmpty { order[row.person] = members.count }
                members.append([index])
            }
        }
        // The first row alone: profiles joined of several would be met more easily than `repeated` can tell.
        let profiles = members.map { rows[$0[0]].keys }
        var holders: [String: [Int]] = [:]
        for (person, profile) in profiles.enumerated() {
            for case let key? in profile { holders[key, default: []].append(person) }
        }
        people = profiles.map { $0.map { key in key.flatMap { holders[$0]?.count == 1 ? $0 : nil } } }
        let elsewhere = Elsewhere(holders)
        var figures = AgencyFigures()
        figures.people = profiles.count
        figures.withoutKey = profiles.count { $0.allSatisfy { $0 == nil } }
        figures.pairsByChance = Self.pairsByChance(holders, elsewhere)
        for group in members where group.count > 1 {
            let shared = Self.shared(rows[group[0]].keys, rows[group[1]].keys, holders, elsewhere)
            figures.repeated += 1
            if shared.isMatch { figures.repeatedMet += 1 }
            if shared.isMatchByPerson { figures.repeatedMetByPerson += 1 }
        }
        self.figures = figures
    }

    /// The keys of two rows of one person that agree and that nobody else has, here or in another list as long.
    private static func shared(
        _ one: [String?], _ other: [String?], _ holders: [String: [Int]], _ elsewhere: Elsewhere
    ) -> SharedKeys {
        var shared: SharedKeys = []
        for (place, pair) in zip(one, other).enumerated() {
            guard let key = pair.0, key == pair.1, (holders[key]?.count ?? 0) < 2 else { continue }
            if elsewhere.isFree(key, place: place, holders: 1) {
                shared.insert(SharedKeys(rawValue: 1 << UInt32(place)))
            }
        }
        return shared
    }

    /// Different people of this list who share keys as two people of two lists would: keys that just two of them have.
    private static func pairsByChance(_ holders: [String: [Int]], _ elsewhere: Elsewhere) -> Int {
        var pairs: [PersonPair: SharedKeys] = [:]
        for (key, people) in holders where people.count == 2 {
            guard let place = Int(key.prefix { $0 != "|" }), elsewhere.isFree(key, place: place, holders: 2)
            else { continue }
            pairs[PersonPair(people[0], people[1]), default: []].insert(SharedKeys(rawValue: 1 << UInt32(place)))
        }
        return pairs.values.count { $0.isMatch }
    }
}

/// Two people, by their places, the lower first.
struct PersonPair: Hashable {
    let first: Int
    let second: Int

    init(_ one: Int, _ other: Int) {
        first = min(one, other)
        second = max(one, other)
    }
}

/// Whether another list of the same length would have somebody else with a key, so that the key would not leave it: by
/// how many keys one, two and three people hold here (Good 1953). Of a key that r people hold here, another list has as
/// many holders as r + 1 times the keys of r + 1 holders over those of r.
private struct Elsewhere {
    private let free: [[Double]]

    init(_ holders: [String: [Int]]) {
        var counts = [[Double]](repeating: [0, 0, 0, 0], count: MatchKeys.names.count)
        for (key, people) in holders where people.count <= 3 {
            if let place = Int(key.prefix { $0 != "|" }) { counts[place][people.count] += 1 }
        }
        free = counts.map { count in
            (0...2).map { held in
                held == 0 || count[held] == 0
                    ? 1 : Maths.exp(-Double(held + 1) * count[held + 1] / count[held])
            }
        }
    }

    /// Decided by the key itself, so that the same list always gives the same figures.
    func isFree(_ key: String, place: Int, holders: Int) -> Bool {
        let hash = key.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var random = SplitMix64(seed: hash)
        return Double.random(in: 0..<1, using: &random) < free[place][holders]
    }
}
