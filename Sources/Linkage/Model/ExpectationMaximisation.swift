// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Estimates, from pairs of which nobody said whether they are one person, how often each level is seen among pairs
/// that are (m), and what share of the pairs that is (Dempster, Laird and Rubin 1977; Winkler 1988 for linkage). How
/// often a level is seen among the others (u) is given and stays.
///
/// Missing values take no part: neither for nor against. The cost is that of the patterns, not of the pairs.
struct ExpectationMaximisation {
    /// By comparison and level, level 0 unused.
    private(set) var m: [[Double]]
    private(set) var share: Double
    private(set) var iterations = 0
    private(set) var expectedMatches = 0.0

    /// - Parameters:
    ///   - skipped: comparisons that do not count, because all pairs were chosen to agree in them.
    ///   - share: where to begin.
    init(
        _ counts: PatternCounts, start: [[Double]], u: [[Double]], skipped: Set<Int>, share: Double, limit: Int = 200
    ) {
        m = start
        self.share = share
        let patterns = counts.all.map { (pattern: $0.pattern, count: Double($0.count)) }
        let total = patterns.reduce(0) { $0 + $1.count }
        let used = start.indices.filter { !skipped.contains($0) }
        while iterations < limit, total > 0 {
            iterations += 1
            if step(patterns, total, u, used) < 1e-5 { break }
        }
    }

    /// One round. The largest change of any number.
    private mutating func step(
        _ patterns: [(pattern: UInt64, count: Double)], _ total: Double, _ u: [[Double]], _ used: [Int]
    ) -> Double {
        var sums = m.map { [Double](repeating: 0, count: $0.count) }
        var matches = 0.0
        for (pattern, count) in patterns {
            var (one, other) = (share, 1 - share)
            for comparison in used {
                let level = Int(pattern >> UInt64(comparison * 4) & 15)
                if level == 0 { continue }
                one *= m[comparison][level]
                other *= u[comparison][level]
            }
            let expected = one / max(one + other, .leastNormalMagnitude) * count
            matches += expected
            for comparison in used { sums[comparison][Int(pattern >> UInt64(comparison * 4) & 15)] += expected }
        }
        expectedMatches = matches
        var change = abs(matches / total - share)
        share = min(max(matches / total, 1e-9), 1 - 1e-9)
        for comparison in used {
            let levels = sums[comparison].count - 1
            let sum = sums[comparison].dropFirst().reduce(0, +) + 0.5 * Double(levels) * 0.02
            if sum < 1e-6 { continue }
            for level in 1...levels {
                let new = (sums[comparison][level] + 0.01) / sum
                change = max(change, abs(new - m[comparison][level]))
                m[comparison][level] = new
            }
        }
        return change
    }
}
