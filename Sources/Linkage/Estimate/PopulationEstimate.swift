// SPDX-License-Identifier: Apache-2.0

/// How many people there are in all, from the overlaps of the lists that know some of them, with what must be said of
/// such a number. Written as JSON this is the report of `wayhouse estimate`.
public struct PopulationEstimate: Sendable, Encodable, Equatable {
    public struct Interval: Sendable, Encodable, Equatable {
        public let low: Double
        /// Absent when the lists set no upper bound.
        public let high: Double?
    }
    /// A pair of lists in the model.
    public struct Effect: Sendable, Encodable, Equatable {
        public let lists: [String]
        /// Whether the two lists know the same people more often or less often than independent lists would.
        public let kind: Kind
        public let pValue: Double
        public enum Kind: String, Sendable, Encodable {
            case together, apart, never
        }
    }
    /// What another way of reckoning makes of the same table.
    public struct Other: Sendable, Encodable, Equatable {
        public let id: String
        public let estimate: Double
        public let interval: Interval?
    }

    public let lists: [String]
    /// People known to one list or more.
    public let seen: Int
    /// People known to no list, by the model that was chosen; a point estimate.
    public let unseen: Double
    /// `seen` and `unseen` together.
    public let total: Double
    /// The middle 95 % for `total`; that the model was chosen too is taken into account when `resamples` > 0.
    public let interval: Interval
    /// The middle 95 % if the model were known to be right: narrower than honest.
    public let intervalGivenModel: Interval
    public let resamples: Int
    public let threshold: Double
    /// The pairs in the order in which they entered the model. None: the lists are taken as independent.
    public let effects: [Effect]
    public let others: [Other]
    /// Sentences about how far the number can be trusted, the gravest first.
    public let cautions: [String]

    /// - Parameters:
    ///   - threshold: a pair enters the model when its p-value is below this; between 0 (never) and 1.
    ///   - resamples: how often people are drawn again for the interval; 0 for the interval given the model.
    ///   - seed: the same seed gives the same interval.
    /// - Throws: `EstimateFault.noOverlap`.
    /// - Complexity: about 2 milliseconds a resample for six lists.
    public init(
        of table: OverlapTable, threshold: Double = 0.02, resamples: Int = 1000, seed: UInt64 = 1234
    ) throws(EstimateFault) {
        precondition((0...1).contains(threshold) && resamples >= 0)
        guard let chosen = StepwiseSelection(table, threshold: threshold) else { throw .noOverlap }
        lists = table.lists
        seen = table.seen
        unseen = chosen.fit.unseen
        total = chosen.fit.total
        self.threshold = threshold
        self.resamples = resamples
        intervalGivenModel = Interval(chosen.fit.intervalGivenModel)
        if resamples > 0 {
            let drawn = BootstrapInterval(
                table, estimate: chosen.fit.total, threshold: threshold, resamples: resamples, seed: seed)
            interval = Interval(low: drawn.low, high: drawn.high.isFinite ? drawn.high : nil)
        } else {
            interval = intervalGivenModel
        }
        effects = chosen.steps.map { Effect($0, table) }
        others = Self.others(table)
        cautions = Self.cautions(table, total: chosen.fit.total, others: others)
    }

    /// Other thresholds and other methods, so that nobody takes one model's answer for the only one.
    private static func others(_ table: OverlapTable) -> [Other] {
        var others = [("independent lists", 0.0), ("p < 0.001", 0.001), ("p < 0.01", 0.01), ("p < 0.05", 0.05)]
            .compactMap { id, threshold in
                StepwiseSelection(table, threshold: threshold).map {
                    Other(id: id, estimate: $0.fit.total, interval: Interval($0.fit.intervalGivenModel))
                }
            }
        if table.lists.count == 2 { others.append(chapman(table)) }
        if let bound = chaoLowerBound(table) { others.append(bound) }
        return others
    }

    /// Two lists, nearly without bias when few are shared (Chapman 1951; the interval by the variance of Seber 1970).
    private static func chapman(_ table: OverlapTable) -> Other {
        let (first, second) = (Double(table.total(ofAll: 1)), Double(table.total(ofAll: 2)))
        let both = Double(table.total(ofAll: 3))
        let total = (first + 1) * (second + 1) / (both + 1) - 1
        let variance =
            (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) * (both + 1) * (both + 2))
        let reach = 1.959963984540054 * variance.squareRoot()
        return Other(
            id: "Chapman", estimate: total,
            interval: Interval(low: max(Double(table.seen), total - reach), high: total + reach))
    }

    /// At least so many, if people differ in how easily they are found (Chao 1987, in the form without bias). For two
    /// lists it says no more than Chapman's.
    private static func chaoLowerBound(_ table: OverlapTable) -> Other? {
        guard table.lists.count > 2 else { return nil }
        let (once, twice) = (Double(table.seenBy(exactly: 1)), Double(table.seenBy(exactly: 2)))
        let lists = Double(table.lists.count)
        let unseen = (lists - 1) / lists * once * (once - 1) / (2 * (twice + 1))
        return Other(id: "Chao's lower bound", estimate: Double(table.seen) + unseen, interval: nil)
    }

    private static func cautions(_ table: OverlapTable, total: Double, others: [Other]) -> [String] {
        var cautions: [String] = []
        let models = others.filter { $0.interval != nil }.map(\.estimate) + [total]
        if let low = models.min(), let high = models.max(), high > 1.25 * low {
            cautions.append(
                "Other models of the same table give from \(Int(low.rounded())) to \(Int(high.rounded())): the answer "
                    + "depends on the model. Report the range.")
        }
        let shared = table.seen - table.seenBy(exactly: 1)
        if shared < 30 {
            cautions.append("Fewer than 30 people are known to two lists or more: a few of them decide the answer.")
        }
        let empty = table.pairs.filter { table.total(ofAll: $0.mask) == 0 }
        if !empty.isEmpty {
            cautions.append(
                "\(empty.count) of \(table.pairs.count) pairs of lists share nobody. Whether they work with different "
                    + "people, or would have met by and by, the table cannot tell.")
        }
        if table.lists.count == 2 {
            cautions.append(
                "With two lists nothing shows whether they are independent. If one refers people to the other, the true "
                    + "number is larger.")
        }
        if total > 10 * Double(table.seen) {
            cautions.append("More than nine in ten of the estimate are people whom nobody has seen.")
        }
        return cautions + [
            "The method takes it that links between the lists are right, that nobody comes or goes in the period, and "
                + "that everybody could have been found by some list."
        ]
    }
}

extension PopulationEstimate.Interval {
    init(_ range: ClosedRange<Double>) { self.init(low: range.lowerBound, high: range.upperBound) }
}

extension PopulationEstimate.Effect {
    init(_ step: StepwiseSelection.Step, _ table: OverlapTable) {
        lists = [table.lists[step.pair.first], table.lists[step.pair.second]]
        kind = step.shared == 0 ? .never : Double(step.shared) > step.expected ? .together : .apart
        pValue = step.pValue
    }
}
