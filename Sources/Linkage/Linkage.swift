// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Which records of a table are one person: trains or takes a model, chooses pairs to compare, weighs them.
public struct Linkage: Sendable {
    public let table: PersonTable
    public let model: LinkageModel
    /// Pairs at or above the threshold, weight falling; pairs of one weight in the order of their rows.
    public let pairs: ArraySlice<ScoredPair>
    public let summary: Summary
    let shared: Scorer.Shared
    /// Pairs down to some way below the threshold, weight falling, for whoever puts people together.
    let kept: [ScoredPair]
    let logOdds: Double

    /// What was done, in numbers.
    public struct Summary: Sendable, Codable {
        public var records: Int
        public var comparedPairs: Int
        public var blocking: [RuleUse]
        public var training: [TrainingSession]
        /// The sum of the probabilities of all compared pairs.
        public var expectedMatches: Double
        /// The share of all pairs of one person that the rules are thought to have found: reckoned from how many of the
        /// pairs that share a paper's or telephone's number the other rules found too. Nil where too few do.
        public var foundShare: Double?
    }

    /// What came of one blocking rule.
    public struct RuleUse: Sendable, Codable {
        public let agreeing: [String]
        /// Pairs that no rule before had found.
        public var newPairs: Int
        /// Pairs in blocks that were too large to compare.
        public let pairsLeftOut: Int
        public let blocksLeftOut: Int
    }

    /// What one session of training saw.
    public struct TrainingSession: Sendable, Codable {
        public let agreeing: [String]
        public let pairs: Int
        public let iterations: Int
        public let expectedMatches: Double
    }

    /// What can be chosen.
    public struct Options: Sendable {
        /// The least weight of a pair that is given back.
        public var threshold = 0.0
        /// Pairs to compare at most, for each record; at least three million in all.
        public var pairsForEachRecord = 4.0
        /// Rules to follow instead of the model's own, each to its end; nil for the model's.
        public var rules: [BlockingRule]?
        /// True when only the rules of the model are followed and none is cut short.
        public var followsModelRules = false

        public init() {}
    }

    /// - Parameter model: nil to learn one from the table.
    /// - Throws: `badModel` when the model compares fields that the table does not have.
    public init(_ table: PersonTable, model given: LinkageModel?, options: Options = Options()) throws(LinkageError) {
        self.table = table
        var learned = try given.map { model throws(LinkageError) in try Self.fitted(model, table) } ?? nil
        var sessions: [TrainingSession] = []
        let strips = RowStrips(
            table,
            learned?.comparisons.map { FieldComparison(field: $0.field, kind: $0.kind) }
                ?? FieldComparison.all(of: table))
        if learned == nil {
            let training = Training(table, strips)
            learned = LinkageModel(
                prior: Self.prior(training, table), comparisons: training.comparisons, m: training.m, u: training.u,
                blocking: BlockingRule.all(for: table))
            sessions = training.sessions.map {
                TrainingSession(
                    agreeing: $0.agreeing, pairs: $0.pairs, iterations: $0.iterations,
                    expectedMatches: $0.expectedMatches)
            }
        }
        guard var model = learned else { throw .badModel("it could not be used.") }
        var options = options
        if let rules = options.rules {
            if let bad = rules.first(where: { !$0.isPossible(in: table) }) {
                throw .badRule(bad.parts.joined(separator: "+"))
            }
            model.blocking = rules
            options.followsModelRules = true
        }
        let shared = Scorer.Shared(table, model, strips)
        let pass = ScoringPass(shared, options: options)
        let all = Self.allPairs(table)
        let odds =
            given == nil
            ? pass.histogram.balancedLogOdds(all: all, start: model.prior) : log2(model.prior / (1 - model.prior))
        model.prior = ScoredPair.probability(odds)
        self.model = model
        self.shared = Scorer.Shared(shared, model)
        logOdds = odds
        let found = FoundShare(pass.kept, foundAgain: pass.foundAgain, adding: odds)
        let kept = PairOrder.sorted(pass.kept, adding: odds)
        self.kept = kept
        pairs = kept.prefix { $0.weight >= options.threshold }
        summary = Summary(
            records: table.count, comparedPairs: pass.compared, blocking: pass.rules, training: sessions,
            expectedMatches: pass.histogram.expected(odds), foundShare: found.share)
    }

    /// Pairs there are, compared or not.
    static func allPairs(_ table: PersonTable) -> Double {
        table.isPaired
            ? Double(table.boundary) * Double(table.count - table.boundary)
            : Double(table.count) * Double(table.count - 1) / 2
    }

    private static func prior(_ training: Training, _ table: PersonTable) -> Double {
        let all = allPairs(table)
        return all > 0 ? min(0.5, max(1e-12, 1.5 * training.expectedMatches / all)) : 1e-6
    }

    /// The model without what the table cannot say.
    private static func fitted(_ model: LinkageModel, _ table: PersonTable) throws(LinkageError) -> LinkageModel {
        var model = model
        let known = FieldComparison.all(of: table)
        model.comparisons.removeAll { !known.contains(FieldComparison(field: $0.field, kind: $0.kind)) }
        model.blocking.removeAll { !$0.isPossible(in: table) }
        if model.comparisons.isEmpty || model.blocking.isEmpty {
            throw .badModel("it compares or blocks by nothing that the files have.")
        }
        return model
    }
}
