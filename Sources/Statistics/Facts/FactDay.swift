// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// The days of somebody's case that counts and waits go by.
public enum FactDay: String, Sendable, Hashable, Codable, CaseIterable {
    /// When the office was told of them.
    case signalled
    /// When the case was registered; the day of the referral that it came by when nobody noted one.
    case registered
    case screened
    case presumed
    case formallyReferred
    /// The first decision on reasonable grounds that was positive, and the first that was negative.
    case reasonableGrounds, noReasonableGrounds
    /// The first conclusive decision that was positive, and the first that was negative.
    case confirmed, notConfirmed
    /// The first day on which an authority held them to be a possible or an actual victim; the day of registration when
    /// the record says so and no decision does.
    case identified
    /// The first referral to somebody else.
    case referred
    /// The first need, and how far help came for any need.
    case needed, offered, accepted, started, completed
    /// The first help that was given.
    case helped
    case closed
    /// When the trafficking began and ended.
    case begun, ended

    /// The way from first notice to help that was completed.
    public static let pathway: [FactDay] = [
        .registered, .identified, .referred, .needed, .started, .completed, .closed,
    ]
}

/// A day that may be known by its month or year alone.
public struct FactSpan: Sendable, Hashable {
    public let first: Day
    public let last: Day

    public init(_ day: Day) { (first, last) = (day, day) }

    public init(_ date: PartialDate) {
        first = Day(first: date)
        let end = date.bounds.last
        last = Day(year: end.0, month: end.1, day: end.2) ?? first
    }

    private init(_ first: Day, _ last: Day) { (self.first, self.last) = (first, last) }

    /// It happened, and nobody knows when. A day that is not there at all did not happen, as far as is known.
    public static let someDay = FactSpan(Day(first: PartialDate(year: 1)!), Day(year: 9999, month: 12, day: 31)!)

    public var isExact: Bool { first == last }
}

/// What happens on a day and may happen again.
public enum FactEventKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Something was given: the kind of help by its code.
    case help
    /// Something stood in the way of help.
    case barrier

    /// The column of its values in the period of a query.
    public var column: FactColumn {
        switch self {
        case .help: .helped
        case .barrier: .barriers
        }
    }
}

/// One thing that happened on one day.
public struct FactEvent: Sendable, Hashable {
    public let kind: FactEventKind
    public let value: String
    public let day: Day
    /// How much was given, in the unit of the value; 1 for what is only counted.
    public let amount: Int
    /// What `amount` counts: `count`, `minutes`, `nights`, or nil for what adds up to nothing.
    public let unit: String?

    public init(_ kind: FactEventKind, _ value: String, on day: Day, amount: Int = 1, unit: String? = nil) {
        self.kind = kind
        self.value = value
        self.day = day
        self.amount = amount
        self.unit = unit
    }
}

/// One person in one case, as coded facts: no name, no text.
public struct FactRow: Sendable, Hashable {
    public let person: EntityID
    /// What was answered in each column, by value names; a column without an answer is not here. Of a column with one
    /// answer only the first counts.
    public var values: [FactColumn: [String]] = [:]
    public var days: [FactDay: FactSpan] = [:]
    public var events: [FactEvent] = []

    public init(person: EntityID) { self.person = person }
}
