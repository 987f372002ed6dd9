// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What somebody says of a person's age, as the days on which they may have been born.
public struct AgeStatement: Sendable, Hashable {
    /// A value name of `ageKind`.
    public enum Kind: String, Sendable, Hashable, CaseIterable { case claim, dispute, settled }

    public let kind: Kind
    /// The record that says so; nil for a field of the person or the case.
    public let record: EntityID?
    /// The field that says so.
    public let field: FieldName
    /// A value name of `ageBasis`; nil for a field.
    public let basis: String?
    public let saidBy: String?
    /// The day for which it was said, or on which it was written down.
    public let day: PartialDate
    /// First and last possible day of birth, each as year × 10000 + month × 100 + day: for comparing.
    let born: ClosedRange<Int>

    /// From a record of the kind `age`; nil when it gives neither bound.
    init?(_ stored: Stored) {
        let record = stored.record
        func years(_ name: FieldName) -> Int? {
            if case .number(let number)? = record[name] {
                Int(exactly: number).map { min(max($0, 0), 150) }
            } else {
                nil
            }
        }
        let (from, to) = (years("wh_AgeFrom"), years("wh_AgeTo"))
        guard record.kind == .age, from != nil || to != nil else { return nil }
        kind = record.code("wh_AgeKind").flatMap { Kind(rawValue: $0.lowercased()) } ?? .claim
        day = record.date("wh_AgeOn") ?? stored.day
        (self.record, field, basis) = (stored.id, "wh_AgeFrom", record.code("wh_AgeBasis"))
        saidBy = record.text("wh_AgeSaidBy")
        let low = min(from ?? 0, to ?? 150)
        born = Self.born(low...max(low, to ?? 150), on: day)
    }

    /// From a date of birth.
    init(birth: PartialDate) {
        (kind, record, field, basis, saidBy, day) = (.claim, nil, "prs_Birthdate", nil, nil, birth)
        let slack = birth.isApproximate ? Self.year : 0
        born = Self.key(birth.bounds.first) - slack...Self.key(birth.bounds.last) + slack
    }

    /// From an age that was stated on a day: a year either way for the birthday.
    init(stated age: Int, on day: PartialDate) {
        (kind, record, field, basis, saidBy, self.day) = (.claim, nil, "wh_StatedAge", nil, nil, day)
        born = Self.born(max(0, age - 1)...min(150, age + 1), on: day)
    }

    /// The completed years that it allows on a day; 0 at the least.
    public func ages(on day: PartialDate) -> ClosedRange<Int> { Self.ages(born, on: day) }

    static let year = 10_000
    static func key(_ day: (Int, Int, Int)) -> Int { day.0 * year + day.1 * 100 + day.2 }

    static func ages(_ born: ClosedRange<Int>, on day: PartialDate) -> ClosedRange<Int> {
        let least = (key(day.bounds.first) - born.upperBound) / year
        let most = (key(day.bounds.last) - born.lowerBound) / year
        let low = min(150, max(0, least))
        return low...max(low, min(150, most))
    }

    /// Who is of these ages on a day was born no later than so many years before it, and less than a year more.
    private static func born(_ ages: ClosedRange<Int>, on day: PartialDate) -> ClosedRange<Int> {
        let latest = key(day.bounds.last) - ages.lowerBound * year
        return min(latest, key(day.bounds.first) - (ages.upperBound + 1) * year + 1)...latest
    }
}
