// SPDX-License-Identifier: Apache-2.0

/// Records made of nothing but noisy counts: differentially private synthesis.
public struct PrivateSynthesis: Sendable {
    public let counts: NoisyCounts
    /// The records, in an order by chance.
    public let rows: AttributeRows

    /// The share of the kept pairs of values that may be expected to be noise alone. Rows hold fewer: many such pairs
    /// find no place.
    public static let inventedShare = 0.11

    /// - Parameters:
    ///   - rows: One row a person.
    ///   - source: The system's secure generator; anything else only where nothing has to be protected.
    /// - Throws: `SynthesisRefusal`: a budget that leaves only noise, or so few people that nothing can be said. The
    ///   budget is spent then too.
    public init(
        of rows: AttributeRows, options: AttributeOptions, plan: PrivacyPlan,
        using source: inout some RandomNumberGenerator
    ) throws(SynthesisRefusal) {
        let counts = try NoisyCounts(
            of: rows, options: options, plan: plan, inventedShare: Self.inventedShare, using: &source)
        // A pair that a tenth of all people share has to stand out of the noise, or only single values can be told.
        let needed = 10 * counts.pairsNoise
        guard Double(counts.rows) >= needed, !counts.values.isEmpty else {
            throw .caseloadTooSmall(
                epsilon: "\(plan.epsilon)", peopleNeeded: Int(max(needed, 10 * counts.valueThreshold).rounded(.up)))
        }
        let targets = PairTargets(counts, fields: rows.fields, fieldCount: rows.fieldCount)
        let columns = RecordFit.records(targets, seed: source.next())
        var (items, starts): ([UInt32], [Int]) = ([], [0])
        for row in 0..<counts.rows {
            for field in columns.indices where columns[field][row] > 0 {
                items.append(targets.values[field][Int(columns[field][row]) - 1])
            }
            items[starts[row]...].sort()
            starts.append(items.count)
        }
        self.counts = counts
        self.rows = AttributeRows(like: rows, items: items, starts: starts)
    }
}
