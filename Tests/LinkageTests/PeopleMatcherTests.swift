// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Linkage

@Suite struct PeopleMatcherTests {
    private static func traits(_ row: ListedPerson) -> PersonTraits {
        PersonTraits(
            names: [.init(given: row.given, surname: row.surname)], birth: row.birth, sex: row.sex,
            nationalities: row.nationality.isEmpty ? [] : [row.nationality])
    }

    private static func people(_ count: Int, seed: UInt64) -> [PersonTraits] {
        var invented = InventedPeople(count, seed: seed)
        return invented.list(share: 1).map { traits($0) }
    }

    /// The same people as a table.
    private static func table(_ people: [PersonTraits]) throws -> PersonTable {
        var text = "given_name,surname,birth_date,sex,nationality\n"
        for person in people {
            let cells = [
                person.names[0].given, person.names[0].surname, person.birth?.isoText ?? "", person.sex,
                person.nationalities.first ?? "",
            ]
            text += cells.joined(separator: ",") + "\n"
        }
        var reader = PersonReader(yearOfAges: 2000)
        try reader.add(Array(text.utf8))
        return reader.table()
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `weights are those that a table of the same people gets by the same model`(_ seed: UInt64) throws {
        let people = Self.people(900, seed: seed)
        var model = LinkageModel.forRegisters
        model.comparisons.removeAll { $0.field == "document" }
        let table = try Self.table(people)
        let comparisons = model.comparisons.map { FieldComparison(field: $0.field, kind: $0.kind) }
        let scorer = Scorer(Scorer.Shared(table, model, RowStrips(table, comparisons)))
        let matcher = PeopleMatcher(people, model: model)
        var random = SplitMix64(seed: seed)
        for _ in 0..<3_000 {
            let pair = [0, 1].map { _ in Int.random(in: people.indices, using: &random) }
            let (a, b) = (pair.min()!, pair.max()!)
            guard a != b, let seen = matcher.compare(a, b) else { continue }
            // Tables keep the weight of how common a value is in steps of less than a millionth.
            #expect(abs(seen.weight - seen.start - scorer.weight(a, b)) < 1e-6, "\(people[a]) \(people[b])")
        }
    }

    @Test func `who is asked for is found the same while it is not known yet who may be whom`() {
        let people = Self.people(300, seed: 9)
        let whole = PeopleMatcher(people, model: .forRegisters)
        let early = PeopleMatcher(people, model: .forRegisters, knowsPairs: false)
        #expect(early.pairs().isEmpty && !whole.pairs().isEmpty && !early.knowsPairs)
        for person in people.prefix(60) {
            let (one, two) = (early.find(person), whole.find(person))
            #expect(one.map(\.number) == two.map(\.number))
            #expect(one.map(\.resemblance) == two.map(\.resemblance))
        }
        early.add(people[0])
        let pairs = early.pairs()
        #expect(pairs.allSatisfy { $0.b == people.count } && !pairs.isEmpty, "who is added is paired up")
    }

    @Test func `whoever comes later is weighed as if they had been there from the start, and who goes is gone`() {
        let people = Self.people(300, seed: 7)
        let whole = PeopleMatcher(people, model: .forRegisters, prior: 0.001)
        let grown = PeopleMatcher(Array(people.prefix(10)), model: .forRegisters, prior: 0.001)
        for person in people.dropFirst(10) { grown.add(person) }
        #expect(whole.count == grown.count)
        for a in 0..<50 {
            for b in (a + 1)..<60 { #expect(whole.compare(a, b) == grown.compare(a, b)) }
        }
        let stranger = grown.add(PersonTraits(names: [.init(given: "Zuleikha", surname: "Qvistgaard")]))
        #expect(
            grown.find(PersonTraits(names: [.init(given: "Zuleicha", surname: "Qvistgaard")])).first?.number == stranger
        )
        grown.remove(stranger)
        grown.remove(stranger)
        #expect(
            grown.find(PersonTraits(names: [.init(given: "Zuleicha", surname: "Qvistgaard")])).allSatisfy {
                $0.number != stranger
            })
        #expect(grown.compare(stranger, 0) == nil && grown.count == whole.count)
        for a in 0..<50 { #expect(whole.compare(a, a + 1) == grown.compare(a, a + 1)) }
    }

    @Test func `other names count, and the best of them weighs`() throws {
        let plain = PersonTraits(names: [.init(given: "Mariam", surname: "Haddad")])
        let both = PersonTraits(names: [
            .init(given: "Nour", surname: "Saleh"), .init(given: "Mariam", surname: "Haddad"),
        ])
        let matcher = PeopleMatcher([both] + Self.people(100, seed: 3), model: .forRegisters)
        let found = try #require(matcher.find(plain).first)
        #expect(found.number == 0 && found.resemblance.parts.first { $0.field == "given_name" }?.level == "same")
    }

    @Test func `who has nothing to compare is like nobody, and huge or broken texts do no harm`() {
        var people = Self.people(50, seed: 5)
        let named = people.count
        people.append(PersonTraits(names: []))
        people.append(PersonTraits(names: [.init(given: "", surname: "")]))
        people.append(PersonTraits(names: [.init(given: String(repeating: "x y ", count: 500_000), surname: "\u{0}")]))
        people.append(
            PersonTraits(
                names: [.init(given: "\u{FFFD}\u{200D}", surname: "១២៣")], birth: BirthDate(digits: 19_000_101)))
        let matcher = PeopleMatcher(people, model: .forRegisters)
        #expect(matcher.find(PersonTraits(names: [])).isEmpty)
        #expect(matcher.pairs().allSatisfy { $0.b < named })
        #expect(PeopleMatcher([], model: .forRegisters).find(people[0]).isEmpty)
        #expect(PeopleMatcher([people[0]], model: .forRegisters).pairs().isEmpty)
    }

    @Test func `a register that is large enough learns a model of its own, and a small one none`() throws {
        #expect(LinkageModel.learned(from: Self.people(100, seed: 1)) == nil)
        let learned = try #require(LinkageModel.learned(from: Self.people(2_500, seed: 1)))
        let again = try LinkageModel(json: learned.json())
        #expect(again == learned)
        #expect(LinkageModel.forRegisters.comparisons.count == 6)
    }
}
