// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The records of a linkage as the columns that its Splink settings speak of.
struct SplinkRecords {
    private let table: PersonTable
    private let columns: [(name: String, text: (Int) -> String)]

    init(_ linkage: Linkage) {
        table = linkage.table
        var columns: [(String, (Int) -> String)] = []
        for (place, comparison) in linkage.shared.comparisons.enumerated() {
            let strips = linkage.shared.strips
            let cell = { (row: Int) in strips.cells[place].map { Int(strips.base[row * strips.width + $0]) } ?? 0 }
            columns += Self.columns(comparison, linkage.table, strips.frequencies[place], cell)
            if comparison.kind == .date {
                columns += Self.years(linkage.model.comparisons[place], strips.frequencies[place], cell)
            }
        }
        columns += Self.keys(linkage.table)
        self.columns = columns.map { (name: $0.0, text: $0.1) }
    }

    func csv() -> [UInt8] {
        var out = Array("unique_id,source_dataset".utf8)
        for column in columns { out.append(contentsOf: ",\(column.name)".utf8) }
        out.append(10)
        for row in 0..<table.count {
            out.append(contentsOf: Self.quoted(table.id(row)).utf8)
            out.append(contentsOf: row < table.boundary ? ",a".utf8 : ",b".utf8)
            for column in columns { out.append(contentsOf: ",\(column.text(row))".utf8) }
            out.append(10)
        }
        return out
    }

    private static func quoted(_ text: String) -> String {
        text.utf8.contains { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 }
            ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }

    private static func columns(
        _ comparison: FieldComparison, _ table: PersonTable, _ frequencies: Frequencies?, _ cell: @escaping (Int) -> Int
    ) -> [(String, (Int) -> String)] {
        let field = comparison.field
        func share(_ level: Int) -> (Int) -> String {
            { row in
                guard let frequencies, cell(row) != 0 else { return "" }
                return String(exp2(frequencies.share(level, cell(row))))
            }
        }
        switch comparison.columns(of: table) {
        case .name(let column, _):
            let domain = table.names
            let sound = { (row: Int) in domain.sounds.text(domain.forms.base[Int(column[row])].sound) }
            return [
                (field, { domain.plain.text(column[$0]) }), ("\(field)_sound", sound),
                ("\(field)_skeleton", { domain.skeletons.text(domain.forms.base[Int(column[$0])].skeleton) }),
                ("\(field)_cover", { NameParts.cover(sound($0)) }), ("tf_\(field)_skeleton", share(0)),
                ("tf_\(field)_sound", share(1)), ("tf_\(field)", share(2)),
            ]
        case .date(let column): return [(field, { column[$0] == 0 ? "" : digits(column[$0], 8) })]
        case .phone(let column): return [(field, { column[$0] == 0 ? "" : digits(column[$0], 9) })]
        case .code(let column):
            return [(field, { column[$0] == 0 ? "" : String(column[$0]) }), ("tf_\(field)", share(0))]
        case .text(let column):
            return [(field, { column.pool.text(column.codes[$0]) }), ("tf_\(field)", share(0))]
        case .document(let column): return [(field, { column.pool.text(column.codes[$0]) })]
        }
    }

    /// For each adjusted level of a date, the share that makes of the level's weight what the birth year makes of it.
    private static func years(
        _ comparison: LinkageModel.Comparison, _ frequencies: Frequencies?, _ cell: @escaping (Int) -> Int
    ) -> [(String, (Int) -> String)] {
        guard let frequencies else { return [] }
        return comparison.levels.enumerated().flatMap { place, level -> [(String, (Int) -> String)] in
            guard comparison.kind.isFrequencyAdjusted(place + 1) else { return [] }
            let column = "\(comparison.field)_\(level.level)"
            return [
                (column, { cell($0) == 0 ? "" : String(cell($0)) }),
                (
                    "tf_\(column)",
                    { cell($0) == 0 ? "" : String(level.u * exp2(frequencies.share(0, cell($0)))) }
                ),
            ]
        }
    }

    /// What only blocking rules look at.
    private static func keys(_ table: PersonTable) -> [(String, (Int) -> String)] {
        var keys: [(String, (Int) -> String)] = []
        let named = [table.given, table.surname, table.name].compactMap(\.self)
        keys.append(
            (
                "names",
                { row in
                    let sum = named.reduce(UInt64(0)) { $0 &+ table.names.wordSums.base[Int($1[row])] }
                    return sum == 0 ? "" : "n\(sum)"
                }
            ))
        guard let birth = table.birth else { return keys }
        keys.append(("birth_day", { birth[$0] % 100 == 0 ? "" : digits(birth[$0], 8) }))
        keys.append(("birth_month", { birth[$0] / 100 % 100 == 0 ? "" : "m" + digits(birth[$0] / 100, 6) }))
        keys.append(("birth_year", { birth[$0] == 0 ? "" : "y" + digits(birth[$0] / 10_000, 4) }))
        return keys
    }

    private static func digits(_ number: UInt32, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
