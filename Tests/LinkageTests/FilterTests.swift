// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Linkage

/// Filters for exchange with users of clkhash and anonlink, and their comparison on every path of this processor.
struct FilterTests {
    /// Two people as clkhash 0.18.3 encodes them by `FilterFile.schema` with a secret of 32 bytes, 0 to 31.
    private static let secret = (0..<32).map { UInt8($0) }
    private static let people = [
        ["amara", "okafor", "1998-05-12", "f", "ng"], ["thi hong", "nguyen", "2001-00-00", "f", "vn"],
        ["", "", "", "m", ""], ["", "", "", "", ""],
    ]

    @Test func `filters are those of clkhash for the schema that is handed over, bit by bit`() throws {
        var encoder = try #require(FilterEncoder(secret: Self.secret))
        let filters = Self.people.map { encoder.filter(ofTexts: $0) }
        #expect(filters.map(\.bits) == ClkhashExamples.bits)
        let file = try JSONEncoder().encode(FilterFile(filters))
        let theirs = try JSONDecoder().decode(FilterFile.self, from: Data(ClkhashExamples.json.utf8))
        #expect(try theirs.filters() == filters)
        #expect(try JSONDecoder().decode(FilterFile.self, from: file) == theirs)
        #expect(filters[3].bits == 0)
        var other = try #require(FilterEncoder(secret: Self.secret.reversed()))
        #expect(other.filter(ofTexts: Self.people[0]) != filters[0])
        #expect(FilterEncoder(secret: Array(Self.secret.dropLast())) == nil)
    }

    @Test func `a file that holds no filters is refused with the place`() throws {
        for (text, place) in [("\"AAAA\"", 1), ("\"\(String(repeating: "A", count: 172))\"", 1)] {
            let file = try JSONDecoder().decode(FilterFile.self, from: Data("{\"clks\":[\(text)]}".utf8))
            #expect(throws: FilterFault.notAFilter(place: place)) { try file.filters() }
        }
    }

    @Test func `a record's text is written in small Latin letters whatever its script`() throws {
        var encoder = try #require(FilterEncoder(secret: Self.secret))
        var person = ListedPerson()
        (person.given, person.surname, person.sex) = ("Оксана", "Nguyễn", "F")
        person.birth = BirthDate("1998")
        #expect(encoder.texts(of: person) == ["oksana", "nguyen", "1998-00-00", "f", ""])
    }

    /// As slow and plain as can be.
    static func plainly(_ first: [PersonFilter], _ second: [PersonFilter], _ threshold: Double) -> [FilterComparison
        .Pair]
    {
        first.indices.flatMap { one in
            second.indices.compactMap { other in
                var (common, all) = (0, 0)
                for word in 0..<PersonFilter.wordCount {
                    for bit in 0..<64 {
                        let a = first[one].words[word] >> UInt64(bit) & 1
                        let b = second[other].words[word] >> UInt64(bit) & 1
                        if a + b == 2 { common += 1 }
                        all += Int(a + b)
                    }
                }
                let dice = 2 * Double(common) / Double(max(1, all))
                return all > 0 && dice >= threshold ? .init(first: one, second: other, dice: dice) : nil
            }
        }
    }

    static func random(_ count: Int, seed: UInt64) -> [PersonFilter] {
        var random = SplitMix64(seed: seed)
        let empty = PersonFilter(words: [UInt64](repeating: 0, count: 16))
        let full = PersonFilter(words: [UInt64](repeating: .max, count: 16))
        return [empty, full]
            + (0..<count).map { number in
                // Some thin, some thick.
                PersonFilter(
                    words: (0..<16).map { _ in
                        let one = UInt64.random(in: 0...UInt64.max, using: &random)
                        let other = UInt64.random(in: 0...UInt64.max, using: &random)
                        return number % 3 == 0 ? one & other : number % 3 == 1 ? one | other : one
                    })
            }
    }

    @Test(arguments: FilterComparison.Path.allCases, [0.0, 0.4, 0.5, 0.72, 1.0])
    func `every path finds the pairs that plain counting finds, empty and full filters too`(
        _ path: FilterComparison.Path, _ threshold: Double
    ) {
        guard path.isPossible else { return }
        for (one, other) in [(0, 0), (1, 7), (5, 14), (29, 33)] {
            let (first, second) = (Self.random(one, seed: 1), Self.random(other, seed: 2) + Self.random(1, seed: 1))
            let found = FilterComparison(with: second, path: path).pairs(of: first, atLeast: threshold)
            #expect(found == Self.plainly(first, second, threshold))
        }
        #expect(FilterComparison(with: [], path: path).pairs(of: Self.random(3, seed: 3), atLeast: 0).isEmpty)
        #expect(FilterComparison(with: Self.random(3, seed: 3), path: path).pairs(of: [], atLeast: 0).isEmpty)
    }

    @Test func `a list longer than what fits into a core's memory is compared whole`() {
        let (first, second) = (Self.random(11, seed: 4), Self.random(4_200, seed: 5))
        let all = FilterComparison.Path.allCases.filter(\.isPossible).map {
            FilterComparison(with: second, path: $0).pairs(of: first, atLeast: 0.52)
        }
        #expect(all.allSatisfy { $0 == all[0] } && all[0] == Self.plainly(first, second, 0.52))
    }
}
