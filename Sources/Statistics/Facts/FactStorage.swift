// SPDX-License-Identifier: Apache-2.0

import Standard

/// Texts as small numbers: 0 for none, then 1, 2, … in the order in which they first came.
struct FactDictionary: Sendable {
    private(set) var names: [String] = []
    private var codes: [String: UInt16] = [:]

    /// - Parameter limit: How many different texts there may be; later ones share the last number.
    mutating func code(_ name: String, limit: Int) -> UInt16 {
        if let code = codes[name] { return code }
        guard names.count < limit else { return UInt16(limit) }
        names.append(names.count == limit - 1 ? Self.rest : name)
        let code = UInt16(names.count)
        codes[name] = code
        return code
    }

    /// What answers are called that found no room: more than 60,000 of a column, or 64 of one with several answers.
    static let rest = "(others)"

    var bytes: Int { names.reduce(0) { $0 + $1.utf8.count + 16 } * 2 + codes.capacity * 24 }
}

/// One answer or none for each row.
struct SingleColumn: Sendable {
    private(set) var dictionary = FactDictionary()
    var codes: [UInt16] = []

    mutating func append(_ name: String?) {
        codes.append(name.map { dictionary.code($0, limit: 60_000) } ?? 0)
    }

    var bytes: Int { codes.capacity * 2 + dictionary.bytes }
}

/// A set of answers for each row, as bits.
struct MultipleColumn: Sendable {
    private(set) var dictionary = FactDictionary()
    var bits: [UInt64] = []

    mutating func append(_ names: [String]) {
        var set: UInt64 = 0
        for name in names { set |= 1 << UInt64(dictionary.code(name, limit: 64) - 1) }
        bits.append(set)
    }

    var bytes: Int { bits.capacity * 8 + dictionary.bytes }
}

/// A day for each row, and by how many days it may be later.
struct DayColumn: Sendable {
    static let none = Int32.min
    var first: [Int32] = []
    /// A place in `widths`.
    var slack: [UInt8] = []
    /// Days that a day, a month, a year and all of time have besides the first.
    private static let widths: [Int32] = [0, 27, 28, 29, 30, 364, 365, 3_652_058]

    mutating func append(_ span: FactSpan?) {
        first.append(span.map { Int32(clamping: $0.first.number) } ?? Self.none)
        let width = span.map { Int32(clamping: $0.last.number - $0.first.number) } ?? 0
        slack.append(UInt8(Self.widths.lastIndex { $0 <= width } ?? 0))
    }

    var bytes: Int { first.capacity * 4 + slack.capacity }

    /// How many days later than `first` it may be.
    @inline(__always)
    func width(_ row: Int) -> Int32 { Self.widths[Int(slack[row])] }

    /// Whether the day of a row lies in the days from `low` to `high`; false without a day, nil when nobody can tell.
    @inline(__always)
    func isWithin(_ row: Int, _ low: Int32, _ high: Int32) -> Bool? {
        let first = first[row]
        if first == Self.none { return false }
        let last = first &+ width(row)
        if last < low || first > high { return false }
        return first >= low && last <= high ? true : nil
    }
}

/// What happened on days, of all rows.
struct EventColumn: Sendable {
    private(set) var values = FactDictionary()
    private(set) var units = FactDictionary()
    var rows: [UInt32] = []
    var codes: [UInt16] = []
    var days: [Int32] = []
    var amounts: [Int32] = []
    var unitCodes: [UInt8] = []

    mutating func append(_ event: FactEvent, row: Int) {
        rows.append(UInt32(row))
        codes.append(values.code(event.value, limit: 64))
        days.append(Int32(clamping: event.day.number))
        amounts.append(Int32(clamping: event.amount))
        unitCodes.append(event.unit.map { UInt8(units.code($0, limit: 200)) } ?? 0)
    }

    /// Only the events of rows that are kept.
    ///
    /// - Parameter new: The new number of each row; nil for one that goes.
    mutating func keep(_ new: [UInt32?]) {
        let kept = rows.indices.filter { new[Int(rows[$0])] != nil }
        codes = kept.map { codes[$0] }
        days = kept.map { days[$0] }
        amounts = kept.map { amounts[$0] }
        unitCodes = kept.map { unitCodes[$0] }
        rows = kept.compactMap { new[Int(rows[$0])] }
    }

    var bytes: Int {
        rows.capacity * 4 + codes.capacity * 2 + days.capacity * 4 + amounts.capacity * 4 + unitCodes.capacity
    }
}

/// A number for each id, and how many rows each has.
struct UnitColumn: Sendable {
    private(set) var numbers: [UInt32] = []
    private(set) var rowsOf: [UInt16] = []

    mutating func append(_ number: UInt32) {
        numbers.append(number)
        while rowsOf.count <= number { rowsOf.append(0) }
        rowsOf[Int(number)] &+= 1
    }

    mutating func forget(_ row: Int) { rowsOf[Int(numbers[row])] &-= 1 }

    /// Counts a row for another unit that has rows.
    mutating func move(_ row: Int, to number: UInt32) {
        rowsOf[Int(numbers[row])] &-= 1
        numbers[row] = number
        rowsOf[Int(number)] &+= 1
    }

    mutating func keep(_ rows: [Int]) { numbers = rows.map { numbers[$0] } }

    var bytes: Int { numbers.capacity * 4 + rowsOf.capacity * 2 }
}

/// Columns by name, changed one after another in their places.
struct ColumnSet<Name: Hashable & Sendable, Column: Sendable>: Sendable {
    private let names: [Name]
    private let places: [Name: Int]
    private(set) var columns: [Column]

    init(_ names: [Name], _ column: Column) {
        self.names = names
        places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        columns = names.map { _ in column }
    }

    subscript(_ name: Name) -> Column? { places[name].map { columns[$0] } }

    mutating func change(_ body: (Name, inout Column) -> Void) {
        for (place, name) in names.enumerated() { body(name, &columns[place]) }
    }
}
