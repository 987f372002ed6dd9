// SPDX-License-Identifier: Apache-2.0

import Standard

/// An interval that knows that the model was chosen too: people are drawn again with replacement, the model is chosen
/// anew in each sample, and the limits are corrected for bias and for how the spread changes (BCa: DiCiccio & Efron
/// 1996; for overlap tables Chan, Silverman & Vincent 2021, §3.3).
struct BootstrapInterval {
    let low: Double
    let high: Double

    /// - Parameters:
    ///   - resamples: how many times people are drawn again; a thousand is usual.
    ///   - seed: the same seed gives the same interval.
    /// - Complexity: about 2 milliseconds a resample on six lists.
    init(_ table: OverlapTable, estimate: Double, threshold: Double, resamples: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let draw = Draw(table)
        let totals = (0..<resamples).map { _ in
            Self.total(draw.resample(using: &random), threshold: threshold)
        }
        .sorted()
        let acceleration = Self.acceleration(table, threshold: threshold)
        let below = Double(totals.count { $0 < estimate }) / Double(max(1, resamples))
        let bias = Maths.normalQuantile(min(max(below, 0.5 / Double(resamples)), 1 - 0.5 / Double(resamples)))
        let limits = [0.025, 0.975].map { level in
            let shifted = bias + Maths.normalQuantile(level)
            let share = Maths.normal(below: bias + shifted / (1 - acceleration * shifted))
            return Self.quantile(totals, share)
        }
        (low, high) = (limits[0], limits[1])
    }

    /// The estimate of a table that may have lost whole lists or every overlap; infinite when nothing can be reckoned.
    private static func total(_ table: OverlapTable, threshold: Double) -> Double {
        StepwiseSelection(table, threshold: threshold)?.fit.total ?? .infinity
    }

    /// How the spread changes with the total, from leaving out one person of each history in turn.
    private static func acceleration(_ table: OverlapTable, threshold: Double) -> Double {
        let histories = table.counts.keys.sorted()
        let leftOut = histories.map { history in
            var counts = table.counts
            counts[history, default: 1] -= 1
            return (Double(table.counts[history] ?? 0), total(table.withCounts(counts), threshold: threshold))
        }
        .filter(\.1.isFinite)
        let seen = leftOut.reduce(0) { $0 + $1.0 }
        let mean = leftOut.reduce(0) { $0 + $1.0 * $1.1 } / max(seen, 1)
        let (squares, cubes) = leftOut.reduce((0.0, 0.0)) { sums, one in
            let rest = mean - one.1
            return (sums.0 + one.0 * rest * rest, sums.1 + one.0 * rest * rest * rest)
        }
        guard squares > 0 else { return 0 }
        return cubes / (6 * squares * squares.squareRoot())
    }

    /// The median-unbiased quantile of sorted values (Hyndman & Fan 1996, type 8).
    static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        guard let last = sorted.last else { return .nan }
        let place = share * (Double(sorted.count) + 1 / 3.0) + 1 / 3.0
        guard place >= 1 else { return sorted[0] }
        guard place < Double(sorted.count) else { return last }
        let (lower, part) = (Int(place), place - place.rounded(.down))
        return part == 0 ? sorted[lower - 1] : sorted[lower - 1] + part * (sorted[lower] - sorted[lower - 1])
    }
}

/// Draws as many people again as were seen, each history as often as it was.
private struct Draw {
    let table: OverlapTable
    let histories: [UInt32]
    let upTo: [Int]

    init(_ table: OverlapTable) {
        self.table = table
        histories = table.counts.keys.sorted()
        var sum = 0
        upTo = histories.map { history in
            sum += table.counts[history] ?? 0
            return sum
        }
    }

    func resample(using random: inout SplitMix64) -> OverlapTable {
        let seen = upTo.last ?? 0
        var drawn = [Int](repeating: 0, count: histories.count)
        for _ in 0..<seen {
            let person = Int.random(in: 0..<seen, using: &random)
            var (low, high) = (0, upTo.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if upTo[middle] > person { high = middle } else { low = middle + 1 }
            }
            drawn[low] += 1
        }
        return table.withCounts(Dictionary(uniqueKeysWithValues: zip(histories, drawn)))
    }
}

extension OverlapTable {
    /// The same lists with other counts, without the lists that then know nobody: they would say nothing.
    func withCounts(_ counts: [UInt32: Int]) -> OverlapTable {
        let all = counts.reduce(UInt32(0)) { $1.value > 0 ? $0 | $1.key : $0 }
        let kept = lists.indices.filter { all >> UInt32($0) & 1 == 1 }
        guard kept.count < lists.count else { return OverlapTable(lists: lists, counts: counts) }
        var folded: [UInt32: Int] = [:]
        for (history, count) in counts where count > 0 {
            let bits = kept.enumerated().reduce(UInt32(0)) { bits, list in
                bits | (history >> UInt32(list.element) & 1) << UInt32(list.offset)
            }
            folded[bits, default: 0] += count
        }
        return OverlapTable(lists: kept.map { lists[$0] }, counts: folded)
    }
}
