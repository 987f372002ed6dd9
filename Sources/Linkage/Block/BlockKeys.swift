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
    /// Eight, or as many as there are rules: a single rule needs no room for others.
    private let width: Int

    init(_ rules: [BlockingRule], of table: PersonTable) {
        self.rules = rules
        self.table = table
        rows = table.count
        width = min(Self.sheetWidth, rules.count)
    }

    /// Makes the keys of a rule and of those beside it.
    func prepare(_ rule: Int) {
        while sheets.count * width <= rule {
            let first = sheets.count * width
            let some = Array(rules[first..<min(rules.count, first + width)])
            sheets.append(Self.sheet(some, of: table, width: width))
        }
    }

    /// Takes a row's key away: its block is left out.
    func forget(row: Int, rule: Int) { sheets[rule / width][row * width + rule % width] = 0 }

    func forEachKey(of rule: Int, _ use: (_ row: Int, _ key: UInt32) -> Void) {
        let (keys, width) = (sheets[rule / width].base + rule % width, width)
        for row in 0..<rows where keys[row * width] != 0 { use(row, keys[row * width]) }
    }

    /// The keys of the rules before one, to be asked whether one of them has found a pair.
    func earlier(than rule: Int) -> Earlier {
        let used = rule == 0 ? 0 : (rule - 1) / width + 1
        return Earlier(sheets: sheets.prefix(used).map(\.base), width: width, count: rule)
    }

    /// The keys of the rules before one, as addresses.
    struct Earlier: @unchecked Sendable {
        static let none = Earlier(sheets: [], width: 1, count: 0)

        fileprivate let sheets: [UnsafeMutablePointer<UInt32>]
        fileprivate let width: Int
        fileprivate let count: Int

        /// Numbers that `copy` writes for each row.
        var lanes: Int { sheets.count * BlockKeys.sheetWidth }

        /// Writes a row's keys; nought for rules that do not count.
        @inline(__always)
        func copy(row: Int, to target: UnsafeMutablePointer<UInt32>) {
            for (place, sheet) in sheets.enumerated() {
                let (from, to) = (sheet + row * width, target + place * BlockKeys.sheetWidth)
                let used = min(width, count - place * width)
                for lane in 0..<BlockKeys.sheetWidth { to[lane] = lane < used ? from[lane] : 0 }
            }
        }

        /// True when an earlier rule has found the pair of two rows, whose keys were copied.
        @inline(__always)
        func found(_ one: UnsafePointer<UInt32>, _ two: UnsafePointer<UInt32>) -> Bool {
            let (x, y) = (UnsafeRawPointer(one), UnsafeRawPointer(two))
            for place in 0..<sheets.count {
                let offset = place * BlockKeys.sheetWidth * 4
                let a = x.loadUnaligned(fromByteOffset: offset, as: SIMD8<UInt32>.self)
                let b = y.loadUnaligned(fromByteOffset: offset, as: SIMD8<UInt32>.self)
                if any((a .== b) .& (a .!= 0)) { return true }
            }
            return false
        }
    }

    private static func sheet(_ rules: [BlockingRule], of table: PersonTable, width: Int) -> Column<UInt32> {
        let sheet = Column<UInt32>(unfilled: table.count * width)
        let parts = rules.map { rule in rule.parts.compactMap { part($0, of: table)?.reader } }
        let rows = table.count
        // A stretch of rows at a time, so that its part of the sheet stays near.
        let stretch = 4_096
        _ = Parallel.map((rows + stretch - 1) / stretch) { piece in
            for rule in 0..<width {
                let base = sheet.base + rule
                let parts = rule < parts.count ? parts[rule] : []
                for row in (piece * stretch)..<min(rows, (piece + 1) * stretch) {
                    base[row * width] = key(parts, row, rule)
                }
            }
        }
        return sheet
    }

    enum Part {
        case number(Column<UInt32>)
        case skeleton(Column<UInt32>, NameDomain)
        /// YYYYMMDD cut to day, month or year.
        case date(Column<UInt32>, UInt32)
        case words([Column<UInt32>], NameDomain)

        /// The same as addresses.
        fileprivate var reader: Reader {
            switch self {
            case .number(let column): Reader(kind: .number, columns: [column])
            case .skeleton(let column, let names): Reader(kind: .skeleton, columns: [column], names: names)
            case .date(let column, let unit): Reader(kind: .date, columns: [column], unit: unit)
            case .words(let columns, let names): Reader(kind: .words, columns: columns, names: names)
            }
        }
    }

    fileprivate struct Reader: @unchecked Sendable {
        enum Kind { case number, skeleton, date, words }
        let kind: Kind
        let values: [UnsafeMutablePointer<UInt32>]
        let forms: UnsafeMutablePointer<NameDomain.Forms>?
        let unit: UInt32
        /// Keeps what the addresses lead to.
        let held: [AnyObject]

        init(kind: Kind, columns: [Column<UInt32>], names: NameDomain? = nil, unit: UInt32 = 1) {
            self.kind = kind
            self.unit = unit
            values = columns.map(\.base)
            forms = names?.forms.base
            held = columns + [names].compactMap(\.self)
        }

        @inline(__always)
        func value(_ row: Int) -> UInt64 {
            switch kind {
            case .number: return UInt64(values[0][row])
            case .skeleton: return UInt64(forms?[Int(values[0][row])].skeleton ?? 0)
            case .date: return BlockKeys.cut(values[0][row], to: unit)
            case .words:
                var sum: UInt64 = 0
                for column in values { sum &+= forms?[Int(column[row])].wordSum ?? 0 }
                return sum
            }
        }
    }

    /// A date as its day, month or year; 0 when it does not say as much.
    @inline(__always)
    static func cut(_ date: UInt32, to unit: UInt32) -> UInt64 {
        let isVague = unit == 1 && date % 100 == 0 || unit == 100 && date / 100 % 100 == 0
        return isVague ? 0 : UInt64(date / unit)
    }

    @inline(__always)
    private static func key(_ parts: [Reader], _ row: Int, _ rule: Int) -> UInt32 {
        if parts.isEmpty { return 0 }
        var key = seed(of: rule)
        for part in parts {
            let value = part.value(row)
            if value == 0 { return 0 }
            key = joined(key, value)
        }
        return shortened(key)
    }

    /// A key begins with its rule, takes in one value after another and is cut to 32 bits.
    @inline(__always)
    static func seed(of rule: Int) -> UInt64 { UInt64(truncatingIfNeeded: rule) &+ 0x9E37_79B9 }

    @inline(__always)
    static func joined(_ key: UInt64, _ value: UInt64) -> UInt64 { mixed(key &* 0x9E37_79B9_7F4A_7C15 ^ value) }

    @inline(__always)
    static func shortened(_ key: UInt64) -> UInt32 { max(1, UInt32(truncatingIfNeeded: key >> 32)) }

    /// Where a part's values lie; nil when the table has no such column.
    static func part(_ name: String, of table: PersonTable) -> Part? {
        switch name {
        case "names":
            let columns = [table.given, table.surname, table.name].compactMap(\.self)
            return columns.isEmpty ? nil : .words(columns, table.names)
        case "given_name": return table.given.map { .skeleton($0, table.names) }
        case "surname": return table.surname.map { .skeleton($0, table.names) }
        case "name": return table.name.map { .skeleton($0, table.names) }
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
