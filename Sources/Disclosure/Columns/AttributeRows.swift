// SPDX-License-Identifier: Apache-2.0

/// One thing that is said of a person: a column and a value of it.
public struct Attribute: Sendable, Hashable {
    /// The column's place in the table, from 0.
    public let column: Int
    public let value: String
}

/// The attributes of every row of a table, and nothing of its empty cells: rows one behind the other in one list.
///
/// Attributes are numbered in column order, within a column in the order of the values' bytes, so that numbers do not
/// depend on the order of the rows.
public struct AttributeRows: Sendable {
    public let columnNames: [String]
    public let attributes: [Attribute]
    /// For each attribute the field that it fills; two attributes of one field are never said of the same person. A
    /// column is one field; of a column of lists every value is a field of its own.
    public let fields: [Int]
    public let fieldCount: Int
    /// Attribute numbers of all rows, ascending within a row.
    public let items: [UInt32]
    /// Where each row begins in `items`; one more entry than rows.
    public let starts: [Int]

    public var rowCount: Int { starts.count - 1 }

    /// The attribute numbers of one row, ascending.
    public func row(_ row: Int) -> ArraySlice<UInt32> { items[starts[row]..<starts[row + 1]] }

    /// How many rows have each attribute.
    public var counts: [Int] {
        var counts = [Int](repeating: 0, count: attributes.count)
        for item in items { counts[Int(item)] += 1 }
        return counts
    }

    /// - Throws: `TableFault.noColumn` when the options name a column that is not there.
    public init(_ table: ColumnTable, options: AttributeOptions = .init()) throws(TableFault) {
        try self.init([table], options: options)
    }

    /// The rows of several tables one after the other, with attributes that count for all of them.
    ///
    /// - Parameter tables: One or more, with columns of the same names in the same order (a precondition).
    /// - Throws: `TableFault.noColumn` when the options name a column that is not there.
    init(_ tables: [ColumnTable], options: AttributeOptions) throws(TableFault) {
        try options.check(against: tables[0])
        let names = tables[0].columns.map(\.name)
        precondition(tables.allSatisfy { $0.columns.map(\.name) == names }, "tables of other columns")
        columnNames = names
        let dictionary = Dictionary(tables, names: names, options: options)
        (attributes, fields, fieldCount) = (dictionary.attributes, dictionary.fields, dictionary.fieldCount)
        var items: [UInt32] = []
        var starts = [0]
        starts.reserveCapacity(tables.reduce(1) { $0 + $1.rowCount })
        for (table, numbers) in zip(tables, dictionary.numbers) { Self.add(table, numbers, to: &items, &starts) }
        (self.items, self.starts) = (items, starts)
    }

    /// The same attributes with other rows.
    init(like other: AttributeRows, items: [UInt32], starts: [Int]) {
        (columnNames, attributes) = (other.columnNames, other.attributes)
        (fields, fieldCount) = (other.fields, other.fieldCount)
        (self.items, self.starts) = (items, starts)
    }

    private static func add(
        _ table: ColumnTable, _ numbers: [[[UInt32]]], to items: inout [UInt32], _ starts: inout [Int]
    ) {
        // Most cells of most columns are one attribute or none: those go by one look-up.
        let single = numbers.map { $0.map { $0.count == 1 ? $0[0] : UInt32.max } }
        for row in 0..<table.rowCount {
            for column in table.columns.indices {
                let code = Int(table.columns[column].codes[row])
                if single[column][code] != .max {
                    items.append(single[column][code])
                } else if code != 0 {
                    items.append(contentsOf: numbers[column][code])
                }
            }
            starts.append(items.count)
        }
    }
}

extension AttributeRows {
    /// The attributes of some tables, and what each code of each column stands for.
    private struct Dictionary {
        var attributes: [Attribute] = []
        var fields: [Int] = []
        var fieldCount = 0
        /// By table, column and code: attribute numbers, ascending.
        var numbers: [[[[UInt32]]]]

        init(_ tables: [ColumnTable], names: [String], options: AttributeOptions) {
            numbers = tables.map { $0.columns.map { $0.values.map { _ in [] } } }
            for (column, name) in names.enumerated() {
                let split = tables.map { $0.columns[column].values.map { options.values(of: $0, in: name) } }
                let values = Set(split.joined().joined().map(Bytes.init)).sorted()
                var numberOf: [Bytes: UInt32] = [:]
                for value in values {
                    numberOf[value] = UInt32(attributes.count)
                    attributes.append(Attribute(column: column, value: value.text))
                    fields.append(fieldCount)
                    if options.separators[name] != nil { fieldCount += 1 }
                }
                if options.separators[name] == nil { fieldCount += 1 }
                for table in tables.indices {
                    numbers[table][column] = split[table].map { $0.compactMap { numberOf[Bytes($0)] } }
                }
            }
        }
    }

    /// A text that is equal to another only when their bytes are; Swift's own texts are equal when they look the same.
    private struct Bytes: Hashable, Comparable {
        let text: String
        init(_ text: String) { self.text = text }
        static func == (one: Bytes, other: Bytes) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }
        static func < (one: Bytes, other: Bytes) -> Bool { one.text.utf8.lexicographicallyPrecedes(other.text.utf8) }
        func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
    }
}
