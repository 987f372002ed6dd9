// SPDX-License-Identifier: Apache-2.0

/// True counts by any combination. Somebody counts once, by the first of their rows that the question takes (the
/// earliest counting day, then the lowest case id): tables of columns with one answer add up.
///
/// Never for publication: what may be let out is decided by `Disclosure`.
public struct FactResult: Sendable, Hashable {
    /// One side of the table.
    public struct Axis: Sendable, Hashable {
        public let column: FactColumn
        /// Names in their order; every one of a grouping, every stretch of a period, and else what occurs in the table.
        public let values: [String]
        /// How many people or cases have each; the last is for those without an answer.
        public let totals: [Int]
        /// True when somebody may be in several places.
        public let overlaps: Bool

        /// Those without an answer.
        public var missing: Int { totals.last ?? 0 }
    }

    public let query: FactQuery
    public let axes: [Axis]
    /// Row by row, the last place of each axis for those without an answer: `(a + 1) × (b + 1) × (c + 1)` counts.
    public let counts: [Int]
    /// People or cases in the table.
    public let total: Int
    /// People or cases that the filters take and of which nobody can tell whether the day lies in the period.
    public let undated: Int

    /// How many have these answers; nil for none. 0 for what does not occur.
    ///
    /// - Parameter answers: One for each axis (a precondition).
    public func count(_ answers: [String?]) -> Int {
        precondition(answers.count == axes.count, "one answer for each axis")
        var cell = 0
        for (axis, answer) in zip(axes, answers) {
            guard let place = answer.map({ axis.values.firstIndex(of: $0) }) ?? axis.values.count else { return 0 }
            cell = cell * (axis.values.count + 1) + place
        }
        return counts[cell]
    }
}
