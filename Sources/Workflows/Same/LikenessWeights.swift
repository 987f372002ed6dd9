// SPDX-License-Identifier: Apache-2.0

import Linkage

/// Why two people are thought to be one, or not: where the weight begins and what each field adds. log₂ of the odds.
public struct LikenessWeights: Sendable, Hashable {
    /// One field: `given_name`, `surname`, `birth_date`, `sex`, `nationality` or `document`.
    public struct Reason: Sendable, Hashable {
        public let field: String
        /// How it agrees, as models name it; nil when one of the two has nothing there.
        public let level: String?
        public let weight: Double

        public init(field: String, level: String?, weight: Double) {
            self.field = field
            self.level = level
            self.weight = weight
        }

        /// True when it agrees in some way, and speaks for one person.
        public var speaksFor: Bool { weight > 0 && level != nil }
    }

    /// The odds of two people taken at random.
    public let start: Double
    public let reasons: [Reason]

    public init(start: Double, reasons: [Reason]) {
        self.start = start
        self.reasons = reasons
    }

    init(_ resemblance: Resemblance) {
        start = resemblance.start
        reasons = resemblance.parts.map { Reason(field: $0.field, level: $0.level, weight: $0.weight) }
    }

    /// The odds of these two; 0 is even, 7 a hundred to one.
    public var total: Double { reasons.reduce(start) { $0 + $1.weight } }

    /// The same, 0…1.
    public var probability: Double { Resemblance(start: total, parts: []).probability }

    public var strength: LikenessStrength { LikenessStrength(total) }
}

/// How likely it is, in words rather than numbers.
public enum LikenessStrength: String, Sendable, Codable, CaseIterable {
    /// A hundred to one and more.
    case veryLikely
    /// More likely than not.
    case likely
    /// One in a hundred and more.
    case possible
    /// Less: only that something is alike.
    case alike

    public init(_ weight: Double) {
        self = weight >= 6.64 ? .veryLikely : weight >= 0 ? .likely : weight >= -6.64 ? .possible : .alike
    }
}
