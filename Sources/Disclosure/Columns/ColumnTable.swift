// SPDX-License-Identifier: Apache-2.0

/// A table of one row a person as it stands in a file: every column a list of 16-bit codes into its own sorted list of
/// values. Shared by everything that counts, changes or compares whole tables.
///
/// 500,000 rows × 27 columns take about 27 MB. Nothing in it depends on the order of the rows except that order itself.
public struct ColumnTable: Sendable, Hashable {
    /// One column.
    public struct Column: Sendable, Hashable {
        public let name: String
        /// The different values in the order of their UTF-8 bytes. The first is always the empty text, which is a
        /// missing answer, whether or not any row has it.
        public let values: [String]
        /// For each row the position of its value in `values`; 0 is missing.
        public let codes: [UInt16]

        /// - Parameters:
        ///   - values: Sorted by their bytes, none twice, the empty text first (a precondition: checked in part).
        ///   - codes: Each a position in `values` (checked where it is used).
        public init(name: String, values: [String], codes: [UInt16]) {
            precondition(values.first == "", "the first value is the missing one")
            self.name = name
            self.values = values
            self.codes = codes
        }
    }

    public let columns: [Column]
    public let rowCount: Int

    /// - Parameter columns: All of `rowCount` codes (a precondition).
    public init(columns: [Column], rowCount: Int) {
        precondition(columns.allSatisfy { $0.codes.count == rowCount }, "a column of another length")
        self.columns = columns
        self.rowCount = rowCount
    }

    /// A table out of texts, for small tables and tests.
    ///
    /// - Parameter rows: Each as many texts as there are names (a precondition).
    /// - Throws: `TableFault` for names that are missing or twice there, and for a column of too many values.
    public init(names: [String], rows: some Sequence<[String]>) throws(TableFault) {
        var builder = try ColumnTableBuilder(names: names)
        for row in rows {
            precondition(row.count == names.count, "a row of another width")
            for (column, text) in row.enumerated() where !text.isEmpty { try builder.set(text, in: column) }
            builder.endRow()
        }
        self = builder.table()
    }

    /// Where a column stands, from 0; nil when there is none of this name.
    public func position(of name: String) -> Int? { columns.firstIndex { $0.name == name } }

    /// The positions of columns, in the order of the names.
    ///
    /// - Throws: `TableFault.noColumn` for the first name that is none.
    public func positions(of names: [String]) throws(TableFault) -> [Int] {
        var found: [Int] = []
        for name in names {
            guard let position = position(of: name) else { throw .noColumn(name) }
            found.append(position)
        }
        return found
    }

    /// The text at a row and a column, both from 0.
    public subscript(row: Int, column: Int) -> String { columns[column].values[Int(columns[column].codes[row])] }

    /// All texts of one row, in column order.
    public func row(_ row: Int) -> [String] { columns.indices.map { self[row, $0] } }

    /// The same columns with these rows only, in this order. The lists of values stay as they are.
    public func selecting(_ rows: [Int]) -> ColumnTable {
        ColumnTable(
            columns: columns.map { column in
                Column(name: column.name, values: column.values, codes: rows.map { column.codes[$0] })
            }, rowCount: rows.count)
    }
}
