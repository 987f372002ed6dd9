// SPDX-License-Identifier: Apache-2.0

/// How well an attack works with the published file, beside how well it works against people who are not in what the
/// attacker holds.
public struct AttackReport: Sendable, Hashable, Codable {
    /// `singling-out`, `linkability` or `inference`.
    public let attack: String
    public let attempts: Int
    /// The share of attempts that hit with the published rows; half of a 95 % interval around it.
    public let rate: Double
    public let margin: Double
    /// The same attack with one half of the people against the other half: what can be learnt of somebody from others.
    public let baseline: Double
    /// What the published rows add: (rate − baseline) / (1 − baseline), no less than 0.
    public let risk: Double
    /// The risk if the people's own rows were published, by the same attack: the positive control.
    public let rawRisk: Double
    /// True when the risk is at most `AttackReport.riskMax`.
    public let passed: Bool
    /// True when publishing the people's own rows fails: the attack can tell something on these data.
    public let controlFails: Bool

    /// The largest risk that passes.
    public static let riskMax = 0.1

    init(_ attack: String, attempts: Int, rate: Double, baseline: Double, raw: Double) {
        (self.attack, self.attempts, self.rate, self.baseline) = (attack, attempts, rate, baseline)
        margin = 1.96 * (rate * (1 - rate) / Double(max(1, attempts))).squareRoot()
        risk = Self.risk(rate, baseline)
        rawRisk = Self.risk(raw, baseline)
        passed = risk <= Self.riskMax
        controlFails = rawRisk > Self.riskMax
    }

    private static func risk(_ rate: Double, _ baseline: Double) -> Double {
        baseline >= 1 ? 0 : max(0, (rate - baseline) / (1 - baseline))
    }
}
