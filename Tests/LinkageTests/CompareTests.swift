// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Linkage

@Suite struct CompareTests {
    @Test(arguments: [
        ("martha", "marhta", 0.961111), ("dixon", "dicksonx", 0.813333), ("jellyfish", "smellyfish", 0.896296),
        ("dwayne", "duane", 0.84), ("abc", "xyz", 0), ("a", "a", 1), ("", "a", 0), ("ab", "ba", 0),
    ])
    func `Jaro–Winkler gives the published values`(_ a: String, _ b: String, _ expected: Double) {
        let similarity = JaroWinkler()
        let found = Array(a.utf8).withUnsafeBufferPointer { x in
            Array(b.utf8).withUnsafeBufferPointer { similarity.similarity(x, $0) }
        }
        #expect(abs(found - expected) < 1e-6)
    }

    @Test func `Bit-parallel Jaro–Winkler equals the plain way, with a cutoff too`() {
        var random = Numbers(seed: 7)
        let similarity = JaroWinkler()
        let pool = TextPool()
        var refused = 0
        for round in 0..<20_000 {
            let a = random.word(1...(round % 500 == 0 ? 90 : 12))
            let b = random.next(3) == 0 ? random.word(1...12) : random.slipped(a)
            let fast = a.withUnsafeBufferPointer { x in b.withUnsafeBufferPointer { similarity.similarity(x, $0) } }
            #expect(abs(fast - Slow.jaroWinkler(a, b)) < 1e-12, "\(a) \(b)")
            let (one, two) = (pool.number(a), pool.number(b))
            let (x, y) = (pool.view.entry(one), pool.view.entry(two))
            let cut = similarity.similarity(x, y, .alike)
            #expect(cut == (fast >= 0.8 ? fast : 0), "\(a) \(b)")
            if !JaroBounds.alike.mayReach(x, y) { refused += 1 }
        }
        #expect(refused > 2_000, "the bound refused nothing, so nothing was tried")
    }

    @Test func `A name is part of another as its words say`() {
        var random = Numbers(seed: 9)
        let pool = TextPool()
        var found = 0
        for _ in 0..<20_000 {
            let (a, b) = (random.words(), random.words())
            if a == b { continue }
            let (one, two) = (pool.number(a), pool.number(b))
            let part = NameParts.isPart(pool.view.entry(one), of: pool.view.entry(two))
            #expect(part == (Slow.covers(a, b) || Slow.covers(b, a)), "\(a) \(b)")
            if part { found += 1 }
        }
        #expect((200..<19_800).contains(found))
    }

    @Test func `One slip is told from two as the full distance tells it`() {
        var random = Numbers(seed: 8)
        for _ in 0..<20_000 {
            let a = random.word(1...9)
            let b = random.slipped(random.next(2) == 0 ? a : random.slipped(a))
            let distance = Slow.alignment(a, b)
            #expect(EditDistance.isAtMostOne(a, a.count, b, b.count) == (distance <= 1))
            let bounded = a.withUnsafeBufferPointer { x in
                b.withUnsafeBufferPointer { EditDistance.distance(x, $0, limit: 2) }
            }
            #expect(bounded == min(distance, 3))
        }
    }

    @Test(arguments: [
        (19_980_512, 19_980_512, 9), (19_980_512, 19_981_205, 8), (19_980_512, 19_980_513, 7),
        (19_980_512, 19_970_512, 7), (19_980_500, 19_980_512, 6), (19_980_500, 19_980_500, 6),
        (19_980_512, 19_980_529, 5), (19_980_000, 19_980_512, 4), (19_980_000, 19_980_000, 4),
        (19_980_512, 19_980_129, 3), (19_980_000, 19_990_512, 2), (19_980_000, 20_010_512, 1), (0, 19_980_512, 0),
    ])
    func `Dates agree as far as they say`(_ a: Int, _ b: Int, _ level: Int) {
        #expect(DateLevels.level(UInt32(a), UInt32(b)) == level)
        #expect(DateLevels.level(UInt32(b), UInt32(a)) == level)
    }
}

/// Numbers that look random and are the same each time.
struct Numbers {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next(_ below: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Int(mixed(state) % UInt64(below))
    }

    mutating func unit() -> Double { Double(next(1 << 30)) / Double(1 << 30) }

    mutating func word(_ length: ClosedRange<Int>) -> [UInt8] {
        (0..<(length.lowerBound + next(length.count))).map { _ in 97 + UInt8(next(5)) }
    }

    /// One to three words, some of one letter.
    mutating func words() -> [UInt8] {
        Array((0...next(3)).map { _ in word(1...(next(2) + 1)) }.joined(separator: [UInt8(ascii: " ")]))
    }

    /// With one sign changed, added, taken out or exchanged with its neighbour.
    mutating func slipped(_ word: [UInt8]) -> [UInt8] {
        var word = word
        let place = next(max(1, word.count))
        switch next(4) {
        case 0: word.insert(97 + UInt8(next(5)), at: place)
        case 1 where word.count > 1: word.remove(at: place)
        case 2 where place + 1 < word.count: word.swapAt(place, place + 1)
        default: word[place] = 97 + UInt8(next(5))
        }
        return word
    }
}

/// The same, written as the definitions read.
enum Slow {
    static func jaroWinkler(_ a: [UInt8], _ b: [UInt8]) -> Double {
        let reach = max(0, max(a.count, b.count) / 2 - 1)
        var taken = Set<Int>()
        var first: [UInt8] = []
        for (i, letter) in a.enumerated() {
            if let j = b.indices.first(where: { abs($0 - i) <= reach && !taken.contains($0) && b[$0] == letter }) {
                taken.insert(j)
                first.append(letter)
            }
        }
        if first.isEmpty { return 0 }
        let second = taken.sorted().map { b[$0] }
        let half = zip(first, second).count { $0 != $1 } / 2
        let m = Double(first.count)
        let jaro = (m / Double(a.count) + m / Double(b.count) + (m - Double(half)) / m) / 3
        let prefix = zip(a, b).prefix(4).prefix { $0 == $1 }.count
        return jaro > 0.7 ? jaro + Double(prefix) * 0.1 * (1 - jaro) : jaro
    }

    /// Every word of the second is a word of the first or the first letter of one.
    static func covers(_ longer: [UInt8], _ shorter: [UInt8]) -> Bool {
        let words = longer.split(separator: 32)
        return shorter.split(separator: 32).allSatisfy { part in
            words.contains { $0 == part || part.count == 1 && $0.first == part.first }
        }
    }

    static func alignment(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var rows = (0...a.count).map { i in (0...b.count).map { i == 0 ? $0 : $0 == 0 ? i : 0 } }
        for i in 1..<max(1, a.count + 1) {
            for j in 1..<max(1, b.count + 1) {
                var best = min(
                    rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, rows[i - 2][j - 2] + 1) }
                rows[i][j] = best
            }
        }
        return rows[a.count][b.count]
    }
}
