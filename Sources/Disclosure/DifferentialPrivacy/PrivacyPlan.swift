// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A privacy budget and how it is spent on one release. Everything in it is public.
public struct PrivacyPlan: Sendable, Hashable, Codable {
    public let epsilon: Double
    public let delta: Double
    /// The ρ of zero-concentrated differential privacy that the noise of the release adds up to.
    public let rho: Double
    /// The part of δ for values that only one person has; the rest is for the conversion of ρ.
    public let deltaForValues: Double
    public let rhoForRows: Double
    /// For each of the two bounds on how much one person adds.
    public let rhoForBound: Double
    public let rhoForSingles: Double
    public let rhoForPairs: Double

    /// The part of ρ that goes to the counts of single values; the pairs get what is left.
    private static let singlesShare = 0.35

    /// - Parameters:
    ///   - epsilon: 0.01 to 20.
    ///   - delta: 1e-12 to 1e-3.
    /// - Throws: `SynthesisRefusal.badBudget` beyond these.
    public init(epsilon: Double, delta: Double) throws(SynthesisRefusal) {
        guard (0.01...20).contains(epsilon) else {
            throw .badBudget("--epsilon takes 0.01 to 20; 1 is strong, 4 is usual, and above 12 little is protected.")
        }
        guard (1e-12...1e-3).contains(delta) else {
            throw .badBudget("--delta takes 1e-12 to 1e-3; it should be far below one in the number of people.")
        }
        (self.epsilon, self.delta) = (epsilon, delta)
        deltaForValues = delta / 2
        rho = PrivacyAccount.rho(epsilon: epsilon, delta: delta - deltaForValues)
        rhoForRows = rho * 0.005
        rhoForBound = rho * 0.005
        let counts = rho - rhoForRows - 2 * rhoForBound
        rhoForSingles = counts * Self.singlesShare
        rhoForPairs = counts - rhoForSingles
    }

    /// The δ that is taken when none is given: a millionth, or less for more rows than about 80,000. Depends only on
    /// the number of digits of the row count, which is taken to be public.
    public static func usualDelta(rows: Int) -> Double {
        var magnitude = 10.0
        while magnitude < Double(rows) { magnitude *= 10 }
        return min(1e-6, 1 / (magnitude * log(magnitude)))
    }
}
