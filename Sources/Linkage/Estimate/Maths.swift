// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The few functions of mathematics that estimates need, in one place.
enum Maths {
    static func log(_ value: Double) -> Double { Foundation.log(value) }
    static func exp(_ value: Double) -> Double { Foundation.exp(value) }
    static func logGamma(_ value: Double) -> Double {
        // Lanczos with g = 7 (Press et al., §6.1): lgamma of the C library keeps its sign in a global variable.
        let series = [
            0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
            12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ]
        guard value > 1e-12 else { return 0 }
        let shifted = value - 1
        let sum = series.dropFirst().enumerated().reduce(series[0]) {
            $0 + $1.element / (shifted + Double($1.offset + 1))
        }
        let base = shifted + 7.5
        return 0.5 * log(2 * .pi) + (shifted + 0.5) * log(base) - base + log(sum)
    }

    /// P(Z ≤ z) of the standard normal distribution.
    static func normal(below z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    /// The z below which this share lies: bisection is exact to rounding and needs no constants.
    static func normalQuantile(_ share: Double) -> Double {
        guard share > 0 else { return -.infinity }
        guard share < 1 else { return .infinity }
        var (low, high) = (-40.0, 40.0)
        for _ in 0..<120 {
            let middle = (low + high) / 2
            if normal(below: middle) < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// P(X ≤ count) of a Poisson variable of this mean.
    static func poisson(atMost count: Int, mean: Double) -> Double {
        guard count >= 0 else { return 0 }
        guard mean > 0 else { return 1 }
        return gamma(Double(count) + 1, mean).upper
    }

    /// P(X ≥ count) of a Poisson variable of this mean.
    static func poisson(atLeast count: Int, mean: Double) -> Double {
        guard count > 0 else { return 1 }
        guard mean > 0 else { return 0 }
        return gamma(Double(count), mean).lower
    }

    /// The regularised incomplete gamma functions P(a, x) and Q(a, x), the smaller of them to full precision: by the
    /// series below a + 1, else by the continued fraction of Lentz (Press et al., §6.2).
    static func gamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
        let front = exp(-x + a * log(x) - logGamma(a))
        if x < a + 1 {
            let lower = min(1, front * series(a, x))
            return (lower, 1 - lower)
        }
        let upper = min(1, front * continuedFraction(a, x))
        return (1 - upper, upper)
    }

    private static func series(_ a: Double, _ x: Double) -> Double {
        var (term, sum, next) = (1 / a, 1 / a, a)
        while term >= sum * 1e-16 {
            next += 1
            term *= x / next
            sum += term
        }
        return sum
    }

    private static func continuedFraction(_ a: Double, _ x: Double) -> Double {
        var b = x + 1 - a
        var (c, d) = (1e300, 1 / b)
        var fraction = d
        for i in 1..<100_000 {
            let numerator = -Double(i) * (Double(i) - a)
            b += 2
            d = 1 / (numerator * d + b)
            c = b + numerator / c
            fraction *= d * c
            if abs(d * c - 1) < 4e-16 { break }
        }
        return fraction
    }
}
