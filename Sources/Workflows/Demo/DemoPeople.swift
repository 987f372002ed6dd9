// SPDX-License-Identifier: Apache-2.0

import Standard

/// Invented people for the demo register: no name, number or address belongs to anybody.
public enum DemoPeople {
    /// Rows in the flat form of HTCDS (one victim in one case), with `wh_` fields where the standard has no place.
    ///
    /// The same for the same arguments on every machine. One pair (rows 17 and 131) is one person written in two ways,
    /// so that the search for duplicates has something to find.
    ///
    /// - Parameters:
    ///   - count: How many rows, 0 or more.
    ///   - seed: Another seed, other people.
    ///   - today: The day that the youngest case is from; cases go back about three years from it.
    /// - Returns: `count` rows, each allowed by the codebook.
    public static func rows(
        count: Int = 200, seed: UInt64 = 2_000, today: PartialDate = PartialDate(year: 2026, month: 11, day: 20)!
    ) -> [[FieldName: Value]] {
        var random = DemoRandom(seed: seed)
        let last = Day(first: today)
        var rows: [[FieldName: Value]] = []
        for index in 0..<count {
            var builder = DemoRow(
                culture: DemoCulture.all[index % DemoCulture.all.count], scenario: random.pick(DemoScenario.all),
                intake: last.adding(days: -(index * 1_000 / max(count, 1)) - 3), today: last, random: random)
            rows.append(builder.build())
            random = builder.random
        }
        if count > twin.copy { rows[twin.copy] = rewritten(rows[twin.original], later: rows[twin.copy]) }
        return rows
    }

    private static let twin = (original: 17, copy: 131)

    /// The person of one row as another office wrote them down, with the case of a later row.
    private static func rewritten(_ row: [FieldName: Value], later: [FieldName: Value]) -> [FieldName: Value] {
        let fromCase = ["cas_", "con_", "spl_"]
        var copy = row.filter { entry in !fromCase.contains { entry.key.rawValue.hasPrefix($0) } }
        copy.merge(later.filter { entry in fromCase.contains { entry.key.rawValue.hasPrefix($0) } }) { _, new in new }
        if case .text(let name)? = row["prs_FirstName"] { copy["prs_FirstName"] = .text(name.uppercased()) }
        if case .date(let born)? = row["prs_Birthdate"], let year = PartialDate(year: born.year) {
            copy["prs_Birthdate"] = .date(year)
        }
        copy["prs_MobilePhone"] = nil
        return copy
    }
}
