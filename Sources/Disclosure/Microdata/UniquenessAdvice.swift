// SPDX-License-Identifier: Apache-2.0

/// Which columns tell most people apart, for whoever has not said which others can know.
enum UniquenessAdvice {
    static let columnsMax = 6

    /// The columns, most telling first: each is the one that, with those before it, leaves most rows in groups of fewer
    /// than k, or makes most groups while no group is small. Stops when another column changes little.
    ///
    /// O(columns × rows) for each that is named.
    static func columns(of table: ColumnTable, k: Int) -> [String] {
        var left = table.columns.indices.filter {
            ColumnScreen(table.columns[$0]).kind == .category && Set(table.columns[$0].codes).count > 1
        }
        var groupOf = [UInt32](repeating: 0, count: table.rowCount)
        var (groups, exposed, names) = (1, table.rowCount < k ? table.rowCount : 0, [String]())
        while names.count < columnsMax, exposed * 10 < table.rowCount * 9 {
            let tried = left.map { place in
                let column = table.columns[place]
                let (known, count) = (groupOf, groups)
                let refined = Grouping.groups(
                    of: table.rowCount,
                    by: [(count, { known[$0] }), (column.values.count, { UInt32(column.codes[$0]) })])
                return (place: place, exposed: rowsInSmall(refined.groupOf, refined.count, k: k), refined: refined)
            }
            let best = tried.max { first, second in
                (first.exposed, first.refined.count, second.place) < (second.exposed, second.refined.count, first.place)
            }
            guard let best, exposed == 0 || best.exposed - exposed > table.rowCount / 200 else { break }
            names.append(table.columns[best.place].name)
            left.removeAll { $0 == best.place }
            (groupOf, groups, exposed) = (best.refined.groupOf, best.refined.count, best.exposed)
        }
        return names
    }

    private static func rowsInSmall(_ groupOf: [UInt32], _ count: Int, k: Int) -> Int {
        var sizes = [Int](repeating: 0, count: count)
        for group in groupOf { sizes[Int(group)] += 1 }
        return sizes.reduce(0) { $1 < k ? $0 + $1 : $0 }
    }
}
