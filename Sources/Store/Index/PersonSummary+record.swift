// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension PersonSummary {
    init(_ stored: Stored) { self.init(id: stored.id, record: stored.record) }

    /// The summary of a person's record.
    public init(id: EntityID, record: Record) {
        let parts = Self.nameParts(record)
        let shown = parts.isEmpty ? [record.text("wh_PreferredName") ?? record.text("wh_NativeName") ?? ""] : parts
        var citizenship: [String] = []
        if case .codes(let codes)? = record["prs_Citizenship"] { citizenship = codes }
        self.init(
            id: id, name: shown.joined(separator: " "),
            initials: shown.compactMap { $0.first.map { "\($0)" } }.prefix(3).joined(),
            birthdate: record.date("prs_Birthdate"), gender: record.code("prs_Gender"), citizenship: citizenship,
            nameKey: Self.nameKey(parts),
            goesBy: record.text("wh_PreferredName") ?? record.text("prs_FirstName") ?? "")
    }

    /// The words of a person's names, folded and sorted: equal for the same names in another order; empty without a
    /// name.
    public static func nameKey(_ names: [String]) -> String {
        names.flatMap { NameFold.words($0) }.sorted().joined(separator: " ")
    }

    /// Makes the names of many people quick to fold; see `NameFold.learn`.
    public static func learnNames(of records: some Sequence<Record>) {
        NameFold.learn(records.flatMap { $0.kind == .person ? names($0) : [] })
    }

    /// First, middle and last names, those that are filled.
    public static func nameParts(_ record: Record) -> [String] { partFields.compactMap { record.text($0) } }

    /// Every name that a person may be found by.
    static func names(_ record: Record) -> [String] { (partFields + otherFields).compactMap { record.text($0) } }

    private static let partFields: [FieldName] = ["prs_FirstName", "prs_MiddleName", "prs_SecondName"]
    private static let otherFields: [FieldName] = ["wh_NativeName", "wh_OtherNames", "wh_PreferredName"]
}
