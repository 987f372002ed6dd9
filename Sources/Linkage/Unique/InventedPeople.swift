// SPDX-License-Identifier: Apache-2.0

import Standard

/// Invented people of many places, and records of them as agencies write them: things missing or misspelled. The same
/// for the same seed. Nobody in it lives.
struct InventedPeople {
    private static let given = [
        "Amara", "Linh", "Fatima", "Oksana", "Nimali", "Priya", "Rosalinda", "Domingos", "Youssef", "Kwame", "Sunita",
        "Mei", "Tereza", "Ifeoma", "Javier", "Noor", "Andriy", "Kavitha", "Bopha", "Elena", "Thandiwe", "Aigerim",
    ]
    private static let family = [
        "Okafor", "Nguyen", "Haddad", "Kovalenko", "Perera", "Raman", "Dela Cruz", "Soares", "Mansour", "Mensah",
        "Gurung", "Chen", "Novakova", "Eze", "Morales", "Rahimi", "Shevchenko", "Subramaniam", "Sok", "Popescu",
        "Dlamini", "Bekova", "Tamang", "Ximenes", "Bautista", "Al-Khatib", "Wickramasinghe", "Tran",
    ]
    private static let places = (0..<40).map { "Quarter \($0)" }

    struct Person {
        let given: String
        let family: String
        let year: Int
        let month: Int
        let day: Int
        let sex: String
        let nation: String
        let place: String
        let phone: String
    }

    let people: [Person]
    var random: SplitMix64

    init(_ count: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func one<Item>(_ items: [Item]) -> Item { items[Int.random(in: items.indices, using: &random)] }
        people = (0..<count).map { _ in
            Person(
                given: one(Self.given), family: one(Self.family), year: Int.random(in: 1970...2008, using: &random),
                month: Int.random(in: 1...12, using: &random), day: Int.random(in: 1...28, using: &random),
                sex: one(["F", "F", "M"]), nation: one(["NG", "VN", "SY", "UA", "LK", "IN", "PH", "TL"]),
                place: one(Self.places), phone: "07\(Int.random(in: 10_000_000...99_999_999, using: &random))")
        }
        self.random = random
    }

    /// A surname that a few share widely: the n-th of them is held by one in n.
    static func common(_ index: Int) -> String {
        family[family.indices.first { (index * 7 + $0) % ($0 + 2) == 0 } ?? 0]
    }

    /// A record of a person, with mistakes.
    mutating func record(_ index: Int) -> ListedPerson {
        let person = people[index]
        var row = ListedPerson()
        row.given = chance(0.1) ? String(person.given.dropLast()) + "o" : person.given
        row.surname = chance(0.1) ? "" : person.family
        let digits = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
        let date = "\(person.year)-\(digits(person.month))-\(digits(person.day))"
        row.birth = chance(0.15) ? nil : BirthDate(chance(0.1) ? String(person.year) : date)
        row.sex = chance(0.03) ? "" : person.sex
        row.nationality = chance(0.05) ? "" : person.nation
        row.place = chance(0.25) ? "" : person.place
        row.phone = chance(0.6) ? "" : person.phone
        row.person = String(index)
        return row
    }

    /// Records of a share of the people, some of them twice.
    mutating func list(share: Double) -> [ListedPerson] {
        people.indices.filter { _ in chance(share) }.flatMap { index in
            chance(0.08) ? [record(index), record(index)] : [record(index)]
        }
    }

    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }
}
