// SPDX-License-Identifier: Apache-2.0

/// The different rows in an order of their own, so that what is made of them does not depend on the order in the file.
struct DistinctRows {
    /// One row of each kind.
    let rows: [Int]
    /// How many rows are of that kind.
    let sizes: [Int]
    /// The most attributes that a row has.
    let widest: Int

    init(_ table: AttributeRows) {
        let order = (0..<table.rowCount).sorted { table.row($0).lexicographicallyPrecedes(table.row($1)) }
        var (rows, sizes): ([Int], [Int]) = ([], [])
        for row in order {
            if let last = rows.last, table.row(last).elementsEqual(table.row(row)) {
                sizes[sizes.count - 1] += 1
            } else {
                rows.append(row)
                sizes.append(1)
            }
        }
        (self.rows, self.sizes) = (rows, sizes)
        widest = rows.map { table.row($0).count }.max() ?? 0
    }
}
