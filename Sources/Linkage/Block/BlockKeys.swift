// SPDX-License-Identifier: Apache-2.0

/// Keys of rows under blocking rules: rows with one key are compared. A key is 32 bits of a hash; two different values
/// that share one cost a needless comparison, no more.
///
/// Keys lie in sheets of eight rules, a row's keys side by side; a sheet is made when its first rule is asked for.
final class BlockKeys: @unchecked Sendable {
    static let sheetWidth = 8

    let rules: [BlockingRule]
    let rows: Int
    private let table: PersonTable
    private var sheets: [Column<UInt32>] = []

    init(_ rules: [BlockingRule], of table: PersonTable) {
        self.rules = rules
        self.table = table
        rows = table.count
    }

    /// Makes the keys of a rule and of those beside it.
    func prepare(_ rule: Int) {
        while sheets.count * Self.sheetWidth <= rule {
            let first = sheets.count * Self.sheetWidth
            let some = Array(rules[first..<min(rules.count, first + Self.sheetWidth)])
            sheets.append(Self.sheet(some, of: table))
        }
    }

    /// Takes a row's key away: its block is left out.
    func forget(row: Int, rule: Int) {
        sheets[rule / Self.sheetWidth][row * Self.sheetWidth + rule % Self.sheetWidth] = 0
    }

    func forEachKey(of rule: Int, _ use: (_ row: Int, _ key: UInt32) -> Void) {
        let keys = sheets[rule / Self.sheetWidth].base + rule % Self.sheetWidth
        for row in 0..<rows where keys[row * Self.sheetWidth] != 0 { use(row, keys[row * Self.sheetWidth]) }
    }

    /// Addresses of the sheets up to a rule, to be asked whether an earlier rule has found a pair.
    func earlier(than rule: Int) -> Earlier {
        Earlier(sheets: sheets.prefix(rule / Self.sheetWidth + 1).map(\.base), count: rule)
    }

    /// The keys of the rules before one.
    struct Earlier: @unchecked Sendable {
        fileprivate let sheets: [UnsafeMutablePointer<UInt32>]
        fileprivate let count: Int

        /// True when an earlier rule has found the pair.
        @inline(__always)
        func found(_ i: Int, _ j: Int) -> Bool {
            var left = count
            for sheet in sheets {
                let (one, two) = (sheet + i * BlockKeys.sheetWidth, sheet + j * BlockKeys.sheetWidth)
                for place in 0..<min(left, BlockKeys.sheetWidth) where one[place] == two[place] && one[place] != 0 {
                    return true
                }
                left -= BlockKeys.sheetWidth
                if left <= 0 { break }
            }
            return false
        }
    }

    private static func sheet(_ rules: [BlockingRule], of table: PersonTable) -> Column<UInt32> {
        let sheet = Column<UInt32>(repeating: 0, count: table.count * sheetWidth)
        let parts = rules.map { rule in rule.parts.compactMap { part($0, of: table)?.reader } }
        let pieces = Parallel.width * 4
        let rows = table.count
        _ = Parallel.map(pieces) { piece in
            for (rule, parts) in parts.enumerated() {
                let base = sheet.base + rule
                for row in (rows * piece / pieces)..<(rows * (piece + 1) / pieces) {
                    base[row * sheetWidth] = key(parts, row, rule)
                }
            }
        }
        return sheet
    }

    enum Part {
        case number(Column<UInt32>)
        case mapped(Column<UInt32>, Column<UInt32>)
        /// YYYYMMDD cut to day, month or year.
        case date(Column<UInt32>, UInt32)
        case words([Column<UInt32>], Column<UInt64>)

        /// The same as addresses.
        fileprivate var reader: Reader {
            switch self {
            case .number(let column):
                Reader(kind: .number, values: [column.base], map: nil, sums: nil, unit: 1, held: [column])
            case .mapped(let column, let map):
                Reader(kind: .mapped, values: [column.base], map: map.base, sums: nil, unit: 1, held: [column, map])
            case .date(let column, let unit):
                Reader(kind: .date, values: [column.base], map: nil, sums: nil, unit: unit, held: [column])
            case .words(let columns, let sums):
                Reader(
                    kind: .words, values: columns.map(\.base), map: nil, sums: sums.base, unit: 1,
                    held: columns + [sums])
            }
        }
    }

    fileprivate struct Reader: @unchecked Sendable {
        enum Kind { case number, mapped, date, words }
        let kind: Kind
        let values: [UnsafeMutablePointer<UInt32>]
        let map: UnsafeMutablePointer<UInt32>?
        let sums: UnsafeMutablePointer<UInt64>?
        let unit: UInt32
        /// Keeps what the addresses lead to.
        let held: [AnyObject]

        @inline(__always)
        func value(_ row: Int) -> UInt64 {
            switch kind {
            case .number: return UInt64(values[0][row])
            case .mapped: return UInt64(map?[Int(values[0][row])] ?? 0)
            case .date:
                let date = values[0][row]
                let isVague = unit == 1 && date % 100 == 0 || unit == 100 && date / 100 % 100 == 0
                return isVague ? 0 : UInt64(date / unit)
            case .words:
                var sum: UInt64 = 0
                for column in values { sum &+= sums?[Int(column[row])] ?? 0 }
                return sum
            }
        }
    }

    @inline(__always)
    private static func key(_ parts: [Reader], _ row: Int, _ rule: Int) -> UInt32 {
        var key = UInt64(truncatingIfNeeded: rule) &+ 0x9E37_79B9
        for part in parts {
            let value = part.value(row)
            if value == 0 { return 0 }
            key = mixed(key &* 0x9E37_79B9_7F4A_7C15 ^ value)
        }
        return max(1, UInt32(truncatingIfNeeded: key >> 32))
    }

    /// Where a part's values lie; nil when the table has no such column.
    static func part(_ name: String, of table: PersonTable) -> Part? {
        switch name {
        case "names":
            let columns = [table.given, table.surname, table.name].compactMap(\.self)
            return columns.isEmpty ? nil : .words(columns, table.names.wordSumColumn)
        case "given_name": return table.given.map { .mapped($0, table.names.skeletonColumn) }
        case "surname": return table.surname.map { .mapped($0, table.names.skeletonColumn) }
        case "name": return table.name.map { .mapped($0, table.names.skeletonColumn) }
        case "birth_date": return table.birth.map { .date($0, 1) }
        case "birth_month": return table.birth.map { .date($0, 100) }
        case "birth_year": return table.birth.map { .date($0, 10_000) }
        case "sex": return table.sex.map { .number($0) }
        case "nationality": return table.nationality.map { .number($0.codes) }
        case "phone": return table.phone.map { .number($0) }
        case "document": return table.document.map { .number($0.codes) }
        default:
            return FieldComparison(field: name, kind: .text).placeColumn(of: table).map { .number($0.codes) }
        }
    }
}
