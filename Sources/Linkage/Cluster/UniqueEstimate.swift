// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How many people stand behind the records, and how sure that is.
///
/// Each record counts as one over the number of records expected of its person, itself and what its pairs'
/// probabilities add up to. The interval runs from reading every doubtful pair as one person to reading it as two,
/// widened by what the rules may have missed.
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
        let fewest = Double(AverageLink(linkage, options: loose).count)
        let most = Double(AverageLink(linkage, options: strict).count)
        people = (soft + Double(groups.count)) / 2
        low = min(fewest, people)
        high = max(most, people)
    }
}
