// SPDX-License-Identifier: Apache-2.0

/// Tables of counts that may be published: one, or one for each combination of some columns.
public struct PublishedTables: Sendable {
    /// What to count and how to protect it.
    public struct Settings: Sendable {
        public var rows: String
        public var columns: String?
        /// A table of its own for each combination of these.
        public var by: [String] = []
        public var rule = TableProtection.Rule(threshold: 10)
        /// Round to multiples of this instead of withholding; nil to withhold.
        public var rounding: Int?
        /// Count joined answers by their combination instead of refusing them.
        public var takesJoined = false

        public init(rows: String) { self.rows = rows }

        /// The columns that a cell is about, in the order of the file that is written.
        public var names: [String] { by + [rows] + (columns.map { [$0] } ?? []) }
    }

    /// One cell as it is published.
    public struct Cell: Sendable, Hashable {
        /// One answer for each of `Settings.names`; nil stands for the total.
        public let answers: [String?]
        /// nil where it is withheld.
        public let count: Int?
        /// The most that outsiders can tell a withheld cell to be; nil without a bound.
        public let atMost: Int?
    }

    /// How a total and a missing answer are written.
    public static let total = "(total)"
    public static let blank = "(blank)"
    static let cellsMax = 200_000

    public let settings: Settings
    public private(set) var cells: [Cell]
    public let tables: Int
    public let small: Int
    public let complementary: Int
    public let narrowest: Int?

    /// Counts, protects and looks at what was published before.
    ///
    /// - Parameters:
    ///   - register: Earlier tables of the same people; nil when there are none to heed.
    ///   - chance: For rounding only.
    /// - Throws: `TableRefusal`. The result depends on the set of rows and, when rounding, on chance.
    public init(
        counting people: ColumnTable, _ settings: Settings, after register: TableRegister? = nil,
        using chance: inout some RandomNumberGenerator
    ) throws(TableRefusal) {
        let counter = try TableCounter(people, settings)
        if settings.rounding != nil, register?.wasRounded(settings.names) == true { throw .roundedBefore }
        var (cells, small, complementary): ([Cell], Int, Int) = ([], 0, 0)
        var narrowest: Int?
        for (layer, table) in counter.tables {
            let answers = table.counts.indices.map { layer + table.place($0) }
            if let base = settings.rounding {
                let rounded = ControlledRounding.round(table, base: base, using: &chance)
                cells += zip(answers, rounded.counts).map { Cell(answers: $0, count: $1, atMost: nil) }
                continue
            }
            let heeded = register?.heed(settings, answers, table.counts) ?? .init(least: table.counts.map { _ in 0 })
            let done = try TableProtection(
                table, rule: settings.rule, least: heeded.least, also: heeded.also, staying: heeded.staying)
            cells += table.counts.indices.map {
                Cell(answers: answers[$0], count: done.published($0), atMost: done.atMost[$0])
            }
            small += done.small
            complementary += done.complementary
            if let width = done.narrowest { narrowest = min(narrowest ?? .max, width) }
        }
        self.settings = settings
        self.cells = cells
        tables = counter.tables.count
        (self.small, self.complementary, self.narrowest) = (small, complementary, narrowest)
    }

    /// The same with one count shown, for tests of what that gives away.
    func showing(_ cell: Int, as count: Int) -> PublishedTables {
        var result = self
        result.cells[cell] = Cell(answers: cells[cell].answers, count: count, atMost: nil)
        return result
    }
}

/// Counts people into tables.
private struct TableCounter {
    private(set) var tables: [(layer: [String?], table: CountTable)] = []

    init(_ people: ColumnTable, _ settings: PublishedTables.Settings) throws(TableRefusal) {
        let names = settings.names
        guard Set(names).count == names.count else { throw .sameColumnTwice }
        let unknown = names.filter { people.position(of: $0) == nil }
        guard unknown.isEmpty else { throw .unknownColumns(unknown) }
        let columns = names.map { people.columns[people.position(of: $0)!] }
        let joined = columns.filter { column in
            if case .joined = ColumnScreen(column).kind { true } else { false }
        }
        guard joined.isEmpty || settings.takesJoined else { throw .joined(joined.map(\.name)) }
        let reserved = columns.filter {
            $0.values.contains(PublishedTables.total) || $0.values.contains(PublishedTables.blank)
        }
        guard reserved.isEmpty else { throw .reserved(reserved.map(\.name)) }
        // Only answers that somebody gave become rows and columns.
        let used = columns.map { Set($0.codes).sorted() }
        let ways = used.suffix(settings.columns == nil ? 1 : 2)
        let inner = ways.reduce(1) { $0 * $1.count }
        let layers = Grouping.groups(
            of: people.rowCount,
            by: columns.prefix(settings.by.count).map { column in (column.values.count, { UInt32(column.codes[$0]) }) })
        guard inner * max(layers.count, 1) <= PublishedTables.cellsMax else {
            throw .tooManyCells(limit: PublishedTables.cellsMax)
        }
        var counts = [[Int]](repeating: Array(repeating: 0, count: inner), count: layers.count)
        var first = [Int?](repeating: nil, count: layers.count)
        let places = zip(used, columns).map { used, column in
            var place = [Int](repeating: 0, count: column.values.count)
            for (index, code) in used.enumerated() { place[Int(code)] = index }
            return place
        }
        let wayColumns = Array(columns.indices.suffix(ways.count))
        for row in 0..<people.rowCount {
            let layer = Int(layers.groupOf[row])
            if first[layer] == nil { first[layer] = row }
            var cell = 0
            for column in wayColumns {
                cell = cell * used[column].count + places[column][Int(columns[column].codes[row])]
            }
            counts[layer][cell] += 1
        }
        let text = { (column: Int, code: UInt16) in
            code == 0 ? PublishedTables.blank : columns[column].values[Int(code)]
        }
        let answers = wayColumns.map { column in used[column].map { text(column, $0) } }
        let byLayer = settings.by.indices
        // Codes are in the order of the texts, so the layers are too.
        let order = counts.indices.sorted { a, b in
            byLayer.map { columns[$0].codes[first[a]!] }.lexicographicallyPrecedes(
                byLayer.map { columns[$0].codes[first[b]!] })
        }
        tables = order.map { layer in
            (
                byLayer.map { text($0, columns[$0].codes[first[layer]!]) },
                CountTable(answers: answers, inner: counts[layer])
            )
        }
    }
}
