// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What was decided of two people who may be one, in memory.
public struct LikenessEntry: Sendable, Hashable {
    /// The record that says it; its id follows from the two people.
    public let record: EntityID
    public let version: Int
    /// In whose scope it lies: the smaller id of the two.
    public let first: EntityID
    public let second: EntityID
    public let decision: Decision
    /// True when of one person the second record goes on.
    public let secondStays: Bool
    public let day: PartialDate?
    /// For `later`: from when on it is asked again.
    public let again: PartialDate?
    /// The mark of what was known of both.
    public let facts: String

    /// Value names of the picklist `likenessDecision`.
    public enum Decision: String, Sendable, Codable, CaseIterable {
        case open = "Open"
        case later = "Later"
        case different = "Different"
        case thought = "Thought"
        case same = "Same"
    }

    /// The one whose record goes on, when the two are one.
    public var stays: EntityID { secondStays ? second : first }
    /// The one whose id leads to the other's.
    public var leads: EntityID { secondStays ? first : second }

    /// Nil for a record that does not say whom it is about.
    init?(_ stored: Stored, scope first: EntityID) {
        guard let second = stored.record.links[.person] else { return nil }
        record = stored.id
        version = stored.version
        self.first = first
        self.second = second
        decision = stored.record.code("wh_LikenessDecision").flatMap(Decision.init) ?? .open
        secondStays = stored.record["wh_LikenessOtherStays"] == .flag(true)
        day = stored.record.date("wh_LikenessDay")
        again = stored.record.date("wh_LikenessAgain")
        facts = stored.record.text("wh_LikenessFacts") ?? ""
    }
}
