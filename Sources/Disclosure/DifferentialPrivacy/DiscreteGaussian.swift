// SPDX-License-Identifier: Apache-2.0

/// Whole numbers with exactly the discrete Gaussian distribution: each x with a probability in proportion to
/// exp(−x² / 2σ²).
///
/// Canonne, Kamath and Steinke, “The Discrete Gaussian for Differential Privacy” (2020), algorithms 1 to 3. Only whole
/// numbers are computed with and every coin is exact, so that no rounding tells anything of what the noise hides. Costs
/// about 0.3 µs.
public struct DiscreteGaussian: Sendable {
    /// The largest σ².
    public static let varianceMax: UInt64 = 1 << 40

    private let variance: UInt64
    /// The scale of the Laplace noise that is thinned out: ⌊σ⌋ + 1.
    private let scale: UInt64
    /// 2σ²t², by which the exponents are divided.
    private let divisor: UInt128

    /// - Parameter variance: σ², 1 to `varianceMax` (a precondition).
    public init(variance: UInt64) {
        precondition((1...Self.varianceMax).contains(variance), "a variance out of range")
        self.variance = variance
        var root = UInt64(Double(variance).squareRoot())
        while root * root > variance { root -= 1 }
        while (root + 1) * (root + 1) <= variance { root += 1 }
        scale = root + 1
        divisor = 2 * UInt128(variance) * UInt128(scale) * UInt128(scale)
    }

    /// Many numbers of the system's secure generator.
    public func samples(_ count: Int) -> [Int64] {
        var source = SecureGenerator()
        return (0..<count).map { _ in sample(using: &source) }
    }

    /// One number.
    public func sample(using source: inout some RandomNumberGenerator) -> Int64 {
        while true {
            let candidate = Coins.laplace(scale, &source)
            let stretched = candidate.magnitude * scale
            let distance = UInt128(stretched > variance ? stretched - variance : variance - stretched)
            if Coins.exponential(distance * distance, divisor, &source) { return candidate }
        }
    }
}

/// Exact coins (the same paper): no comparison is with anything but whole numbers.
enum Coins {
    /// True with probability exp(−numerator / denominator).
    static func exponential(
        _ numerator: UInt128, _ denominator: UInt128, _ source: inout some RandomNumberGenerator
    ) -> Bool {
        var rest = numerator
        while rest > denominator {
            if !small(1, 1, &source) { return false }
            rest -= denominator
        }
        // Nearly always everything fits into a machine word, where a coin is several times cheaper.
        guard denominator < 1 << 56 else { return large(rest, denominator, &source) }
        return small(UInt64(rest), UInt64(denominator), &source)
    }

    /// True with probability exp(−numerator / denominator), for a fraction of 1 at most.
    private static func small(
        _ numerator: UInt64, _ denominator: UInt64, _ source: inout some RandomNumberGenerator
    ) -> Bool {
        var turn: UInt64 = 1
        // The product is checked: beyond 2⁸ turns, which happens once in 256! times, the program would stop.
        while source.next(upperBound: denominator * turn) < numerator { turn += 1 }
        return turn & 1 == 1
    }

    private static func large(
        _ numerator: UInt128, _ denominator: UInt128, _ source: inout some RandomNumberGenerator
    ) -> Bool {
        var turn: UInt128 = 1
        while UInt128.random(in: 0..<denominator * turn, using: &source) < numerator { turn += 1 }
        return turn & 1 == 1
    }

    /// A whole number with a probability in proportion to exp(−|x| / scale).
    static func laplace(_ scale: UInt64, _ source: inout some RandomNumberGenerator) -> Int64 {
        while true {
            let offset = source.next(upperBound: scale)
            if !small(offset, scale, &source) { continue }
            var steps: UInt64 = 0
            while small(1, 1, &source) { steps += 1 }
            let size = offset + scale * steps
            let isNegative = source.next() & 1 == 1
            if isNegative, size == 0 { continue }
            return isNegative ? -Int64(size) : Int64(size)
        }
    }
}
