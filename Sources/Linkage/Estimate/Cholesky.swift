// SPDX-License-Identifier: Apache-2.0

/// The factor L of a symmetric positive matrix L·Lᵀ, to solve the normal equations of a fit.
struct Cholesky {
    private var factor: [Double]
    private let width: Int

    /// - Parameter lower: the matrix, row by row; only its lower half is read.
    /// - Returns: nil when it is not positive within rounding: the effects cannot be told apart.
    init?(lower: [Double], width: Int) {
        factor = lower
        self.width = width
        for j in 0..<width {
            let whole = factor[j * width + j]
            var rest = whole
            for k in 0..<j { rest -= factor[j * width + k] * factor[j * width + k] }
            guard rest > 1e-11 * max(whole, 1e-30), rest.isFinite else { return nil }
            let root = rest.squareRoot()
            factor[j * width + j] = root
            for i in (j + 1)..<max(width, j + 1) {
                var value = factor[i * width + j]
                for k in 0..<j { value -= factor[i * width + k] * factor[j * width + k] }
                factor[i * width + j] = value / root
            }
        }
    }

    /// The solution, and the first diagonal entry of the inverse: the variance of the first unknown.
    func solved(_ right: [Double]) -> (effects: [Double], firstVariance: Double) {
        var unit = [Double](repeating: 0, count: width)
        unit[0] = 1
        return (backward(forward(right)), forward(unit).reduce(0) { $0 + $1 * $1 })
    }

    private func forward(_ right: [Double]) -> [Double] {
        var solution = right
        for i in 0..<width {
            for k in 0..<i { solution[i] -= factor[i * width + k] * solution[k] }
            solution[i] /= factor[i * width + i]
        }
        return solution
    }

    private func backward(_ right: [Double]) -> [Double] {
        var solution = right
        for i in (0..<width).reversed() {
            for k in (i + 1)..<max(width, i + 1) { solution[i] -= factor[k * width + i] * solution[k] }
            solution[i] /= factor[i * width + i]
        }
        return solution
    }
}
