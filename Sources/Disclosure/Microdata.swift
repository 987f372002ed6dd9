// SPDX-License-Identifier: Apache-2.0

import Standard

/// A table of one row a person, every cell a short text from a small domain; an empty text is a missing value and
/// counts as a value of its own.
///
/// Held by column as 16-bit codes into a dictionary a column: 200,000 × 63 takes about 25 MB.
public struct Microdata: Sendable {
    /// A column: its exact name in the published file, and what it does to anonymity.
    public struct Column: Sendable, Hashable {
        public let name: String
        public let role: IdentificationRole

        public init(_ name: String, role: IdentificationRole) {
            self.name = name
            self.role = role
        }
    }

    public let columns: [Column]
    public private(set) var rowCount = 0
    /// The distinct values of each column, in the order in which they first came.
    private(set) var dictionaries: [[String]]
    /// For each column, each row's position in that column's dictionary.
    private(set) var codes: [[UInt16]]
    private var codeOf: [[String: UInt16]]

    /// An empty table.
    ///
    /// - Parameter columns: Names must differ (a precondition: they come from code, not from people).
    public init(columns: [Column]) {
        precondition(Set(columns.map(\.name)).count == columns.count, "two columns of one name")
        self.columns = columns
        dictionaries = Array(repeating: [], count: columns.count)
        codes = Array(repeating: [], count: columns.count)
        codeOf = Array(repeating: [:], count: columns.count)
    }

    /// A table whose cells are coded already.
    ///
    /// - Parameters:
    ///   - dictionaries: The texts of each column, none twice in one column (a precondition: checked).
    ///   - codes: For each column a position in its dictionary for each of the rows.
    init(columns: [Column], dictionaries: [[String]], codes: [[UInt16]], rowCount: Int) {
        self.init(columns: columns)
        self.dictionaries = dictionaries
        self.codes = codes
        self.rowCount = rowCount
        codeOf = dictionaries.map { texts in
            Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1, UInt16($0)) })
        }
    }

    /// Takes in one row.
    ///
    /// - Parameter row: One text a column, in order (a precondition).
    /// - Throws: `DisclosureRefusal.tooManyValues` at the 65,537th distinct value of one column, which is then no
    ///   category but a free text or a number that tells people apart.
    public mutating func append(_ row: [String]) throws(DisclosureRefusal) {
        precondition(row.count == columns.count, "a row of another width")
        for index in row.indices {
            codes[index].append(try code(of: row[index], in: index))
        }
        rowCount += 1
    }

    private mutating func code(of value: String, in column: Int) throws(DisclosureRefusal) -> UInt16 {
        // Neighbouring rows are often alike, and most cells are empty: the last code saves the hashing.
        if let last = codes[column].last, dictionaries[column][Int(last)] == value { return last }
        if let known = codeOf[column][value] { return known }
        guard let fresh = UInt16(exactly: dictionaries[column].count) else {
            throw .tooManyValues(columns[column].name)
        }
        dictionaries[column].append(value)
        codeOf[column][value] = fresh
        return fresh
    }

    /// The cell at a row and a column, both from 0.
    public subscript(row: Int, column: Int) -> String { dictionaries[column][Int(codes[column][row])] }

    /// The different texts of a column, in no order that means anything.
    public func values(of column: Int) -> [String] { dictionaries[column] }

    /// For each row where its text stands in `values(of:)`.
    public func codes(of column: Int) -> [UInt16] { codes[column] }

    /// All cells of one row, in column order.
    public func row(_ index: Int) -> [String] { columns.indices.map { self[index, $0] } }

    /// Where a column stands, from 0; nil when there is none of this name.
    public func position(of name: String) -> Int? { columns.firstIndex { $0.name == name } }

    /// The positions of those of the names that are columns of this table, in the order of the names.
    func positions(of names: [String]) -> [Int] { names.compactMap(position) }

    /// The same columns with these rows only, in this order. Values that no row has any more leave the dictionaries.
    func selecting(_ rows: [Int]) -> Microdata {
        var result = Microdata(columns: columns)
        for column in columns.indices {
            var fresh: [UInt16?] = Array(repeating: nil, count: dictionaries[column].count)
            result.codes[column].reserveCapacity(rows.count)
            for row in rows {
                let old = Int(codes[column][row])
                if fresh[old] == nil {
                    fresh[old] = UInt16(result.dictionaries[column].count)
                    result.codeOf[column][dictionaries[column][old]] = fresh[old]
                    result.dictionaries[column].append(dictionaries[column][old])
                }
                result.codes[column].append(fresh[old]!)
            }
        }
        result.rowCount = rows.count
        return result
    }

    /// The same table with these columns empty in these rows (all rows when nil).
    public func blanking(_ names: [String], inRows rows: [Int]? = nil) -> Microdata {
        var result = self
        for column in positions(of: names) {
            // A dictionary that is full to the brim keeps no room for the blank; then the whole column goes.
            guard let blank = try? result.code(of: "", in: column), let rows else {
                result.dictionaries[column] = [""]
                result.codeOf[column] = ["": 0]
                result.codes[column] = Array(repeating: 0, count: rowCount)
                continue
            }
            for row in rows { result.codes[column][row] = blank }
        }
        return result
    }
}
