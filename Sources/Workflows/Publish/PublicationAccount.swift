// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Foundation

/// What a file would say, what was lost on the way and what an attacker makes of it: for those who decide, not for
/// publication. Shares are whole percent unless said otherwise; no number of people below k stands in it.
public struct PublicationAccount: Sendable, Hashable, Codable {
    /// All combinations of so many answers, held against the people.
    public struct Length: Sendable, Hashable, Codable {
        public let length: Int
        /// By how much the counts differ, in percent of their sum.
        public let error: Double
        /// Of what k people share, the share that is missing; of what the file says, the share that nobody is.
        public let missing: Double
        public let invented: Double
        /// Whether anything that fewer than k people share stands in the file.
        public let leaks: Bool
    }

    /// One attack, with both controls; shares of attempts, in percent.
    public struct Attack: Sendable, Hashable, Codable {
        /// `singling-out`, `linkability` or `inference`.
        public let name: String
        public let attempts: Int
        public let hits: Double
        public let margin: Double
        /// The same without the file.
        public let without: Double
        /// What the file adds, and what the people's own rows would add.
        public let risk: Double
        public let rawRisk: Double
        public let passed: Bool
        /// Whether the people's own rows fail: else the attack says little on these data.
        public let controlFails: Bool
    }

    /// The same data at another group size.
    public struct Setting: Sendable, Hashable, Codable {
        public let k: Int
        /// Of the people, the share with a row of their own; and the error of pairs.
        public let kept: Double
        public let error: Double
    }

    /// What a noisy file spends.
    public struct Budget: Sendable, Hashable, Codable {
        public let epsilon: Double
        public let delta: Double
        /// Of all earlier files, and what may be spent in all.
        public let spent: Double
        public let total: Double
    }

    /// What both who decide should know.
    public enum Warning: Sendable, Hashable, Codable {
        /// A file of the same people was published on this day, made otherwise: two views can be put together.
        case otherView(day: String)
        /// Rows that are nobody were published of many of the same people on this day.
        case secondSynthetic(day: String)
        /// More than half of the people are not in the file.
        case mostLeftOut
        /// The attack could not be told from chance: the caseload is small.
        case unclearAttack
        /// In these columns whole groups gave the same answer.
        case homogeneous([String])
    }

    public var rows = 0
    public var columns: [String] = []
    /// In words that give no small number away.
    public var leftOut = ""
    public var withheld = ""
    /// The smallest group of like rows, 0 for rows that are nobody.
    public var smallestGroup = 0
    /// Columns that were taken out because too few people share any answer in them, or nobody gave one.
    public var emptied: [String] = []
    /// Columns that follow from others and were counted with them.
    public var derived: [String] = []
    /// By what rows were counted: of groups alone.
    public var counted: [String] = []
    /// The share of cells of known columns that are as they were; of groups alone.
    public var exact: Double?
    public var lengths: [Length] = []
    public var attacks: [Attack] = []
    public var settings: [Setting] = []
    public var budget: Budget?
    public var warnings: [Warning] = []

    /// What is said of an evaluation.
    mutating func take(_ evaluation: Evaluation) {
        lengths = evaluation.comparison.byLength.map {
            Length(
                length: $0.length, error: Self.percent($0.weightedError), missing: Self.percent($0.missingShare),
                invented: Self.percent($0.inventedShare), leaks: $0.leaks > 0)
        }
        attacks = evaluation.attacks.map {
            Attack(
                name: $0.attack, attempts: $0.attempts, hits: Self.percent($0.rate), margin: Self.percent($0.margin),
                without: Self.percent($0.baseline), risk: Self.percent($0.risk), rawRisk: Self.percent($0.rawRisk),
                passed: $0.passed, controlFails: $0.controlFails)
        }
    }

    /// To a tenth of a percent.
    static func percent(_ share: Double) -> Double { (share * 1000).rounded() / 10 }

    /// As kept with a request.
    var text: String { ((try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) }) ?? "" }

    init() {}

    init?(text: String) {
        guard let read = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = read
    }
}
