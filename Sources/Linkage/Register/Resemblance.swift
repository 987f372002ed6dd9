// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Why two people are thought to be one, or not: what each field adds to the weight (Fellegi and Sunter 1969).
public struct Resemblance: Sendable, Hashable {
    /// One field and how it agrees.
    public struct Part: Sendable, Hashable {
        /// As in `LinkageModel`: `given_name`, `surname`, `birth_date`, `sex`, `nationality`, `document`.
        public let field: String
        /// Of `ComparisonKind.levels`; nil when one of the two has nothing there, which weighs nothing.
        public let level: String?
        /// log₂ of how much likelier this is of one person than of two.
        public let weight: Double

        public init(field: String, level: String?, weight: Double) {
            self.field = field
            self.level = level
            self.weight = weight
        }
    }

    /// log₂ of the odds that two records taken at random are one person; below 0.
    public let start: Double
    /// In the order of the model.
    public let parts: [Part]

    public init(start: Double, parts: [Part]) {
        self.start = start
        self.parts = parts
    }

    /// log₂ of the odds that the two are one person: 0 is even, 7 is a hundred to one.
    public var weight: Double { parts.reduce(start) { $0 + $1.weight } }

    /// The same, 0…1.
    public var probability: Double { ScoredPair.probability(weight) }

    /// Without what somebody may not know of.
    public func keeping(_ fields: Set<String>) -> Resemblance {
        Resemblance(start: start, parts: parts.filter { fields.contains($0.field) })
    }
}
