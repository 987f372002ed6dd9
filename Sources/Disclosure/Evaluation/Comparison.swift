// SPDX-License-Identifier: Apache-2.0

/// How often each combination of attributes occurs in the sensitive rows and in the synthetic ones, side by side.
///
/// What is in here was counted on the sensitive rows: it is for those who may see them.
public struct Comparison: Sendable, Hashable, Codable {
    /// All combinations of one length.
    public struct Length: Sendable, Hashable, Codable {
        public let length: Int
        /// Different combinations that at least one person has, and that at least k people have.
        public let sensitiveCombinations: Int
        public let sensitiveAtLeastK: Int
        public let syntheticCombinations: Int
        /// Of those that k people have, the share that no synthetic row has, 0 to 1.
        public let missingShare: Double
        /// Combinations of synthetic rows that nobody has, and their share of the synthetic combinations, 0 to 1.
        public let invented: Int
        public let inventedShare: Double
        /// Combinations of synthetic rows that some people have, but fewer than k.
        public let leaks: Int
        /// Over the combinations that k people have: the mean difference of the two counts; the sum of the differences
        /// over the sum of the true counts; the mean of the synthetic count over the true one, at most 1.
        public let meanAbsoluteError: Double
        public let weightedError: Double
        public let preservation: Double
        /// People who have a combination of this length or shorter that nobody else has; that fewer than k have.
        public let peopleAlone: Int
        public let peopleBelowK: Int
    }

    public let k: Int
    public let sensitiveRows: Int
    public let syntheticRows: Int
    public let sensitiveCellsPerRow: Double
    public let syntheticCellsPerRow: Double
    public let byLength: [Length]

    /// The leaks of all lengths together.
    public var leaks: Int { byLength.reduce(0) { $0 + $1.leaks } }

    /// - Parameters:
    ///   - sensitive: What was counted on people.
    ///   - synthetic: Columns of the same names in the same order (a precondition).
    ///   - length: The longest combination, 1 to `Combinations.lengthMax` (a precondition).
    ///   - k: From how many people on a combination is not rare.
    /// - Throws: `TableFault.noColumn` when the options name a column that is not there.
    public init(
        _ sensitive: ColumnTable, with synthetic: ColumnTable, length: Int, k: Int, options: AttributeOptions
    ) throws(TableFault) {
        let rows = try AttributeRows([sensitive, synthetic], options: options)
        self.init(rows, boundary: sensitive.rowCount, length: length, k: k)
    }

    init(_ rows: AttributeRows, boundary: Int, length: Int, k: Int) {
        precondition((1...Combinations.lengthMax).contains(length), "a length beyond the limit")
        let marks = RarityMarks(rows: rows.rowCount, k: k)
        var tallies = Array(repeating: Tally(k: k), count: length)
        CombinationWalk(rows, length: length, least: 1, boundary: boundary, marks: marks).each { attributes, count in
            tallies[attributes.count - 1].add(Int(count.first), Int(count.second))
        }
        self.k = k
        sensitiveRows = boundary
        syntheticRows = rows.rowCount - boundary
        let sensitiveCells = rows.starts[boundary]
        sensitiveCellsPerRow = Double(sensitiveCells) / Double(max(1, boundary))
        syntheticCellsPerRow = Double(rows.items.count - sensitiveCells) / Double(max(1, rows.rowCount - boundary))
        byLength = tallies.enumerated().map { index, tally in
            tally.length(
                index + 1, alone: marks.unique[..<boundary].count { $0 <= index + 1 },
                below: marks.rare[..<boundary].count { $0 <= index + 1 })
        }
    }

    private struct Tally {
        let k: Int
        var (present, common, synthetic, kept) = (0, 0, 0, 0)
        var (invented, leaks) = (0, 0)
        var (difference, total) = (0, 0)
        var preserved = 0.0

        init(k: Int) { self.k = k }

        mutating func add(_ truth: Int, _ made: Int) {
            if truth > 0 { present += 1 }
            if made > 0 {
                synthetic += 1
                if truth == 0 { invented += 1 } else if truth < k { leaks += 1 }
            }
            guard truth >= k else { return }
            common += 1
            if made > 0 { kept += 1 }
            difference += abs(truth - made)
            total += truth
            preserved += min(1, Double(made) / Double(truth))
        }

        func length(_ length: Int, alone: Int, below: Int) -> Length {
            let many = Double(max(1, common))
            return Length(
                length: length, sensitiveCombinations: present, sensitiveAtLeastK: common,
                syntheticCombinations: synthetic, missingShare: Double(common - kept) / many, invented: invented,
                inventedShare: Double(invented) / Double(max(1, synthetic)), leaks: leaks,
                meanAbsoluteError: Double(difference) / many, weightedError: Double(difference) / Double(max(1, total)),
                preservation: preserved / many, peopleAlone: alone, peopleBelowK: below)
        }
    }
}
