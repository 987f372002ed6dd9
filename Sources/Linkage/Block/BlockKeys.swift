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

    /// True when two rows share the key of one of some rules, all of them prepared.
    func isShared(_ one: Int, _ two: Int, by rules: Range<Int>) -> Bool {
        rules.contains { rule in
            let keys = sheets[rule / width].base + rule % width
            return keys[one * width] != 0 && keys[one * width] == keys[two * width]
        }
    }

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

        private let sheets: [UnsafeMutablePointer<UInt32>]
        private let width: Int
        /// Ones for the rules of the last sheet that count.
        private let last: SIMD8<UInt32>

        fileprivate init(sheets: [UnsafeMutablePointer<UInt32>], width: Int, count: Int) {
            self.sheets = sheets
            self.width = width
            let used = count - max(0, sheets.count - 1) * width
            var last = SIMD8<UInt32>()
            for lane in 0..<min(8, max(0, used)) { last[lane] = .max }
            self.last = last
        }

        /// Numbers that `copy` writes for each row.
        var lanes: Int { sheets.count * BlockKeys.sheetWidth }

        /// Writes a row's keys; nought for rules that do not count.
        @inline(__always)
        func copy(row: Int, to target: UnsafeMutablePointer<UInt32>) {
            let raw = UnsafeMutableRawPointer(target)
            for place in 0..<sheets.count {
                let from = UnsafeRawPointer(sheets[place] + row * width)
                var keys = from.loadUnaligned(as: SIMD8<UInt32>.self)
                if place == sheets.count - 1 { keys &= last }
                raw.storeBytes(
                    of: keys, toByteOffset: place * BlockKeys.sheetWidth * 4, as: SIMD8<UInt32>.self)
            }
        }

        /// True when an earlier rule has found the pair of two rows, whose keys were copied.
        @inline(__always)
        func found(_ one: UnsafePointer<UInt32>, _ two: UnsafePointer<UInt32>) -> Bool {
            for sheet in 0..<sheets.count {
                let (x, y) = (one + sheet * BlockKeys.sheetWidth, two + sheet * BlockKeys.sheetWidth)
                // Without a way out between, eight are compared at one go.
                var shared: UInt32 = 0
                for lane in 0..<BlockKeys.sheetWidth { shared |= x[lane] == y[lane] ? x[lane] : 0 }
                if shared != 0 { return true }
            }
            return false
        }
    }

    /// Each part that the rules speak of is read once for a stretch of rows, then joined into the keys of all rules.
    private static func sheet(_ rules: [BlockingRule], of table: PersonTable, width: Int) -> Column<
        UInt32
    > {
        // Room behind the last row for a vector that is read from there.
        let sheet = Column<UInt32>(unfilled: table.count * width + sheetWidth)
        let names = Set(rules.flatMap(\.parts)).sorted()
        let readers = names.compactMap { part($0, of: table)?.reader }
        let places = rules.map { rule in rule.parts.compactMap { names.firstIndex(of: $0) } }
        let rows = table.count
        let stretch = 2_048
        _ = Parallel.map((rows + stretch - 1) / stretch) { piece in
            let (start, end) = (piece * stretch, min(rows, (piece + 1) * stretch))
            let values = Column<UInt64>(unfilled: readers.count * stretch)
            for (place, reader) in readers.enumerated() {
                reader.read(start..<end, into: values.base + place * stretch)
            }
            for rule in 0..<width {
                let target = sheet.base + (start * width + rule)
                join(
                    rule < places.count ? places[rule].map { values.base + $0 * stretch } : [], rule,
                    end - start,
                    into: target, width)
            }
        }
        for lane in 0..<sheetWidth { sheet[rows * width + lane] = 0 }
        return sheet
    }

    /// The keys of one rule from the values of its parts.
    private static func join(
        _ parts: [UnsafeMutablePointer<UInt64>], _ rule: Int, _ count: Int,
        into target: UnsafeMutablePointer<UInt32>,
        _ width: Int
    ) {
        let seed = seed(of: rule)
        for row in 0..<count {
            var key = parts.isEmpty ? 0 : seed
            for part in parts {
                let value = part[row]
                key = value == 0 ? 0 : key == 0 ? 0 : joined(key, value)
            }
            target[row * width] = key == 0 ? 0 : shortened(key)
        }
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
            case .skeleton(let column, let names):
                Reader(kind: .skeleton, columns: [column], names: names)
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
        let sums: UnsafeMutablePointer<UInt64>?
        let unit: UInt32
        /// Keeps what the addresses lead to.
        let held: [AnyObject]

        init(kind: Kind, columns: [Column<UInt32>], names: NameDomain? = nil, unit: UInt32 = 1) {
            self.kind = kind
            self.unit = unit
            values = columns.map(\.base)
            forms = names?.forms.base
            sums = names?.wordSums.base
            held = columns + [names].compactMap(\.self)
        }

        /// The values of some rows; 0 for none.
        func read(_ rows: Range<Int>, into target: UnsafeMutablePointer<UInt64>) {
            let (start, count) = (rows.lowerBound, rows.count)
            let first = values[0] + start
            switch kind {
            case .number: for row in 0..<count { target[row] = UInt64(first[row]) }
            case .date: for row in 0..<count { target[row] = BlockKeys.cut(first[row], to: unit) }
            case .skeleton:
                guard let forms else { return }
                for row in 0..<count { target[row] = UInt64(forms[Int(first[row])].skeleton) }
            case .words:
                guard let sums else { return }
                for row in 0..<count { target[row] = sums[Int(first[row])] }
                for column in values.dropFirst() {
                    for row in 0..<count { target[row] &+= sums[Int(column[start + row])] }
                }
            }
        }
    }

    /// A date as its day, month or year; 0 when it does not say as much.
    @inline(__always)
    static func cut(_ date: UInt32, to unit: UInt32) -> UInt64 {
        let isVague = unit == 1 && date % 100 == 0 || unit == 100 && date / 100 % 100 == 0
        return isVague ? 0 : UInt64(date / unit)
    }

    /// A key begins with its rule, takes in one value after another and is cut to 32 bits.
    @inline(__always)
    static func seed(of rule: Int) -> UInt64 { UInt64(truncatingIfNeeded: rule) &+ 0x9E37_79B9 }

    @inline(__always)
    static func joined(_ key: UInt64, _ value: UInt64) -> UInt64 {
        mixed(key &* 0x9E37_79B9_7F4A_7C15 ^ value)
    }

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
            return FieldComparison(field: name, kind: .text).placeColumn(of: table).map {
                .number($0.codes)
            }
        }
    }
}
