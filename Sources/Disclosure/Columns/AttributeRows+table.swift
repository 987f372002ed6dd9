// SPDX-License-Identifier: Apache-2.0

extension AttributeRows {
    /// The rows as a table of the same columns. Values of one list are joined with the separator that the
    /// column has), ascending; an attribute that is not there is an empty cell.
    public func table(options: AttributeOptions = .init()) throws(TableFault) -> ColumnTable {
        var builder = try ColumnTableBuilder(names: columnNames)
        for row in 0..<rowCount {
            var last = (column: -1, text: "")
            for item in self.row(row) {
                let attribute = attributes[Int(item)]
                if attribute.column == last.column, let separator = options.separators[columnNames[last.column]] {
                    last.text += "\(separator)\(attribute.value)"
                    continue
                }
                if last.column >= 0 { try builder.set(last.text, in: last.column) }
                last = (attribute.column, attribute.value)
            }
            if last.column >= 0 { try builder.set(last.text, in: last.column) }
            builder.endRow()
        }
        return builder.table()
    }
}
