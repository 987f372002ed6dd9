// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Store

@Suite struct SearchTests {
    static let people: [(String, String, String?)] = [
        ("Nguyễn Thị", "Hương", nil), ("Søren", "Ørsted", nil), ("Natalia", "Petrenko", "Наталія Петренко"),
        ("Mohammed", "Abdullah", "محمد عبد الله"), ("Kumari", "Perera", "කුමාරි පෙරේරා"), ("Lakshmi", "", "லட்சுமி"),
        ("N'Golo", "Ouédraogo", nil), ("Adélia", "dos Santos", nil), ("Zoë\u{200D}", "O'Brien", nil),
    ]

    @Test(arguments: [
        ("nguyen huong", 0), ("HUONG NGUYEN", 0), ("thi hu", 0), ("soren orsted", 1), ("Наталия", 2),
        ("петренко наталія", 2),
        ("natalia", 2), ("محمد", 3), ("mohamed", 3), ("muhammad abdulla", 3), ("කුමාරි", 4), ("kumari", 4), ("லட்சுமி", 5),
        ("ngolo", 6), ("ouedraogo", 6), ("santos adelia", 7), ("obrien zoe", 8),
    ])
    func `a person is found by any spelling, script and order of the name`(query: String, expected: Int) throws {
        var index = RegisterIndex()
        var ids: [EntityID] = []
        for (first, second, native) in Self.people {
            var values: [FieldName: Value] = ["prs_FirstName": .text(first), "prs_SecondName": .text(second)]
            if let native { values["wh_NativeName"] = .text(native) }
            let record = try Draft(.person, values).checked(under: .current)
            let id = EntityID.random()
            ids.append(id)
            index.take(
                IndexEntry(
                    Stored(id: id, version: 1, day: PartialDate("2026-01-01")!, isRemoved: false, record: record),
                    scope: id))
        }
        for settled in [false, true] {
            if settled { index.settle() }
            #expect(index.search(query, limit: 5).first?.id == ids[expected], "\(query), settled \(settled)")
        }
    }

    @Test func `a search agrees with a slow reading of every name`() throws {
        var random = SplitMix64(seed: 7)
        let syllables = ["ma", "ri", "an", "ko", "Đặ", "سا", "ли", "so", "øn", "té"]
        var index = RegisterIndex()
        var names: [EntityID: [String]] = [:]
        for _ in 0..<800 {
            let words = (0..<2).map { _ in
                (0..<Int.random(in: 1...3, using: &random)).map { _ in syllables.randomElement(using: &random)! }
                    .joined()
            }
            let record = try Draft(.person, ["prs_FirstName": .text(words[0]), "prs_SecondName": .text(words[1])])
                .checked(under: .current)
            let id = EntityID(using: &random)
            names[id] = words.flatMap { NameFold.words($0) }
            index.take(
                IndexEntry(
                    Stored(id: id, version: 1, day: PartialDate("2026-01-01")!, isRemoved: false, record: record),
                    scope: id))
        }
        for id in names.keys.sorted().prefix(100) {
            let record = try Draft(.person, ["prs_FirstName": .text("Gone")]).checked(under: .current)
            index.take(
                IndexEntry(
                    Stored(id: id, version: 2, day: PartialDate("2026-01-01")!, isRemoved: true, record: record),
                    scope: id))
            names[id] = nil
        }
        for query in ["ma", "mari", "ko an", "so te", "li dan", "sa", "zz"] {
            let words = NameFold.words(query)
            let slow = names.filter { _, mine in
                words.allSatisfy { word in
                    mine.contains {
                        $0.hasPrefix(word)
                            || (NameFold.skeleton(word) != nil && NameFold.skeleton($0) == NameFold.skeleton(word))
                    }
                }
            }
            #expect(Set(index.search(query, limit: 10_000).map(\.id)) == Set(slow.keys), "\(query)")
        }
    }
}
