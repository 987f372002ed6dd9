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
        let width = table.columns.count
        let keys = Self.keys(of: table, columns: counted + others)
        order = Self.sorted(keys, rows: table.rowCount, width: width)
        var run = 0
        for (place, row) in order.enumerated() {
            run += 1
            let next = place + 1 < order.count ? order[place + 1] : nil
            let goesOn = next.map { next in
                keys.withUnsafeBufferPointer { Self.compare($0, row * width, next * width, length: counted.count) == 0 }
            }
            if goesOn == true { continue }
            classes += 1
            smallest = classes == 1 ? run : min(smallest, run)
            run = 0
        }
    }

    /// One row after another, each cell as the rank of its text among the texts of its column.
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
            var cell = place
            for code in table.codes[column] {
                keys[cell] = rank[Int(code)]
                cell += columns.count
            }
        }
        return keys
    }

    /// The rows in the order of their keys: sorted by the last place first, each time keeping the order so far.
    private static func sorted(_ keys: [UInt16], rows: Int, width: Int) -> [Int] {
        var order = Array(0..<rows)
        var next = order
        for place in (0..<width).reversed() {
            var starts = [Int](repeating: 0, count: Int(UInt16.max) + 2)
            var largest = 0
            for row in 0..<rows {
                let key = Int(keys[row * width + place])
                starts[key + 1] += 1
                largest = max(largest, key)
            }
            if largest == 0 { continue }
            for key in 0..<largest { starts[key + 1] += starts[key] }
            for row in order {
                let key = Int(keys[row * width + place])
                next[starts[key]] = row
                starts[key] += 1
            }
            swap(&order, &next)
        }
        return order
    }

    private static func compare(_ keys: UnsafeBufferPointer<UInt16>, _ a: Int, _ b: Int, length: Int) -> Int {
        for offset in 0..<length where keys[a + offset] != keys[b + offset] {
            return keys[a + offset] < keys[b + offset] ? -1 : 1
        }
        return 0
    }
}
