// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Follows the blocking rules one after another and weighs each pair once.
struct ScoringPass {
    /// Weights without the prior.
    private(set) var kept: [ScoredPair] = []
    private(set) var histogram = WeightHistogram()
    private(set) var compared = 0
    private(set) var rules: [Linkage.RuleUse] = []
    /// Of the first pairs kept, those that a number of a paper or telephone found, whether another rule finds them too.
    private(set) var foundAgain: [Bool] = []

    /// Weights this far below the threshold are kept too: the prior is not known yet, and clusters look at them.
    private static let margin = 8.0
    private static let leastBudget = 3_000_000
    /// A block of more pairs than this tells too little for what it costs.
    private static let blockPairs = 2_000_000

    init(_ shared: Scorer.Shared, options: Linkage.Options) {
        let table = shared.table
        let prior = shared.model.prior
        let least = min(0, options.threshold) - log2(prior / (1 - prior)) - Self.margin
        let budget = max(Self.leastBudget, Int(Double(table.count) * options.pairsForEachRecord))
        let wanted = shared.model.blocking
        let keys = BlockKeys(wanted, of: table)
        var sorted: [Column<UInt64>] = []
        var byNumber = 0
        for rule in wanted.indices {
            let left = options.followsModelRules ? Int.max / 4 : budget - compared
            if left <= budget / 50 { break }
            if sorted.isEmpty { sorted = Self.sorted(keys, from: rule) }
            let blocks = Blocks(sorted.removeFirst(), of: table, budget: left, mostPairs: min(left, Self.blockPairs))
            blocks.forgetLeftOut(in: keys, rule: rule)
            let before = compared
            run(blocks, keys.earlier(than: rule), shared, least)
            if wanted[...rule].allSatisfy(\.isByNumber) { byNumber = kept.count }
            rules.append(
                Linkage.RuleUse(
                    agreeing: wanted[rule].parts, newPairs: compared - before, pairsLeftOut: blocks.leftOut.pairs,
                    blocksLeftOut: blocks.leftOut.blocks))
        }
        let others = (wanted.firstIndex { !$0.isByNumber } ?? rules.count)..<max(rules.count, 0)
        foundAgain = kept.prefix(byNumber).map { keys.isShared(Int($0.a), Int($0.b), by: others) }
    }

    /// The rows of some rules, each sorted by its key, as many at once as there are processors.
    private static func sorted(_ keys: BlockKeys, from rule: Int) -> [Column<UInt64>] {
        let count = min(Parallel.width, keys.rules.count - rule)
        keys.prepare(rule + count - 1)
        return Parallel.map(count) { SortedKeys.of(keys, rule: rule + $0) }
    }

    private mutating func run(
        _ blocks: Blocks, _ earlier: BlockKeys.Earlier, _ shared: Scorer.Shared, _ least: Double
    ) {
        let pieces = blocks.pieces(blocks.pairs < 20_000 ? 1 : Parallel.width)
        let parts = Parallel.map(pieces.count) { piece -> Part in
            let scorer = Scorer(shared)
            var part = Part()
            var rows = GatheredRows(shared.strips, earlier)
            rows.forEachPair(blocks, in: pieces[piece]) { one, two in
                if earlier.found(one.keys, two.keys) { return }
                let weight = scorer.weight(one.strip, two.strip)
                part.compared += 1
                part.histogram.add(weight)
                if weight >= least { part.kept.append(ScoredPair(a: one.number, b: two.number, weight: weight)) }
            }
            return part
        }
        for part in parts {
            kept += part.kept
            histogram.add(part.histogram)
            compared += part.compared
        }
    }

    private struct Part: Sendable {
        var kept: [ScoredPair] = []
        var histogram = WeightHistogram()
        var compared = 0
    }
}
