// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How many people stand behind the records, and how sure that is.
///
/// Each record counts as one over the number of records expected of its person, itself and what its pairs'
/// probabilities add up to. Pairs of one person that no rule found are allowed for: see `FoundShare` and `MissedLinks`.
/// The interval runs from reading every doubtful pair as one person to reading it as two, and up to what would be so
/// had nothing been missed.
public struct UniqueEstimate: Sendable, Codable, Equatable {
    public let people: Double
    public let low: Double
    public let high: Double

    public init(_ linkage: Linkage, groups: AverageLink) {
        var expected = [Double](repeating: 0, count: linkage.table.count)
        for pair in linkage.kept {
            expected[Int(pair.a)] += pair.probability
            expected[Int(pair.b)] += pair.probability
        }
        let soft = expected.reduce(0) { $0 + 1 / (1 + $1) }
        var loose = AverageLink.Options()
        (loose.seed, loose.mean) = (-3, -3)
        var strict = AverageLink.Options()
        (strict.seed, strict.mean) = (4, 4)
        let bounds = [loose, strict]
        let counts = Parallel.map(2) { Double(AverageLink(linkage, options: bounds[$0]).count) }
        let (fewest, most) = (counts[0], counts[1])
        let factor = MissedLinks.factor(expected, found: linkage.summary.foundShare ?? 1)
        let plain = (soft + Double(groups.count)) / 2
        people = plain * factor
        low = min(fewest * factor, people)
        high = max(most * factor, plain)
    }
}
