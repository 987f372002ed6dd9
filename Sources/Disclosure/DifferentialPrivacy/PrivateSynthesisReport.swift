// SPDX-License-Identifier: Apache-2.0

import Standard

/// What may be known of a differentially private synthesis; encodes to JSON with the names of its properties, which
/// stay as they are. Everything in it follows from settings and noisy counts, so it may be published with the file.
public struct PrivateSynthesisReport: Sendable, Codable {
    public let method: String
    /// Who may see this report: `public`, or `nobody-else` when the noise came from a seed.
    public let audience: String
    /// False when the noise was drawn from a seed: whoever knows or guesses it can take the noise away.
    public let isPrivate: Bool
    public let seed: UInt64?
    public let epsilon: Double
    public let delta: Double
    /// One person's row, there or not there.
    public let unit: String
    public let accounting: String
    public let rho: Double
    public let rowsOut: Int
    /// Different values in the file, and from about how many people on a value is let out.
    public let valuesOut: Int
    public let valueThreshold: Double
    /// Below this the noisy count of a pair of values was taken for none.
    public let pairThreshold: Double
    /// The share of the pairs of values that may be expected to be nobody's, 0 to 1, by the noise alone.
    public let expectedInventedPairShare: Double
    /// Standard deviations of the noise on the count of rows, of a value, of a pair of values; in people.
    public let rowsNoise: Double
    public let singlesNoise: Double
    public let pairsNoise: Double
    /// How many values of one person count in full.
    public let singlesBound: Int
    public let pairsBound: Int
    /// How many times the ledger of the population was used, this release included; nil without a ledger.
    public let ledger: LedgerState?
    /// The same in plain sentences.
    public let words: [String]

    /// A ledger after this release.
    public struct LedgerState: Sendable, Codable {
        public let population: String
        public let release: Int
        public let epsilonSpent: Double
        public let epsilonTotal: Double
        public let deltaSpent: Double
        public let deltaTotal: Double

        public init(_ ledger: BudgetLedger) {
            (population, release) = (ledger.population, ledger.releases)
            (epsilonSpent, epsilonTotal) = (ledger.spent.epsilon, ledger.total.epsilon)
            (deltaSpent, deltaTotal) = (ledger.spent.delta, ledger.total.delta)
        }
    }

    init(_ made: PrivateSynthesis, plan: PrivacyPlan, seed: UInt64?, ledger: LedgerState?) {
        let counts = made.counts
        method = "differentially-private"
        (audience, isPrivate, self.seed) = (seed == nil ? "public" : "nobody-else", seed == nil, seed)
        (epsilon, delta, rho) = (plan.epsilon, plan.delta, plan.rho)
        unit = "one row added or taken away; the rows must be one a person"
        accounting = "zCDP by discrete Gaussian noise (Canonne, Kamath and Steinke 2020), proven"
        (rowsOut, valuesOut) = (made.rows.rowCount, counts.values.count)
        (valueThreshold, pairThreshold) = (counts.valueThreshold, counts.pairThreshold)
        expectedInventedPairShare = counts.expectedInventedShare
        (rowsNoise, singlesNoise, pairsNoise) = (counts.rowsNoise, counts.singlesNoise, counts.pairsNoise)
        (singlesBound, pairsBound) = (counts.singlesBound, counts.pairsBound)
        self.ledger = ledger
        words = Self.words(counts, plan, seed: seed, ledger: ledger)
    }

    private static func words(
        _ counts: NoisyCounts, _ plan: PrivacyPlan, seed: UInt64?, ledger: LedgerState?
    ) -> [String] {
        var words = [
            "Whether any one person was in the data changes hardly anything in this file (epsilon \(plan.epsilon), "
                + "delta \(plan.delta)).",
            "No row of it is a person. Counts of one value are right to about \(rounded(2 * counts.singlesNoise)) "
                + "people, counts of two values together to about \(rounded(2 * counts.pairsNoise)).",
            "Values that fewer than about \(rounded(counts.valueThreshold)) people have are left out.",
            "Of the pairs of values that are kept, about "
                + "\(rounded(100 * counts.expectedInventedShare)) % may be by chance alone.",
            "Every release about the same people adds to what can be learnt: keep to one ledger.",
        ]
        if ledger == nil { words.append("No ledger was named, so nothing remembers that this budget was spent.") }
        if seed != nil {
            words.insert("NOT PRIVATE: the noise came from a seed. For tests only; do not publish this file.", at: 0)
        }
        return words
    }

    private static func rounded(_ number: Double) -> Int { Int(number.rounded(.up)) }
}

extension SyntheticTable where Report == PrivateSynthesisReport {
    /// Makes records of noisy counts.
    ///
    /// - Parameters:
    ///   - seed: Nil for noise that protects; with one the same file comes out again and nobody is protected.
    ///   - ledger: What the ledger says after the budget was taken from it, which must come first.
    /// - Throws: `SynthesisRefusal`, `TableFault`. The budget is spent then too.
    public init(
        _ table: ColumnTable, plan: PrivacyPlan, seed: UInt64?, ledger: PrivateSynthesisReport.LedgerState?,
        options: AttributeOptions
    ) throws {
        let rows = try AttributeRows(table, options: options)
        let made: PrivateSynthesis
        if let seed {
            var source = SplitMix64(seed: seed)
            made = try PrivateSynthesis(of: rows, options: options, plan: plan, using: &source)
        } else {
            var source = SecureGenerator()
            made = try PrivateSynthesis(of: rows, options: options, plan: plan, using: &source)
        }
        self.table = try made.rows.table(options: options)
        report = PrivateSynthesisReport(made, plan: plan, seed: seed, ledger: ledger)
    }
}
