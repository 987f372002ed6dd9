// SPDX-License-Identifier: Apache-2.0

/// Whether a model of a table has one best fit at all: on sparse tables many do not, and fitting them anyway gives
/// numbers that mean nothing (Fienberg & Rinaldo 2012; Chan, Silverman & Vincent 2021, §2.6).
enum Existence: Equatable {
    case exists
    /// The likelihood has no maximum, even with effects of minus infinity for pairs that share nobody.
    case noMaximum
    /// Several sets of effects fit equally well.
    case notIdentifiable

    /// A fit exists when no direction of effects leaves what was observed as it is and only lowers what was not. When
    /// the observed histories fix every effect there is no such direction; otherwise the few directions left are
    /// looked at by a linear programme.
    static func of(_ model: LogLinearModel) -> Existence {
        let counts = model.table.counts
        let seen = model.design(counts.keys.sorted())
        let directions = nullSpace(of: seen, width: model.width)
        guard !directions.isEmpty else { return .exists }
        let design = model.design(model.histories)
        guard nullSpace(of: design, width: model.width).isEmpty else { return .notIdentifiable }
        let slopes = zip(model.histories, design).filter { counts[$0.0] == nil }.map { _, row in
            directions.map { direction in zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        return hasPositiveBalance(slopes) ? .exists : .noMaximum
    }

    /// A basis of what every row takes to zero.
    static func nullSpace(of rows: [[Double]], width: Int) -> [[Double]] {
        var rows = rows
        var pivots: [Int] = []
        for column in 0..<width {
            let rank = pivots.count
            guard let best = (rank..<rows.count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[best][column]) > 1e-9
            else { continue }
            rows.swapAt(rank, best)
            let scale = rows[rank][column]
            for k in 0..<width { rows[rank][k] /= scale }
            let pivot = rows[rank]
            for i in rows.indices where i != rank && rows[i][column] != 0 {
                let factor = rows[i][column]
                for k in 0..<width { rows[i][k] -= factor * pivot[k] }
            }
            pivots.append(column)
        }
        return (0..<width).filter { !pivots.contains($0) }.map { free in
            var direction = [Double](repeating: 0, count: width)
            direction[free] = 1
            for (row, pivot) in pivots.enumerated() { direction[pivot] = -rows[row][free] }
            return direction
        }
    }

    /// Whether weights, all above zero, bring the vectors to balance: then no direction has all of them on one side.
    private static func hasPositiveBalance(_ vectors: [[Double]]) -> Bool {
        guard let dimensions = vectors.first?.count else { return false }
        // Each weight is a common part s plus its own rest; their sum is one; s is made as large as can be.
        var rows = (0..<dimensions).map { k in
            vectors.map { $0[k] } + [vectors.reduce(0) { $0 + $1[k] }]
        }
        rows.append([Double](repeating: 1, count: vectors.count) + [Double(vectors.count)])
        let right = [Double](repeating: 0, count: dimensions) + [1]
        return (Simplex.maximumOfLast(rows, right) ?? 0) > 1e-9
    }
}
