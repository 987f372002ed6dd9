// SPDX-License-Identifier: Apache-2.0

/// Counts the classes of a table a second time, by another road than `EquivalenceClasses`: the rows are sorted by the
/// texts that would be written, and equal neighbours are counted. Shares no code with the suppression that it checks.
struct Recount {
    /// Row numbers in canonical order: by the texts of the counted columns, then by those of the others. It depends
    /// on the set of rows alone, so it tells nothing of the order in which people were registered.
    let order: [Int]
    /// Classes over the counted columns.
    private(set) var classes = 0
    /// Rows of the smallest class; 0 for a table without rows.
    private(set) var smallest = 0

    /// O(rows × columns).
    init(_ table: Microdata, over counted: [Int]) {
        let others = table.columns.indices.filter { !counted.contains($0) }
        let rows = table.rowCount
        let keys = Self.keys(of: table, columns: counted + others)
        order = Self.sorted(keys, rows: rows, places: table.columns.count)
        var run = 0
        for (place, row) in order.enumerated() {
            run += 1
            let next = place + 1 < order.count ? order[place + 1] : nil
            let goesOn = next.map { next in
                counted.indices.allSatisfy { keys[$0 * rows + row] == keys[$0 * rows + next] }
            }
            if goesOn == true { continue }
            classes += 1
            smallest = classes == 1 ? run : min(smallest, run)
            run = 0
        }
    }

    /// One column after another, each cell as the rank of its text among the texts of its column.
    private static func keys(of table: Microdata, columns: [Int]) -> [UInt16] {
        var keys = Array(repeating: UInt16(0), count: table.rowCount * columns.count)
        for (place, column) in columns.enumerated() {
            // By bytes, so that texts which only look alike stay apart and the order is the same everywhere.
            let texts = table.dictionaries[column].map { Array($0.utf8) }
            let sorted = texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
            var rank = Array(repeating: UInt16(0), count: texts.count)
            for (number, code) in sorted.enumerated() {
                let isRepeated = number > 0 && texts[sorted[number - 1]] == texts[code]
                rank[code] = isRepeated ? rank[sorted[number - 1]] : UInt16(number)
            }
            var cell = place * table.rowCount
            for code in table.codes[column] {
                keys[cell] = rank[Int(code)]
                cell += 1
            }
        }
        return keys
    }

    /// The rows in the order of their keys: sorted by the last place first, each time keeping the order so far.
    private static func sorted(_ keys: [UInt16], rows: Int, places: Int) -> [Int] {
        var order = Array(0..<rows)
        var next = order
        for place in (0..<places).reversed() {
            var starts = [Int](repeating: 0, count: Int(UInt16.max) + 2)
            var largest = 0
            for row in 0..<rows {
                let key = Int(keys[place * rows + row])
                starts[key + 1] += 1
                largest = max(largest, key)
            }
            if largest == 0 { continue }
            for key in 0..<largest { starts[key + 1] += starts[key] }
            for row in order {
                let key = Int(keys[place * rows + row])
                next[starts[key]] = row
                starts[key] += 1
            }
            swap(&order, &next)
        }
        return order
    }
}
