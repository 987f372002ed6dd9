// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Linkage

@Suite struct KnownPeopleTests {
    private static let given = ["Amara", "Linh Chi", "Fatima", "Oksana", "Nimali", "Rosalinda", "يوسف", "Kwame", "Ana"]
    private static let family = ["Okafor", "Nguyễn", "Haddad", "Коваленко", "Perera", "Dela Cruz", "Soares", "Tran"]

    /// People with gaps; every fifth is the one before, written another way.
    private static func people(_ count: Int) -> [KnownPerson] {
        var random = Numbers(seed: 11)
        var people: [KnownPerson] = []
        for place in 0..<count {
            if place % 5 == 4, var again = people.last {
                again.given = random.next(3) == 0 ? String(again.given.dropLast()) : again.given
                again.surname = random.next(3) == 0 ? "" : again.surname.uppercased()
                again.phone = random.next(2) == 0 ? "" : again.phone
                people.append(again)
                continue
            }
            var person = KnownPerson()
            person.given = given[random.next(given.count)]
            person.surname = random.next(9) == 0 ? "" : family[random.next(family.count)]
            person.sex = ["F", "M", "X", ""][random.next(4)]
            let (year, month, day) = (1970 + random.next(35), 1 + random.next(12), 2 + random.next(25))
            person.birth =
                random.next(8) == 0 ? nil : BirthDate(year: year, month: month, day: random.next(4) == 0 ? 0 : day)
            person.nationality = ["NG", "VN", "SY", "UA", ""][random.next(5)]
            person.places = [random.next(4) == 0 ? "" : "Ward \(random.next(12))"]
            person.phone = random.next(2) == 0 ? "" : "07\(10_000_000 + random.next(9_000_000))"
            person.document = random.next(4) == 0 ? "P\(100_000 + random.next(900_000))" : ""
            people.append(person)
        }
        return people
    }

    private static func table(_ people: [KnownPerson]) throws -> PersonTable {
        var text = "given_name,surname,sex,birth_date,nationality,place,phone,document\n"
        for one in people {
            let birth = one.birth.map {
                "\($0.year)-\($0.month < 10 ? "0" : "")\($0.month)-\($0.day < 10 ? "0" : "")\($0.day)"
            }
            text += "\(one.given),\(one.surname),\(one.sex),\(birth ?? ""),\(one.nationality),\(one.places[0]),"
            text += "\(one.phone),\(one.document)\n"
        }
        return try ModelTests.read(text)
    }

    private static func index(_ model: LinkageModel) -> KnownPeople<Int> {
        var limits = KnownLimits()
        (limits.candidates, limits.ofRule, limits.rules) = (.max, .max, .max)
        return KnownPeople(model, limits: limits)
    }

    @Test func `Asking about each gives the weights that linking all gives`() throws {
        let people = Self.people(600)
        let linkage = try Linkage(Self.table(people), model: nil)
        var options = Linkage.Options()
        options.followsModelRules = true
        let whole = try Linkage(linkage.table, model: linkage.model, options: options)
        let index = Self.index(whole.model)
        for (id, person) in people.enumerated() { index.insert(person, id: id) }
        var found: [UInt64: Double] = [:]
        for (id, person) in people.enumerated() {
            for match in index.matches(person, least: 0, most: .max) where match.id > id {
                found[UInt64(id) << 32 | UInt64(match.id)] = match.weight
                let odds = log2(whole.model.prior / (1 - whole.model.prior))
                #expect(abs(match.reasons.reduce(odds) { $0 + $1.weight } - match.weight) < 1e-9)
            }
        }
        #expect(whole.pairs.count > 80)
        for pair in whole.pairs {
            let weight = try #require(found[UInt64(pair.a) << 32 | UInt64(pair.b)])
            #expect(abs(weight - pair.weight) < 1e-6)
        }
        #expect(found.count == whole.pairs.count)
    }

    @Test func `Whoever was taken out is not found, whoever changed is found as they are, and order does not matter`()
        throws
    {
        let people = Self.people(300)
        let model = try Linkage(Self.table(people), model: nil).model
        let (one, other) = (Self.index(model), Self.index(model))
        for (id, person) in people.enumerated() {
            one.insert(people[(id + 1) % 300], id: id); one.insert(person, id: id)
        }
        for id in 0..<300 where id % 3 == 0 { one.remove(id) }
        for (id, person) in people.enumerated().reversed() where id % 3 != 0 { other.insert(person, id: id) }
        #expect(one.count == 200 && other.count == 200)
        for person in people {
            let (a, b) = (one.matches(person, least: -5, most: .max), other.matches(person, least: -5, most: .max))
            #expect(Set(a.map(\.id)) == Set(b.map(\.id)))
            #expect(zip(a, b).allSatisfy { abs($0.weight - $1.weight) < 1e-9 })
        }
    }

    @Test func `A question leaves no word of itself behind, and whom the asker may not see takes nobody's place`()
        throws
    {
        let people = Self.people(200)
        let model = try Linkage(Self.table(people), model: nil).model
        let rows = KnownRows(model, limits: KnownLimits())
        for person in people { _ = rows.insert(person) }
        let before = rows.words
        var stranger = KnownPerson()
        (stranger.given, stranger.surname, stranger.places) = ("Zquorl", "Вжиххх", ["Nowhere at all"])
        (stranger.nationality, stranger.document, stranger.sex) = ("Atlantis", "QQ99887766", "rather not")
        for round in 0..<500 {
            stranger.given += round % 50 == 0 ? " q\(round)" : ""
            rows.ask(stranger, least: 0) { _, _ in }
        }
        #expect(rows.words == before)
        // The control: a person who is put in does leave words.
        _ = rows.insert(stranger)
        #expect(rows.words > before)

        let index = Self.index(model)
        for (id, person) in people.enumerated() { index.insert(person, id: id) }
        let all = index.matches(people[3], least: -60, most: 5).map(\.id)
        #expect(all.count == 5 && all.first.map { people[$0].given } == people[3].given)
        let some = index.matches(people[3], least: -60, most: 5) { $0 != all[0] }.map(\.id)
        #expect(some.count == 5 && !some.contains(all[0]) && Array(some.prefix(4)) == Array(all.dropFirst()))
    }

    @Test func `Texts forgotten in any number leave the others where they were`() {
        var random = Numbers(seed: 12)
        let pool = TextPool(capacity: 16)
        var known: [[UInt8]: UInt32] = [:]
        for _ in 0..<3_000 {
            let first = pool.count
            for _ in 0..<random.next(6) { _ = pool.number(random.word(1...6)) }
            if random.next(3) != 0 {
                pool.forget(from: first)
            } else {
                for number in first..<pool.count { known[Array(pool.text(UInt32(number)).utf8)] = UInt32(number) }
            }
            #expect(known.count == pool.count - 1)
        }
        #expect(known.allSatisfy { pool.number($0.key) == $0.value })
    }
}
