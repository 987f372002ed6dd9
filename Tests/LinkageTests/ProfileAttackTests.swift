// SPDX-License-Identifier: Apache-2.0

import Testing
import Vault

@testable import Linkage

/// The attack by likeness alone (after Vidanage, Christen, Ranbaduge and Schnell 2020): somebody without any key holds
/// a list of the names, compares the encodings with each other and the names with each other, and puts names to
/// encodings by whose likenesses to the rest look the same. It needs nothing but that encodings keep likeness.
struct ProfileAttackTests {
    @Test func `filters give names away to somebody without the key, which is why they are off by default`() throws {
        let names = Self.names
        var encoder = try #require(FilterEncoder(secret: (0..<32).map { _ in UInt8.random(in: 0...255) }))
        let filters = names.map { encoder.filter(ofTexts: ["", $0, "", "", ""]) }
        let encoded = Self.likeness(filters) { one, other in
            let common = zip(one.words, other.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
            return 2 * Double(common) / Double(max(1, one.bits + other.bits))
        }
        let hits = Self.named(encoded, Self.likeness(names, Self.bigrams))
        #expect(hits > 0.5, "\(hits)")
    }

    @Test func `tokens of a round give nobody away to the same attack`() throws {
        let rows = Self.names.map { name in
            var row = ListedPerson()
            (row.given, row.surname, row.sex, row.place) = ("Amara", name, "F", "Quarter 7")
            row.birth = BirthDate("1998-05-12")
            return row
        }
        var round = UniqueRound()
        let people = try TokenFile(try round.encode(rows, as: 0), name: "a").people
        #expect(people.count == rows.count + rows.count / 4)
        func shared(_ one: [TokenJoin.Token], _ other: [TokenJoin.Token]) -> Double {
            Double(Set(one).intersection(other).count)
        }
        // No two rows are alike at all, so that every row looks as every other.
        let encoded = Self.likeness(people, shared)
        #expect(encoded.allSatisfy { row in row.filter { $0 > 0 }.count == 1 })
        let plain = Self.likeness(Self.names, Self.bigrams)
        // Whoever is put to a row is guessed: one in all is right by chance, five or six would be luck.
        let hits = Self.named(Array(encoded.prefix(rows.count)).map { Array($0.prefix(rows.count)) }, plain)
        #expect(hits <= 0.06, "\(hits)")
    }

    /// Invented surnames, as different from each other as surnames are.
    static let names: [String] = {
        let first = [
            "oka", "hadd", "kova", "per", "ram", "soa", "mans", "gur", "nova", "mora", "rahi", "shev", "pop", "dlam",
            "tama",
        ]
        let second = ["for", "enko", "era", "an", "res", "ung", "les", "mi", "escu", "ini", "ng", "ova", "ez", "aga"]
        let third = ["", "s", "wala", "dze", "sen", "ita", "mann"]
        var names: [String] = []
        for (one, start) in first.enumerated() {
            for (two, middle) in second.enumerated() where (one * 5 + two * 3) % 7 < 5 {
                names.append(start + middle + third[(one * 3 + two * 5) % third.count])
            }
        }
        return Array(Set(names)).sorted()
    }()

    static func bigrams(_ one: String, _ other: String) -> Double {
        let (a, b) = (
            Set(FilterEncoder.pieces(of: one, length: 2, isPlaced: false)),
            Set(FilterEncoder.pieces(of: other, length: 2, isPlaced: false))
        )
        return 2 * Double(a.intersection(b).count) / Double(max(1, a.count + b.count))
    }

    static func likeness<Item>(_ items: [Item], _ compare: (Item, Item) -> Double) -> [[Double]] {
        items.map { one in items.map { compare(one, $0) } }
    }

    /// Likenesses of two kinds made comparable: by how far each is from the usual one.
    private static func levelled(_ likeness: [[Double]]) -> [[Double]] {
        var others: [Double] = []
        for (place, row) in likeness.enumerated() {
            others += row[..<place] + row[(place + 1)...]
        }
        let mean = others.reduce(0, +) / Double(others.count)
        let spread = (others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(others.count)).squareRoot()
        return likeness.map { row in row.map { ($0 - mean) / max(spread, 1e-9) } }
    }

    /// The share of encodings that get their own name. They stand in the order of the names, which is used for nothing
    /// but counting hits: rows are met by their likenesses in falling order, then again and again by their likeness to
    /// those of whom the attacker is surest, more each time.
    static func named(_ encoded: [[Double]], _ plain: [[Double]]) -> Double {
        let (encoded, plain, count) = (levelled(encoded), levelled(plain), plain.count)
        func profile(_ row: [Double]) -> [Double] { Array(row.sorted(by: >).prefix(count)) }
        var guess = nearest(encoded.map(profile), plain.map(profile))
        for round in 1...15 {
            let anchors = guess.sorted { $0.value.distance < $1.value.distance }
                .prefix(max(10, min(count, count / 8 * round)))
            let places = anchors.map { (encoded: $0.key, plain: $0.value.name) }
            guess = nearest(
                encoded.map { row in places.map { row[$0.encoded] } },
                plain.map { row in places.map { row[$0.plain] } })
        }
        return Double(guess.count { $0.key == $0.value.name }) / Double(count)
    }

    /// Pairs of rows, the most alike first, each row once.
    private static func nearest(
        _ encoded: [[Double]], _ plain: [[Double]]
    ) -> [Int: (name: Int, distance: Double)] {
        var pairs: [(encoded: Int, name: Int, distance: Double)] = []
        for (one, row) in encoded.enumerated() {
            for (other, name) in plain.enumerated() {
                let distance = zip(row, name).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                pairs.append((one, other, distance))
            }
        }
        var (taken, guess): (Set<Int>, [Int: (name: Int, distance: Double)]) = ([], [:])
        // Ties say nothing: they are broken by chance, not by the order that happens to be right.
        for pair in pairs.shuffled().sorted(by: { $0.distance < $1.distance })
        where guess[pair.encoded] == nil && !taken.contains(pair.name) {
            guess[pair.encoded] = (pair.name, pair.distance)
            taken.insert(pair.name)
        }
        return guess
    }
}
