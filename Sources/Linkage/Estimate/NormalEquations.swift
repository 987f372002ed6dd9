// SPDX-License-Identifier: Apache-2.0

/// Weighted least squares over rows that hold only ones, at a few places: the step that a fit repeats.
struct NormalEquations {
    private let places: [Int]
    private let starts: [Int]
    private let width: Int
    private var matrix: [Double]
    private var right: [Double]

    /// The histories of a model as rows.
    init(_ model: LogLinearModel) {
        var (places, starts) = ([Int](), [0])
        for history in model.histories {
            model.addEffects(of: history, to: &places)
            starts.append(places.count)
        }
        (self.places, self.starts) = (places, starts)
        width = model.width
        matrix = [Double](repeating: 0, count: width * width)
        right = [Double](repeating: 0, count: width)
    }

    /// What the effects predict for each row.
    func predicted(_ effects: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: starts.count - 1)
        for row in sums.indices {
            for place in starts[row]..<starts[row + 1] { sums[row] += effects[places[place]] }
        }
        return sums
    }

    /// New effects from the counts and the logarithms of their means, and the variance of the first effect.
    ///
    /// - Returns: nil when the effects cannot be told apart.
    mutating func solve(_ observed: [Double], _ predicted: [Double]) -> (effects: [Double], firstVariance: Double)? {
        for k in matrix.indices { matrix[k] = 0 }
        for k in right.indices { right[k] = 0 }
        for row in observed.indices {
            let mean = Maths.exp(predicted[row])
            let working = mean * predicted[row] + (observed[row] - mean)
            for i in starts[row]..<starts[row + 1] {
                right[places[i]] += working
                for j in starts[row]...i { matrix[places[i] * width + places[j]] += mean }
            }
        }
        return Cholesky(lower: matrix, width: width)?.solved(right)
    }
}
