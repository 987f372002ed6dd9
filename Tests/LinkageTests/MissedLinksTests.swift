// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Linkage

@Suite struct MissedLinksTests {
    /// People of some records each, and of each record how many links to the others were found.
    private static func links(_ people: Int, found share: Double, seed: UInt64) -> [Double] {
        var random = SplitMix64(seed: seed)
        var links: [Double] = []
        for _ in 0..<people {
            let records = [1, 1, 1, 1, 1, 1, 2, 2, 3, 5].randomElement(using: &random)!
            var found = [Double](repeating: 0, count: records)
            for one in 0..<records {
                for two in (one + 1)..<max(one + 1, records) where Double.random(in: 0..<1, using: &random) < share {
                    found[one] += 1
                    found[two] += 1
                }
            }
            links += found
        }
        return links
    }

    @Test(arguments: [0.3, 0.5, 0.75, 0.95, 1])
    func `how many people there are follows from a share of their links`(_ share: Double) {
        for seed in 1...5 as ClosedRange<UInt64> {
            let links = Self.links(20_000, found: share, seed: seed)
            let plain = links.reduce(0) { $0 + 1 / (1 + $1) }
            let people = plain * MissedLinks.factor(links, found: share)
            #expect(abs(people / 20_000 - 1) < 0.01, "\(people) at \(share)")
            if share < 0.9 { #expect(plain / 20_000 > 1.05, "control: without it there are too many") }
        }
        #expect(MissedLinks.factor([], found: 0.5) == 1)
    }

    @Test func `the share that was found follows from what is found in two ways`() {
        var random = SplitMix64(seed: 3)
        for share in [0.4, 0.7, 0.98] {
            var (numbers, again, others) = ([ScoredPair](), [Bool](), [ScoredPair]())
            for place in 0..<40_000 as Range<UInt32> {
                let pair = ScoredPair(a: place, b: place + 1, weight: 30)
                let isFound = Double.random(in: 0..<1, using: &random) < share
                if Double.random(in: 0..<1, using: &random) < 0.1 {
                    numbers.append(pair)
                    again.append(isFound)
                } else if isFound {
                    others.append(pair)
                }
            }
            let found = FoundShare(numbers + others, foundAgain: again, adding: 0)
            let truth = Double(numbers.count + others.count) / 40_000
            #expect(abs((found.share ?? 0) - truth) < 0.02)
        }
        #expect(FoundShare([], foundAgain: [], adding: 0).share == nil)
    }

    /// Records of people some of whom are written down twice, often so that no rule brings the two together.
    @Test func `the estimate allows for pairs that the rules never compare`() throws {
        var random = SplitMix64(seed: 21)
        var text = "given_name,surname,birth_date,phone\n"
        let letters = Array("abcdefghiklmnoprstuvz").map { String($0) }
        func word(_ count: Int) -> String {
            (0..<count).map { _ in
                letters.randomElement(using: &random)! + "aeiou".map { String($0) }.randomElement(using: &random)!
            }
            .joined()
        }
        /// With another consonant somewhere.
        func slip(_ word: String) -> String {
            var signs = Array(word).map { String($0) }
            let place = Int.random(in: 0..<(signs.count / 2), using: &random) * 2
            signs[place] = signs[place] == "m" ? "t" : "m"
            return signs.joined()
        }
        let people = 4_000
        for _ in 0..<people {
            let (given, family) = (word(3), word(4))
            let phone =
                Bool.random(using: &random) ? "0\(Int.random(in: 100_000_000...999_999_999, using: &random))" : ""
            let year = Int.random(in: 1950...2010, using: &random)
            text += "\(given),\(family),\(year)-05-12,\(phone)\n"
            if Int.random(in: 0..<2, using: &random) > 0 { continue }
            // One in three is heard and written down otherwise.
            let isOther = Int.random(in: 0..<3, using: &random) == 0
            let names = isOther ? [slip(given), slip(family)] : [given, family]
            text += "\(names[0]),\(names[1]),\(year)-\(isOther ? "11-02" : "05-12"),\(phone)\n"
        }
        var reader = PersonReader(yearOfAges: 2000)
        try reader.add(Array(text.utf8))
        let linkage = try Linkage(reader.table(), model: nil)
        let share = try #require(linkage.summary.foundShare)
        #expect((0.72...0.92).contains(share), "\(share)")
        let estimate = UniqueEstimate(linkage, groups: AverageLink(linkage))
        #expect(abs(estimate.people / Double(people) - 1) < 0.03, "\(estimate)")
        #expect(estimate.low <= Double(people) && Double(people) <= estimate.high)
    }
}
