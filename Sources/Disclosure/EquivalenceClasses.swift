// SPDX-License-Identifier: Apache-2.0

/// The rows of a table sorted into classes of rows that are alike in some columns.
///
/// Made by refining one column after another through exact hash tables, so two rows share a class if and only if
/// their values are equal. O(rows × columns).
struct EquivalenceClasses {
    /// For each row the number of its class, from 0.
    private(set) var classOf: [UInt32]
    /// For each class the number of its rows.
    private(set) var sizes: [Int]

    init(of table: Microdata, over columns: [Int]) {
        classOf = Array(repeating: 0, count: table.rowCount)
        sizes = table.rowCount == 0 ? [] : [table.rowCount]
        for column in columns where table.dictionaries[column].count > 1 { refine(by: table.codes[column]) }
    }

    private mutating func refine(by codes: [UInt16]) {
        var fresh: [UInt64: UInt32] = [:]
        fresh.reserveCapacity(sizes.count * 2)
        var counts: [Int] = []
        for row in classOf.indices {
            let key = UInt64(classOf[row]) << 16 | UInt64(codes[row])
            let number: UInt32
            if let known = fresh[key] {
                number = known
            } else {
                number = UInt32(counts.count)
                fresh[key] = number
                counts.append(0)
            }
            counts[Int(number)] += 1
            classOf[row] = number
        }
        sizes = counts
    }
}
