// SPDX-License-Identifier: Apache-2.0

/// The compound keys by which a person known to two agencies is met: each joins two things at least, so that no token
/// stands for a name, a nationality or a day of birth alone.
///
/// The list is public and fixed for a protocol version: both sides must make the same keys.
public struct MatchKeys {
    /// What the keys join, in the order of their places.
    public static let names = [
        "name, day of birth", "given name, day of birth", "surname, day of birth", "name, year of birth, sex",
        "name, place", "given name, year of birth, place", "surname, year of birth, place", "day of birth, place",
        "day of birth, nationality, sex", "name, month of birth", "telephone, sex", "document, sex",
    ]
    /// Changes whenever a key does.
    public static let version = 1

    private var normaliser = NameNormaliser()

    public init() {}

    /// The keys of one row, each nil where something is missing. They identify a person: they never leave the agency.
    public mutating func of(_ row: ListedPerson) -> [String?] {
        let given = normaliser.forms(row.given).skeleton
        let surname = normaliser.forms(row.surname).skeleton
        let name = normaliser.forms(row.given + " " + row.surname).skeleton
        let place = normaliser.plain(row.place)
        let (sex, nation) = (normaliser.plain(row.sex), normaliser.plain(row.nationality))
        let (year, month, day) = Self.dates(row.birth)
        return [
            [name, day], [given, day], [surname, day], [name, year, sex], [name, place], [given, year, place],
            [surname, year, place], [day, place], [day, nation, sex], [name, month],
            [CodeForms.phone(row.phone) ?? "", sex], [CodeForms.document(row.document) ?? "", sex],
        ].enumerated().map { place, parts in
            parts.contains("") ? nil : ([String(place)] + parts).joined(separator: "|")
        }
    }

    /// Year, year and month, and the day with day and month in ascending order, so that 3 May and 5 March meet.
    private static func dates(_ birth: BirthDate?) -> (year: String, month: String, day: String) {
        guard let birth else { return ("", "", "") }
        let year = String(birth.year)
        let month = birth.hasMonth ? "\(year)-\(birth.month)" : ""
        let day = birth.hasDay ? "\(year)-\(min(birth.month, birth.day))-\(max(birth.month, birth.day))" : ""
        return (year, month, day)
    }
}

/// Which keys two people share, as bits by the place of the key.
struct SharedKeys: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    static let nameAndDay = SharedKeys(rawValue: 1)
    /// Telephone and document: they go wrong in other ways than names and dates do.
    static let contacts = SharedKeys(rawValue: 1 << 10 | 1 << 11)

    /// Two keys or more, or one that is enough alone.
    var isMatch: Bool {
        rawValue.nonzeroBitCount >= 2 || !intersection([.nameAndDay, .contacts]).isEmpty
    }

    /// The same without telephone and document.
    var isMatchByPerson: Bool { subtracting(.contacts).isMatch }
}
