// SPDX-License-Identifier: Apache-2.0

/// The simplex method for small linear programmes, with Bland's rule: it ends always (Bland 1977).
struct Simplex {
    private var rows: [[Double]]
    private var basis: [Int]
    private let columns: Int

    /// The most that the last of some unknowns can be, all of them zero or more and bound by equations.
    ///
    /// - Parameter right: the right-hand sides, zero or more.
    /// - Returns: nil when the equations have no such solution; infinity when there is no bound.
    static func maximumOfLast(_ equations: [[Double]], _ right: [Double]) -> Double? {
        let width = equations.first?.count ?? 0
        var simplex = Simplex(equations, right)
        // First the artificial unknowns are driven out, then the last one is raised.
        let artificial = (0..<(width + right.count)).map { $0 < width ? 0.0 : -1.0 }
        guard let rest = simplex.maximise(artificial, upTo: width + right.count), rest > -1e-9 else { return nil }
        simplex.pivotOutArtificial(from: width)
        var last = [Double](repeating: 0, count: width + right.count)
        last[width - 1] = 1
        return simplex.maximise(last, upTo: width) ?? .infinity
    }

    private init(_ equations: [[Double]], _ right: [Double]) {
        let (width, height) = (equations.first?.count ?? 0, right.count)
        columns = width + height
        rows = equations.indices.map { i in
            equations[i] + (0..<height).map { $0 == i ? 1 : 0 } + [right[i]]
        }
        basis = (0..<height).map { width + $0 }
    }

    /// - Returns: the greatest value of the objective over the first columns; nil when it has no bound.
    private mutating func maximise(_ objective: [Double], upTo limit: Int) -> Double? {
        for _ in 0..<100_000 {
            let entering = (0..<limit).first { column in
                !basis.contains(column) && gain(objective, column) > 1e-10
            }
            guard let entering else {
                return basis.indices.reduce(0) { $0 + objective[basis[$1]] * rows[$1][columns] }
            }
            let leaving = basis.indices.filter { rows[$0][entering] > 1e-10 }.min { one, other in
                let (a, b) = (rows[one][columns] / rows[one][entering], rows[other][columns] / rows[other][entering])
                return abs(a - b) < 1e-12 ? basis[one] < basis[other] : a < b
            }
            guard let leaving else { return nil }
            pivot(leaving, entering)
        }
        return nil
    }

    private func gain(_ objective: [Double], _ column: Int) -> Double {
        basis.indices.reduce(objective[column]) { $0 - objective[basis[$1]] * rows[$1][column] }
    }

    private mutating func pivotOutArtificial(from width: Int) {
        for row in basis.indices where basis[row] >= width {
            if let column = (0..<width).first(where: { abs(rows[row][$0]) > 1e-9 }) { pivot(row, column) }
        }
    }

    private mutating func pivot(_ row: Int, _ column: Int) {
        let scale = rows[row][column]
        for k in rows[row].indices { rows[row][k] /= scale }
        let pivot = rows[row]
        for i in rows.indices where i != row && rows[i][column] != 0 {
            let factor = rows[i][column]
            for k in pivot.indices { rows[i][k] -= factor * pivot[k] }
        }
        basis[row] = column
    }
}
