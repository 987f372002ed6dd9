// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Linkage

/// The count without the encryption: tokens are numbers that are equal when keys are.
struct UniquePeopleTests {
    @Test(arguments: [2, 3, 5])
    func `the interval covers the truth in nearly all simulated populations`(_ agencies: Int) {
        var covered = 0
        for seed in 0..<40 {
            var invented = InventedPeople(3000, seed: UInt64(seed * 10 + agencies))
            let lists = (0..<agencies).map { _ in invented.list(share: 0.3) }
            let truth = Set(lists.joined().map(\.person)).count
            let count = Self.count(lists.map { AgencyList($0) })
            if (count.low...count.high).contains(Double(truth)) { covered += 1 }
        }
        #expect(covered >= 36)
    }

    @Test func `without the correction for people not met the count is far too high`() {
        var invented = InventedPeople(3000, seed: 5)
        let lists = (0..<2).map { _ in invented.list(share: 0.4) }
        let truth = Double(Set(lists.joined().map(\.person)).count)
        let encoded = lists.map { AgencyList($0) }
        let join = TokenJoin(encoded.map(Self.tokens))
        let groups = Double(join.groups.values.reduce(0, +))
        #expect(groups > 1.05 * truth)
        #expect(abs(Self.count(encoded).total / truth - 1) < 0.03)
    }

    @Test func `no key leaves that two people of a list share, and rows of one code are one person`() {
        var invented = InventedPeople(500, seed: 3)
        let list = AgencyList(invented.list(share: 0.9))
        let keys = list.people.joined().compactMap { $0 }
        #expect(Set(keys).count == keys.count)
        #expect(list.people.count == list.figures.people)
        #expect(list.figures.repeated > 10)
    }

    @Test func `every key joins two things at least`() {
        var keys = MatchKeys()
        var row = ListedPerson()
        row.given = "Amara"
        #expect(keys.of(row).allSatisfy { $0 == nil })
        row.birth = BirthDate("1999-05-03")
        #expect(keys.of(row).compactMap { $0 }.count == 3)
        let swapped = BirthDate("1999-03-05")
        let before = keys.of(row)[0]
        row.birth = swapped
        #expect(keys.of(row)[0] == before)
    }

    @Test func `a list of people with no names and no dates has nothing to be met by`() {
        let list = AgencyList((0..<60).map { _ in ListedPerson() })
        #expect(list.figures.people == 60)
        #expect(list.figures.withoutKey == 60)
    }

    static func tokens(_ list: AgencyList) -> [[TokenJoin.Token]] {
        list.people.map { $0.map { key in token(key) } }
    }

    static func count(_ lists: [AgencyList]) -> UniquePeople {
        UniquePeople(TokenJoin(lists.map(tokens)), lists.map(\.figures))
    }

    private static func token(_ key: String?) -> TokenJoin.Token {
        guard let key else {
            return TokenJoin.Token(high: UInt64.random(in: 0...UInt64.max), low: UInt64.random(in: 0...UInt64.max))
        }
        var hasher = Hasher()
        hasher.combine(key)
        return TokenJoin.Token(high: UInt64(bitPattern: Int64(hasher.finalize())), low: 0)
    }
}
