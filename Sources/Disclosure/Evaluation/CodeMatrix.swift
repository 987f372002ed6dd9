// SPDX-License-Identifier: Apache-2.0

/// Some rows by field, for finding the ones that are most like a person.
struct CodeMatrix {
    let rowCount: Int
    /// By field, for each row the position of its value in the field from 1; 0 for none.
    private let codes: [[UInt16]]

    /// - Parameter rows: Numbers of rows of the table.
    init(_ table: AttributeRows, rows: [Int], firstOfField: [Int]) {
        rowCount = rows.count
        var codes = [[UInt16]](repeating: [UInt16](repeating: 0, count: rows.count), count: table.fieldCount)
        for (place, row) in rows.enumerated() {
            for item in table.row(row) {
                let field = table.fields[Int(item)]
                codes[field][place] = UInt16(truncatingIfNeeded: Int(item) - firstOfField[field] + 1)
            }
        }
        self.codes = codes
    }

    subscript(row: Int, field: Int) -> UInt16 { codes[field][row] }

    /// The rows that differ from a person in the fewest of the fields.
    ///
    /// - Parameter person: By field, as in this matrix.
    func nearest(to person: [UInt16], in fields: [Int]) -> [Int] {
        var distances = [UInt8](repeating: 0, count: rowCount)
        for field in fields {
            let wanted = person[field]
            codes[field].withUnsafeBufferPointer { column in
                for row in distances.indices { distances[row] &+= column[row] == wanted ? 0 : 1 }
            }
        }
        let least = distances.min() ?? 0
        return distances.indices.filter { distances[$0] == least }
    }
}
