// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How many people there are behind records of which only a share of the links was found.
///
/// Whoever has s records is seen from one of them with as many links as s − 1 throws come up, each with the chance that
/// a link is found. From how many records show how many links it follows how many belong to people of s records each:
/// expectation maximisation over s, as any mixture of known parts.
enum MissedLinks {
    /// Records of one person, at most.
    private static let most = 40

    /// How many times fewer people there are than the found links say: 1 when all were found.
    ///
    /// - Parameters:
    ///   - links: of each record, how many it is expected to have.
    ///   - share: of all links that were found, above 0 and at most 1.
    static func factor(_ links: [Double], found share: Double) -> Double {
        if share >= 1 || links.isEmpty { return 1 }
        var seen = [Double](repeating: 0, count: most)
        for link in links {
            let link = min(link, Double(most - 1))
            let low = min(Int(link), most - 2)
            seen[low] += Double(low + 1) - link
            seen[low + 1] += link - Double(low)
        }
        let chances = (0..<most).map { others in binomial(others, share) }
        var sizes = [Double](repeating: Double(links.count) / Double(most), count: most)
        for _ in 0..<2_000 {
            var next = [Double](repeating: 0, count: most)
            for (count, records) in seen.enumerated() where records > 0 {
                let whole = (count..<most).reduce(0) { $0 + sizes[$1] * chances[$1][count] }
                if whole <= 0 { continue }
                for size in count..<most { next[size] += records * sizes[size] * chances[size][count] / whole }
            }
            let change = zip(sizes, next).reduce(0) { $0 + abs($1.0 - $1.1) }
            sizes = next
            if change < 1e-7 * Double(links.count) { break }
        }
        let plain = seen.enumerated().reduce(0) { $0 + $1.element / Double($1.offset + 1) }
        let people = sizes.enumerated().reduce(0) { $0 + $1.element / Double($1.offset + 1) }
        return people / plain
    }

    /// The chances of 0…`count` throws coming up.
    private static func binomial(_ count: Int, _ chance: Double) -> [Double] {
        var chances = [1.0]
        for _ in 0..<count {
            chances = (0...chances.count).map { place in
                (place < chances.count ? chances[place] * (1 - chance) : 0)
                    + (place > 0 ? chances[place - 1] * chance : 0)
            }
        }
        return chances
    }
}
