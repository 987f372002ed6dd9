// SPDX-License-Identifier: Apache-2.0

/// One line of the file: 63 texts, empty where nothing is known.
struct CTDCRow {
    private(set) var cells = Array(repeating: "", count: CTDCColumn.allCases.count)

    subscript(column: CTDCColumn) -> String {
        get { cells[column.rawValue] }
        set { cells[column.rawValue] = newValue }
    }

    /// Writes 1 or 0.
    mutating func set(_ column: CTDCColumn, _ yes: Bool) { self[column] = yes ? "1" : "0" }

    func has(_ column: CTDCColumn) -> Bool { self[column] == "1" }
}
