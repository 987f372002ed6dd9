// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What was learned about how records of one person differ: read and written as JSON that a person can read.
///
/// For each comparison and level, `m` is the share of pairs of one person that show it, `u` the share of pairs of two
/// people; the level weighs log₂(m/u), or log₂(m/frequency) where the frequency of the shared value counts. The weight
/// of a pair is log₂ of the odds of `prior` plus the weights of its levels (Fellegi and Sunter 1969).
public struct LinkageModel: Sendable, Codable, Equatable {
    /// Changes when an older program could not read it any more.
    public var format = "wayhouse-linkage-1"
    /// The probability that two records taken at random are one person, as learned where the model was trained.
    public var prior: Double
    public var comparisons: [Comparison]
    public var blocking: [BlockingRule]

    public struct Comparison: Sendable, Codable, Equatable {
        public var field: String
        public var kind: ComparisonKind
        /// From “nothing agrees” upwards, as `ComparisonKind.levels`.
        public var levels: [Level]
    }

    public struct Level: Sendable, Codable, Equatable {
        public var level: String
        public var m: Double
        public var u: Double
        /// log₂(m/u), for the reader; computed anew from m and u when the model is used.
        public var weight: Double
        public var frequencyAdjusted: Bool
    }

    /// - Throws: `badModel` when it is not JSON of this kind, a number is no probability or a level is missing.
    public init(json: Data) throws(LinkageError) {
        do {
            self = try JSONDecoder().decode(LinkageModel.self, from: json)
        } catch DecodingError.keyNotFound(let key, _) {
            throw .badModel("it has no '\(key.stringValue)' where one is needed.")
        } catch {
            throw .badModel("it is not JSON as wayhouse link --report and --save-model write it.")
        }
        try check()
    }

    /// Readable: one line for each key, sorted.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    private func check() throws(LinkageError) {
        if format != "wayhouse-linkage-1" { throw .badModel("its format is not wayhouse-linkage-1.") }
        guard prior > 0, prior < 1 else { throw .badModel("'prior' must lie between 0 and 1.") }
        if comparisons.count > 16 { throw .badModel("it has more than 16 comparisons.") }
        for comparison in comparisons {
            guard comparison.levels.map(\.level) == comparison.kind.levels else {
                throw .badModel("the levels of '\(comparison.field)' are not those of its kind, in order.")
            }
            guard comparison.levels.allSatisfy({ $0.m > 0 && $0.m <= 1 && $0.u > 0 && $0.u <= 1 }) else {
                throw .badModel("each m and u must be above 0 and at most 1; look at '\(comparison.field)'.")
            }
        }
        if blocking.isEmpty || blocking.contains(where: \.parts.isEmpty) { throw .badModel("it has no blocking rule.") }
    }

    init(prior: Double, comparisons: [FieldComparison], m: [[Double]], u: [[Double]], blocking: [BlockingRule]) {
        self.prior = prior
        self.blocking = blocking
        self.comparisons = comparisons.enumerated().map { place, comparison in
            let levels = comparison.kind.levels.enumerated().map { index, id in
                Level(
                    level: id, m: m[place][index + 1], u: u[place][index + 1],
                    weight: log2(m[place][index + 1] / u[place][index + 1]),
                    frequencyAdjusted: comparison.kind.isFrequencyAdjusted(index + 1))
            }
            return Comparison(field: comparison.field, kind: comparison.kind, levels: levels)
        }
    }
}
