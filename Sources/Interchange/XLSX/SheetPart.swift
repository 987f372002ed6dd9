// SPDX-License-Identifier: Apache-2.0

import Standard

/// A worksheet, row by row. Memory: one row.
final class SheetPart: XMLHandler {
    struct Context {
        var shared: [String] = []
        var isDate: [Bool] = []
        var uses1904 = false
    }

    /// Ranges of merged cells that span several rows.
    private(set) var mergedRanges = 0

    private let context: Context
    private let take: (TableRow) -> Bool
    private var cells: [Cell] = []
    private var rowNumber = 0
    private var lastColumn = -1
    private var column = 0
    private var style = 0
    private var type: UInt8 = UInt8(ascii: "n")
    private var value: [UInt8] = []
    private var formula: [UInt8] = []
    private var capture = Capture.none
    private var hasFormula = false
    private var inReading = false

    private enum Capture { case none, value, formula }

    /// - Parameter take: gets each row that has a cell; answers false to stop.
    init(_ context: Context, take: @escaping (TableRow) -> Bool) {
        self.context = context
        self.take = take
        value.reserveCapacity(256)
        cells.reserveCapacity(64)
    }

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name.count == 1 {
            switch name.start[0] {
            case UInt8(ascii: "c"): startCell(attributes)
            case UInt8(ascii: "v"), UInt8(ascii: "t"): capture = inReading ? .none : .value
            case UInt8(ascii: "f"):
                capture = .formula
                hasFormula = true
            default: break
            }
            return
        }
        switch name {
        case "row": startRow(attributes)
        case "rPh": inReading = true
        case "mergeCell": countMerged(attributes["ref"] ?? "")
        default: break
        }
    }

    override func end(_ name: XMLName) {
        if name.count == 1 {
            if name.start[0] == UInt8(ascii: "c") { endCell() } else { capture = .none }
            return
        }
        if name == "row" {
            guard !cells.isEmpty else { return }
            if !take(TableRow(number: rowNumber, cells: cells)) { isDone = true }
        } else if name == "rPh" {
            inReading = false
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        switch capture {
        case .none: return
        case .value: value.append(contentsOf: bytes)
        case .formula: formula.append(contentsOf: bytes)
        }
        if value.count > Limits.cellBytes || formula.count > Limits.cellBytes {
            failure = .overLimit(what: "bytes in one cell", limit: Limits.cellBytes)
        }
    }

    private func startRow(_ attributes: XMLAttributes) {
        rowNumber = attributes["r"].flatMap { Int($0) } ?? rowNumber + 1
        if rowNumber < 1 || rowNumber > Limits.rows { failure = .overLimit(what: "rows", limit: Limits.rows) }
        lastColumn = -1
        cells.removeAll(keepingCapacity: true)
    }

    private func startCell(_ attributes: XMLAttributes) {
        style = 0
        type = UInt8(ascii: "n")
        column = lastColumn + 1
        hasFormula = false
        value.removeAll(keepingCapacity: true)
        if !formula.isEmpty { formula.removeAll(keepingCapacity: true) }
        attributes.eachShort { key, text in
            switch key {
            case UInt8(ascii: "r"): column = Self.column(text)
            case UInt8(ascii: "s"): style = Self.integer(text)
            case UInt8(ascii: "t"): type = Self.type(text)
            default: break
            }
        }
        if column < 0 || column >= Limits.columns { failure = .overLimit(what: "columns", limit: Limits.columns) }
        lastColumn = column
    }

    private func endCell() {
        capture = .none
        if let value = cellValue() { cells.append(Cell(column: column, value: value)) }
    }

    private func cellValue() -> CellValue? {
        if value.isEmpty {
            return hasFormula && !formula.isEmpty ? .formula(String(decoding: formula, as: UTF8.self)) : nil
        }
        switch type {
        case UInt8(ascii: "s"):
            let index = Self.integer(value)
            guard index >= 0, index < context.shared.count else {
                failure = .brokenWorkbook("a cell points to a text that is not there")
                return nil
            }
            let text = context.shared[index]
            return text.isEmpty ? nil : .text(text)
        case UInt8(ascii: "i"): return .text(CellText.decode(value))
        case UInt8(ascii: "b"): return .flag(value == [0x31])
        case UInt8(ascii: "e"): return .error(String(decoding: value, as: UTF8.self))
        case UInt8(ascii: "d"):
            let text = String(decoding: value, as: UTF8.self)
            return PartialDate(String(text.prefix(10))).map { .date($0) } ?? .text(text)
        default: return number()
        }
    }

    private func number() -> CellValue {
        guard let number = Self.number(value), number.isFinite else {
            return .text(String(decoding: value, as: UTF8.self))
        }
        guard style >= 0, style < context.isDate.count, context.isDate[style] else { return .number(number) }
        return ExcelDate.date(number, uses1904: context.uses1904).map { .date($0) } ?? .number(number)
    }

    private func countMerged(_ range: String) {
        let rows = range.split(separator: ":").map { $0.drop { !$0.isNumber } }
        if rows.count == 2, rows[0] != rows[1] { mergedRanges += 1 }
    }
}

extension SheetPart {
    /// `s` shared, `i` text written here (`str`, `inlineStr`), `b`, `e`, `d`, `n`.
    private static func type(_ text: UnsafePointer<UInt8>) -> UInt8 {
        text[0] == UInt8(ascii: "s") && text[1] != 0 ? UInt8(ascii: "i") : text[0]
    }

    /// The 0-based column of a reference such as `AB12`; -1 or beyond the limit when it has none or too many letters.
    private static func column(_ text: UnsafePointer<UInt8>) -> Int {
        var n = 0
        var i = 0
        while text[i] >= 65, text[i] <= 90, n < 1_000_000 {
            n = n * 26 + Int(text[i]) - 64
            i += 1
        }
        return n - 1
    }

    private static func integer(_ text: UnsafePointer<UInt8>) -> Int {
        var n = 0
        var i = 0
        while text[i] >= 48, text[i] <= 57, n < 1 << 40 {
            n = n * 10 + Int(text[i]) - 48
            i += 1
        }
        return i == 0 || text[i] != 0 ? -1 : n
    }

    private static func integer(_ bytes: [UInt8]) -> Int {
        var n = 0
        for byte in bytes {
            guard byte >= 48, byte <= 57, n < 1 << 40 else { return -1 }
            n = n * 10 + Int(byte) - 48
        }
        return n
    }

    /// Whole numbers of up to 15 digits without a detour through String.
    static func number(_ bytes: [UInt8]) -> Double? {
        if bytes.count <= 15 {
            let whole = integer(bytes)
            if whole >= 0 { return Double(whole) }
        }
        return Double(String(decoding: bytes, as: UTF8.self))
    }
}
