// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Between (ε, δ), in which a promise is made, and ρ of zero-concentrated differential privacy, in which noise is
/// measured and added up.
public enum PrivacyAccount {
    /// The smallest proven δ of a mechanism with ρ-zCDP at this ε.
    ///
    /// Canonne, Kamath and Steinke (2020), Corollary 13: a bound for every α > 1, here the best of a fixed grid, which
    /// is valid whichever α it is.
    public static func delta(rho: Double, epsilon: Double) -> Double {
        var best = 0.0
        var alpha = 1.001
        while alpha < 100_000 {
            let exponent =
                (alpha - 1) * (alpha * rho - epsilon) + (alpha - 1) * log1p(-1 / alpha) - log(alpha)
            best = min(best, exponent)
            alpha = 1 + (alpha - 1) * 1.01
        }
        return exp(best)
    }

    /// The largest ρ that keeps the promise (ε, δ), a little below rather than above.
    public static func rho(epsilon: Double, delta: Double) -> Double {
        var (low, high) = (0.0, epsilon)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if self.delta(rho: middle, epsilon: epsilon) <= delta { low = middle } else { high = middle }
        }
        return low * (1 - 1e-9)
    }

    /// The least whole number z for which discrete Gaussian noise of this variance is z or more with a probability of
    /// at most `tail`. (Its tail from z on is below that of the continuous Gaussian from z − 1 on.)
    static func quantile(variance: UInt64, tail: Double) -> Int64 {
        var (low, high) = (0.0, 40.0)
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if gaussianTail(middle) <= tail { high = middle } else { low = middle }
        }
        return Int64((high * Double(variance).squareRoot()).rounded(.up)) + 1
    }

    /// The probability that a standard Gaussian is above z.
    static func gaussianTail(_ z: Double) -> Double { 0.5 * erfc(z / 2.0.squareRoot()) }
}
