// SPDX-License-Identifier: Apache-2.0

/// Rows of which none has more than a public number of attributes.
struct BoundedRows {
    let table: AttributeRows
    /// The most attributes of a row: one a column, and `NoisyCounts.listMax` a column of lists.
    let widthMax: Int
    private let listColumns: Set<Int>

    init(_ table: AttributeRows, options: AttributeOptions) {
        self.table = table
        let lists = table.columnNames.indices.filter { options.separators[table.columnNames[$0]] != nil }
        listColumns = Set(lists)
        widthMax = table.columnNames.count + lists.count * (NoisyCounts.listMax - 1)
    }

    /// For each row the number of its attributes.
    var widths: [Int] {
        var widths: [Int] = []
        widths.reserveCapacity(table.rowCount)
        each { widths.append($0.count) }
        return widths
    }

    /// Calls `body` with the attributes of each row, ascending; of a long list only the first ones.
    func each(_ body: (ArraySlice<UInt32>) -> Void) {
        for row in 0..<table.rowCount {
            let items = table.row(row)
            body(listColumns.isEmpty ? items : bounded(items))
        }
    }

    private func bounded(_ items: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
        var (column, seen) = (-1, 0)
        return items.filter { item in
            let own = table.attributes[Int(item)].column
            if own != column { (column, seen) = (own, 0) }
            seen += 1
            return seen <= NoisyCounts.listMax || !listColumns.contains(own)
        }[...]
    }
}
