// SPDX-License-Identifier: Apache-2.0

import Standard

/// What one cell of a table holds. An empty cell is not listed at all.
enum CellValue: Sendable, Hashable {
    case text(String)
    case number(Double)
    /// A cell that its own format calls a date.
    case date(PartialDate)
    case flag(Bool)
    /// `#N/A`, `#REF!` and the like, as shown.
    case error(String)
    /// A formula that its program stored without a result. Never evaluated.
    case formula(String)
    /// Texts of one answer that came as a list (JSON).
    case list([String])
    case absent(Absence)

    /// The text that a person would read in the cell.
    var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): Value.canonical(number)
        case .date(let date): date.description
        case .flag(let flag): flag ? "TRUE" : "FALSE"
        case .error(let shown): shown
        case .formula(let formula): "=" + formula
        case .list(let texts): texts.joined(separator: ";")
        case .absent(let absence): absence.rawValue
        }
    }
}

/// One filled cell of a row.
struct Cell: Sendable {
    /// 0-based.
    let column: Int
    let value: CellValue
}

/// One row of a table; cells in column order, empty ones left out.
struct TableRow: Sendable {
    /// 1-based, as the program that made the file shows it.
    let number: Int
    let cells: [Cell]
}

/// Names of columns: A, B, … Z, AA, … XFD.
enum ColumnLetters {
    /// The letters of a 0-based column.
    static func of(_ column: Int) -> String {
        var n = column + 1
        var letters: [UInt8] = []
        while n > 0 {
            letters.append(UInt8(65 + (n - 1) % 26))
            n = (n - 1) / 26
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    /// The 0-based column of one to three capital letters; nil for anything else.
    static func column(_ letters: String) -> Int? {
        guard (1...3).contains(letters.utf8.count) else { return nil }
        var n = 0
        for letter in letters.utf8 {
            guard (65...90).contains(letter) else { return nil }
            n = n * 26 + Int(letter) - 64
        }
        return n - 1
    }
}
