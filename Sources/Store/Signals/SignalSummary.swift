// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What the list of signals needs of one, in memory only: coded facts and the words of the place.
public struct SignalSummary: Sendable, Hashable {
    public let record: EntityID
    public let received: PartialDate
    /// When it happens or happened, as it was said.
    public let happened: PartialDate?
    /// Value names of `identificationChannel`, `signalUrgency`, `signalReliability`.
    public let channel: String?
    public let urgency: String?
    public let reliability: String?
    /// A value name of `signalOutcome`; nil while nobody has decided.
    public let outcome: String?
    /// As it was named; nil for who may not read it.
    public var placeName: String?
    /// The words of the place, folded.
    var place: Set<String>

    /// Nil for a copy in a case that the signal was joined to.
    init?(_ stored: Stored) {
        let record = stored.record
        guard record["wh_SignalOrigin"] == nil else { return nil }
        self.record = stored.id
        received = record.date("wh_SignalReceived") ?? stored.day
        happened = record.date("wh_SignalWhen")
        channel = record.code("wh_SignalChannel")
        urgency = record.code("wh_SignalUrgency")
        reliability = record.code("wh_SignalReliability")
        outcome = record.code("wh_SignalOutcome")
        placeName = record.text("wh_SignalPlace")
        place = Set(record.text("wh_SignalPlace").map { NameFold.words($0) } ?? [])
    }

    /// Whether the other may be about the same: a word of the place in common, and received within 31 days.
    public func isLike(_ other: SignalSummary) -> Bool {
        let common = place.intersection(other.place).contains { $0.count >= Self.wordLeast }
        return common && abs(received.dayNumber - other.received.dayNumber) <= Self.daysApart
    }

    static let wordLeast = 3
    static let daysApart = 31
}

extension PartialDate {
    /// Days since the year 0, near enough to tell a month from a year.
    fileprivate var dayNumber: Int { bounds.first.0 * 365 + (bounds.first.1 - 1) * 30 + bounds.first.2 }
}
