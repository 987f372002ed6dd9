// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Two rows and what speaks for their being one person.
public struct ScoredPair: Sendable, Equatable {
    /// Row numbers of the table; the first is the smaller.
    public let a: UInt32
    public let b: UInt32
    /// log₂ of the odds that they are one person.
    public var weight: Double

    /// The same as a probability, 0…1.
    public var probability: Double { Self.probability(weight) }

    static func probability(_ weight: Double) -> Double {
        weight >= 0 ? 1 / (1 + exp2(-weight)) : exp2(weight) / (1 + exp2(weight))
    }
}

/// How many pairs had about which weight, in steps of 1/16; weights beyond ±128 count as that.
struct WeightHistogram: Sendable {
    private var counts = [UInt64](repeating: 0, count: 4_097)

    @inline(__always)
    mutating func add(_ weight: Double) {
        // To the nearest step; a number that is never negative needs no call to round it.
        counts[Int(max(-128, min(128, weight)) * 16 + 2_048.5)] += 1
    }

    mutating func add(_ other: WeightHistogram) {
        for place in counts.indices { counts[place] += other.counts[place] }
    }

    /// The sum of probabilities of all pairs when `logOdds` is added to their weights.
    func expected(_ logOdds: Double) -> Double {
        counts.indices.reduce(0) { sum, place in
            counts[place] == 0
                ? sum
                : sum + Double(counts[place]) * ScoredPair.probability(Double(place - 2_048) / 16 + logOdds)
        }
    }

    /// log₂ of the odds that two random records are one person, such that the pairs expect as many as it says.
    ///
    /// - Parameters:
    ///   - all: the number of all pairs there are, seen or not.
    ///   - start: a first guess of the probability.
    func balancedLogOdds(all: Double, start: Double) -> Double {
        var prior = min(max(start, 1e-15), 0.5)
        for _ in 0..<60 {
            let new = min(max(expected(log2(prior / (1 - prior))) / max(all, 1), 1e-15), 0.5)
            if abs(new - prior) < prior * 1e-7 { break }
            prior = new
        }
        return log2(prior / (1 - prior))
    }
}
