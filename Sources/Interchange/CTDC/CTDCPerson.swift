// SPDX-License-Identifier: Apache-2.0

import Standard

/// One victim in one case, as far as the CTDC columns need: who may be in an export (consent, removed records) is
/// decided by the caller.
public struct CTDCPerson: Sendable, Hashable {
    /// A flat HTCDS row with Wayhouse's own `wh_` fields.
    public let values: [FieldName: Value]
    /// All trafficking events of the case, in any order. A row that holds the `hte_` fields of one event need not
    /// repeat it here.
    public let events: [CTDCEvent]
    /// The day on which the record was made, for cases that have neither a date of registration nor of referral.
    public let registeredOn: PartialDate

    public init(values: [FieldName: Value], events: [CTDCEvent] = [], registeredOn: PartialDate) {
        self.values = values
        self.events = events
        self.registeredOn = registeredOn
    }

    /// The day of registration or else of referral, or else on which the record was made.
    public var registered: PartialDate {
        date("wh_RegistrationDate") ?? date("cas_IncomingReferralDate") ?? registeredOn
    }

    /// The value names chosen in a field, in their order and without stray blanks; empty when it was not answered.
    func codes(_ name: FieldName) -> [String] {
        guard case .codes(let codes)? = values[name] else { return [] }
        return codes.map { $0.last == " " ? String($0.dropLast()) : $0 }
    }

    func date(_ name: FieldName) -> PartialDate? {
        if case .date(let date)? = values[name] { date } else { nil }
    }

    /// A whole number of years, 0 to 120.
    func age(_ name: FieldName) -> Int? {
        guard case .number(let number)? = values[name], (0...120).contains(number) else { return nil }
        return Int(number)
    }

    /// The text of a field, or the first value name; nil when it is empty.
    func text(_ name: FieldName) -> String? {
        switch values[name] {
        case .text(let text)?: text.isEmpty ? nil : text
        case .codes(let codes)?: codes.first
        default: nil
        }
    }

    /// The events given and the one in the row itself.
    var allEvents: [CTDCEvent] {
        guard let type = codes("hte_Type").first else { return events }
        return events + [CTDCEvent(type: type, date: date("hte_Date"), country: text("hte_Country"))]
    }
}

/// A trafficking event: the `hte_` fields that CTDC needs.
public struct CTDCEvent: Sendable, Hashable {
    /// `Recruitment`, `Transit` or `Exploitation`; nil when it is not known.
    public let type: String?
    public let date: PartialDate?
    /// As typed: a code or a name.
    public let country: String?

    public init(type: String?, date: PartialDate?, country: String?) {
        self.type = type
        self.date = date
        self.country = country
    }
}
