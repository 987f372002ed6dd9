// SPDX-License-Identifier: Apache-2.0

/// What came of a k-anonymous synthesis; encodes to JSON with the names of its properties, which stay as they are.
///
/// Its figures were counted on the sensitive rows: it is for those who may see them.
public struct KSynthesisReport: Sendable, Codable {
    public let method: String
    public let k: Int
    public let seed: UInt64
    /// Who may see this report: `custodian`.
    public let audience: String
    public let rowsIn: Int
    public let rowsOut: Int
    /// Of the filled cells of the sensitive rows whose value k people share: kept where they were, given to another
    /// record, put into records of their own, and rounded away. Shares of all of them, 0 to 1.
    public let keptInPlaceShare: Double
    public let filledInShare: Double
    public let recordsOfRest: Int
    /// Different values that are not in the synthetic rows because fewer than k people have them.
    public let valuesWithheld: Int
    public let comparison: Comparison
    /// The same in plain sentences.
    public let words: [String]

    init(_ outcome: KSynthesis.Outcome, of rows: AttributeRows, k: Int, seed: UInt64, comparison: Comparison) {
        method = "k-synthetic"
        (self.k, self.seed, audience) = (k, seed, "custodian")
        (rowsIn, rowsOut) = (rows.rowCount, outcome.rows.rowCount)
        let shared = Double(max(1, outcome.attributesShared))
        keptInPlaceShare = Double(outcome.attributesKeptInPlace) / shared
        filledInShare = Double(outcome.attributesFilledIn) / shared
        recordsOfRest = outcome.recordsOfRest
        valuesWithheld = rows.counts.count { $0 > 0 && $0 < k }
        self.comparison = comparison
        let pairs = comparison.byLength.dropFirst().first
        words = [
            "Every combination of values in the file, of any length, is shared by \(k) or more real people.",
            "No row of it is a person.",
            pairs.map { "Counts of two values together differ by \(Self.percent($0.weightedError)) of their sum." }
                ?? "",
            "Whoever knows that a person is in the data, and knows much of them, may still learn what all people like "
                + "them have in common.",
            "Publish this method once for the same people: two releases of nearly the same data can be compared.",
        ].filter { !$0.isEmpty }
    }

    private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
