// SPDX-License-Identifier: Apache-2.0

/// What one field of one record holds.
///
/// An empty box is the absence of a value from the record; `Value.absent` says why nothing is there.
public enum Value: Hashable, Sendable {
    /// Text as typed, any script, Unicode unchanged.
    case text(String)
    /// A finite number.
    case number(Double)
    /// A date, possibly partial or approximate.
    case date(PartialDate)
    /// A checkbox that was answered.
    case flag(Bool)
    /// Value names from the field's picklist, in the order given, none twice. One name for a single-choice field.
    case codes([String])
    /// The question was put, or could have been, and there is no answer.
    case absent(Absence)
}

/// Why there is no answer.
public enum Absence: String, Sendable, Codable, CaseIterable {
    case unknown
    case declined
    case notAsked
}

extension Value {
    /// The value as HTCDS CSV writes it: value names joined by `;`, ISO dates, `TRUE`/`FALSE`, the shortest decimal
    /// that reads back; an empty string for an absent value.
    public var canonicalText: String {
        switch self {
        case .text(let text): text
        case .number(let number): Value.canonical(number)
        case .date(let date): date.description
        case .flag(let flag): flag ? "TRUE" : "FALSE"
        case .codes(let codes): codes.joined(separator: ";")
        case .absent: ""
        }
    }

    /// Whole numbers without a point, others as the shortest decimal that reads back to the same number.
    public static func canonical(_ number: Double) -> String {
        number.rounded() == number && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }
}

/// JSON: text → string, number → number, flag → boolean, codes → array of strings,
/// date → `{"date": "1998-05"}`, absent → `{"absent": "declined"}`.
extension Value: Codable {
    private enum Key: String, CodingKey { case date, absent }

    public init(from decoder: any Decoder) throws {
        if let keyed = try? decoder.container(keyedBy: Key.self) {
            if let date = try keyed.decodeIfPresent(PartialDate.self, forKey: .date) {
                self = .date(date)
            } else {
                self = .absent(try keyed.decode(Absence.self, forKey: .absent))
            }
            return
        }
        if let codes = try? [String](from: decoder) {
            self = .codes(codes)
            return
        }
        let single = try decoder.singleValueContainer()
        if let flag = try? single.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? single.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try single.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let text):
            var single = encoder.singleValueContainer()
            try single.encode(text)
        case .number(let number):
            var single = encoder.singleValueContainer()
            if number.rounded() == number, abs(number) < 1e15 {
                try single.encode(Int64(number))
            } else {
                try single.encode(number)
            }
        case .flag(let flag):
            var single = encoder.singleValueContainer()
            try single.encode(flag)
        case .codes(let codes): try codes.encode(to: encoder)
        case .date(let date):
            var keyed = encoder.container(keyedBy: Key.self)
            try keyed.encode(date, forKey: .date)
        case .absent(let absence):
            var keyed = encoder.container(keyedBy: Key.self)
            try keyed.encode(absence, forKey: .absent)
        }
    }
}
