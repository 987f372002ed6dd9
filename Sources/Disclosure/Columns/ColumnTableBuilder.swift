// SPDX-License-Identifier: Apache-2.0

/// Takes in a table cell by cell, as bytes, and gives it back with sorted values.
///
/// A cell that is not set is missing. The cost of a cell is one hash of its bytes; an empty cell costs nothing but its
/// two bytes.
public struct ColumnTableBuilder {
    /// The most values that a column may have besides the missing one.
    public static let valuesMax = Int(UInt16.max)

    private let names: [String]
    private var dictionaries: [BytesDictionary]
    private var codes: [[UInt16]]
    private var rowCount = 0

    /// - Throws: `TableFault.unnamedColumn`, `.columnTwice`.
    public init(names: [String]) throws(TableFault) {
        var seen: Set<String> = []
        for (place, name) in names.enumerated() {
            if name.isEmpty { throw .unnamedColumn(place + 1) }
            if !seen.insert(name).inserted { throw .columnTwice(name) }
        }
        self.names = names
        let seed = UInt64.random(in: .min ... .max)
        dictionaries = names.map { _ in BytesDictionary(seed: seed) }
        codes = names.map { _ in [] }
    }

    /// How many columns there are.
    public var width: Int { names.count }

    /// Sets a cell of the row that is being taken in. Each cell once a row (a precondition that is not checked).
    ///
    /// - Parameter text: UTF-8, not empty.
    /// - Throws: `TableFault.tooManyValues`.
    public mutating func set(_ text: UnsafeBufferPointer<UInt8>, in column: Int) throws(TableFault) {
        let code = dictionaries[column].code(of: text)
        guard code <= Self.valuesMax else { throw .tooManyValues(column: names[column], limit: Self.valuesMax) }
        // Missing cells are filled in only when the column is next written to: most cells of such tables are missing.
        if codes[column].count < rowCount { fill(column) }
        codes[column].append(UInt16(code))
    }

    /// The same for a text.
    public mutating func set(_ text: String, in column: Int) throws(TableFault) {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(TableFault) in try set(buffer, in: column) }
        }
        try result.get()
    }

    /// Ends the row that is being taken in.
    public mutating func endRow() { rowCount += 1 }

    private mutating func fill(_ column: Int) {
        codes[column].append(contentsOf: repeatElement(0, count: rowCount - codes[column].count))
    }

    /// The table of all rows that were ended.
    public consuming func table() -> ColumnTable {
        var columns: [ColumnTable.Column] = []
        for column in names.indices {
            fill(column)
            let (values, codeOf) = dictionaries[column].sorted()
            // Moved out first, so that the codes are changed in place and not in a copy.
            var own: [UInt16] = []
            swap(&own, &codes[column])
            own.withUnsafeMutableBufferPointer { own in for row in own.indices { own[row] = codeOf[Int(own[row])] } }
            columns.append(.init(name: names[column], values: values, codes: own))
        }
        return ColumnTable(columns: columns, rowCount: rowCount)
    }
}

/// Texts as bytes, numbered from 1 in the order in which they first came: open addressing over one block of bytes.
private struct BytesDictionary {
    private let seed: UInt64
    private var bytes: [UInt8] = []
    /// Where each text ends in `bytes`; the first entry is the missing one, of no bytes.
    private var ends: [Int] = [0]
    /// The number of the text that lies in each slot; 0 is free.
    private var slots = [UInt32](repeating: 0, count: 16)

    /// - Parameter seed: Chosen anew in each run, so that nobody can write a file whose texts all fall together.
    init(seed: UInt64) { self.seed = seed }

    mutating func code(of text: UnsafeBufferPointer<UInt8>) -> Int {
        var slot = Int(truncatingIfNeeded: hash(text)) & (slots.count - 1)
        while slots[slot] != 0 {
            if matches(Int(slots[slot]), text) { return Int(slots[slot]) }
            slot = (slot + 1) & (slots.count - 1)
        }
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        let code = ends.count - 1
        slots[slot] = UInt32(code)
        if 2 * code > slots.count { grow() }
        return code
    }

    /// All texts sorted by their bytes, the missing one first, and for each number its place among them.
    func sorted() -> (values: [String], places: [UInt16]) {
        let order = ends.indices.sorted { text($0).lexicographicallyPrecedes(text($1)) }
        var places = [UInt16](repeating: 0, count: ends.count)
        for (place, code) in order.enumerated() { places[code] = UInt16(place) }
        return (order.map { String(decoding: text($0), as: UTF8.self) }, places)
    }

    private func text(_ code: Int) -> ArraySlice<UInt8> { code == 0 ? [] : bytes[ends[code - 1]..<ends[code]] }

    private func matches(_ code: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = ends[code - 1]
        guard ends[code] - start == text.count else { return false }
        for index in text.indices where bytes[start + index] != text[index] { return false }
        return true
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 4 * slots.count)
        for code in 1..<ends.count {
            var slot = Int(truncatingIfNeeded: text(code).withUnsafeBufferPointer(hash)) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(code)
        }
    }

    private func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = seed ^ UInt64(text.count)
        for byte in text {
            hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
        }
        return hash ^ (hash >> 32)
    }
}
