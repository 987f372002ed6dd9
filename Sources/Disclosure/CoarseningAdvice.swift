// SPDX-License-Identifier: Apache-2.0

import Standard

/// Which columns stand in the way of publishing, most in the way first. Names columns, never rows or values, and no
/// number of people below k.
public struct CoarseningAdvice: Sendable, Hashable {
    /// One column, or columns that say one thing together, to make coarser or to leave out.
    public struct Step: Sendable, Hashable {
        public let family: QuasiIdentifiers.Family
        /// Rows that could be published with this step and those before it, in words: `fewer than 10`, `about 120`.
        public let rowsThen: String
    }

    public let k: Int
    /// At least one, at most five; each is counted with the ones before it taken.
    public let steps: [Step]
    /// True when there are fewer than k rows altogether, so that coarser columns alone do not help.
    public let tooFewRows: Bool

    static let stepsMax = 5

    /// Looks for the fewest columns whose coarsening lets most rows through: always the one that frees most rows next,
    /// and among equals the one with most values.
    ///
    /// O(steps × families × rows). Counts by 64-bit sums, which might in theory collide: good enough for advice, and
    /// never used to decide.
    public init(for table: Microdata, k: Int, quasiIdentifiers: QuasiIdentifiers) {
        self.k = k
        tooFewRows = table.rowCount < k
        var search = Search(table, quasiIdentifiers)
        var steps: [Step] = []
        while steps.count < Self.stepsMax, !search.candidates.isEmpty {
            let (family, rows) = search.takeBest(k: k)
            steps.append(Step(family: family, rowsThen: RoundedCount(rows, k: k).phrase))
            if rows * 2 >= table.rowCount, rows > 0 { break }
        }
        self.steps = steps
    }

    /// One or two sentences: which columns to coarsen, in which order, and how far that goes.
    public var message: String {
        let names = steps.map { step in
            tooFewRows ? step.family.name : "\(step.family.name) (then \(step.rowsThen) could be published)"
        }
        let order = "Make these columns coarser or leave them out, in this order: \(names.joined(separator: "; "))."
        guard tooFewRows else { return order }
        return order + " There are fewer than \(k) people in all, so add more years or offices as well."
    }

    private struct Search {
        private let table: Microdata
        private let quasiIdentifiers: QuasiIdentifiers
        private(set) var candidates: [QuasiIdentifiers.Family]
        /// For each row the sum of a random number for each cell that still counts.
        private var sums: [UInt64]
        private var counted: Set<String>

        init(_ table: Microdata, _ quasiIdentifiers: QuasiIdentifiers) {
            self.table = table
            self.quasiIdentifiers = quasiIdentifiers
            candidates = quasiIdentifiers.families
            counted = Set(quasiIdentifiers.counted)
            sums = Array(repeating: 0, count: table.rowCount)
            for column in table.positions(of: quasiIdentifiers.counted) { Self.add(column, of: table, to: &sums) }
        }

        mutating func takeBest(k: Int) -> (QuasiIdentifiers.Family, Int) {
            var best = (index: 0, rows: -1, values: 0)
            for (index, family) in candidates.enumerated() {
                let rows = rows(in: sumsWithout(family), k: k)
                let values = family.columns.map(values).max() ?? 0
                // The first of equals stays: families are declared with the easiest to coarsen first.
                if (rows, values) > (best.rows, best.values) { best = (index, rows, values) }
            }
            let family = candidates.remove(at: best.index)
            sums = sumsWithout(family)
            counted.subtract(going(with: family))
            return (family, best.rows)
        }

        /// Distinct values of a column; 0 when it is not in the table.
        private func values(of name: String) -> Int {
            table.position(of: name).map { table.dictionaries[$0].count } ?? 0
        }

        private func going(with family: QuasiIdentifiers.Family) -> Set<String> {
            let staying = candidates.filter { $0 != family }.flatMap(\.columns)
            let gone = Set(family.columns + quasiIdentifiers.derived(from: family.columns))
            return gone.subtracting(staying).intersection(counted)
        }

        private func sumsWithout(_ family: QuasiIdentifiers.Family) -> [UInt64] {
            var result = sums
            for name in going(with: family).sorted() {
                guard let column = table.position(of: name) else { continue }
                Self.add(column, of: table, to: &result, sign: .max)
            }
            return result
        }

        private func rows(in sums: [UInt64], k: Int) -> Int {
            var counts: [UInt64: Int] = [:]
            for sum in sums { counts[sum, default: 0] += 1 }
            return counts.values.reduce(0) { $1 >= k ? $0 + $1 : $0 }
        }

        /// Adds (or with `sign` = -1 takes away) one column's numbers.
        private static func add(_ column: Int, of table: Microdata, to sums: inout [UInt64], sign: UInt64 = 1) {
            let numbers = table.dictionaries[column].indices.map { sign &* mix(UInt64(column) << 16 | UInt64($0)) }
            let codes = table.codes[column]
            for row in sums.indices { sums[row] &+= numbers[Int(codes[row])] }
        }

        /// SplitMix64's finaliser: spreads neighbouring numbers over all 64 bits.
        private static func mix(_ seed: UInt64) -> UInt64 {
            var z = seed &+ 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
