// SPDX-License-Identifier: Apache-2.0

/// What making a table anonymous cost and what it still gives away; encodes to JSON with the names of its properties.
public struct AnonymizeReport: Sendable, Hashable, Encodable {
    public let method =
        "Each row was made coarser as little as makes it alike with k - 1 others or more; rows that fit nowhere were "
        + "dropped. The written file was read again and its groups were counted another way."
    /// People in the smallest group that was asked for.
    public let k: Int
    public let rows: Int
    /// Groups of rows alike in all declared and derived columns, and the rows of the smallest.
    public let groups: Int
    public let smallestGroup: Int
    public let quasiIdentifiers: [String]
    public let derived: [String]
    /// Mean loss over all declared cells (normalised certainty penalty): 0 nothing was changed, 1 nothing is left.
    public let loss: Double
    /// Shares of all declared cells of the rows read, 0 to 1; with those of dropped rows they make 1.
    public let cellsExact: Double
    public let cellsCoarser: Double
    public let cellsWithheld: Double
    /// Each declared and derived column by itself.
    public let columns: [Column]
    /// What the second count of the written file found; nil until it was written.
    public private(set) var recount: Recounted?
    /// What must not be published beside the table.
    public let office: Office

    public struct Column: Sendable, Hashable, Encodable {
        public let name: String
        public let loss: Double
        public let exact: Double
        public let coarser: Double
        public let withheld: Double
    }

    public struct Recounted: Sendable, Hashable, Encodable {
        public let rows: Int
        public let groups: Int
        public let smallestGroup: Int
    }

    /// For the office's own eyes: exact losses, and groups whose members all gave one answer.
    public struct Office: Sendable, Hashable, Encodable {
        public let note = "For those who publish, not for publication: these figures come from the unprotected table."
        public let rowsRead: Int
        public let rowsDropped: Int
        /// Sum of the squares of the groups' sizes, and all rows for each one dropped (discernibility).
        public let discernibility: Int
        public let columnsLeftOut: [String]
        public let toldNotDerived: [String]
        public let diversity: [Diversity]
        public let homogeneous: [Homogeneous]
    }

    /// How many different values of a column stand in the poorest group.
    public struct Diversity: Sendable, Hashable, Encodable {
        public let column: String
        public let asked: Int
        public let smallest: Int
    }

    /// A column of which whole groups gave the same answer: whoever knows a person's group knows the answer.
    public struct Homogeneous: Sendable, Hashable, Encodable {
        public let column: String
        public let groups: Int
        public let rows: Int
        public let share: Double
    }

    init(
        _ release: Release, _ checks: AnonymizeChecks, _ columns: [LocalRecoding.Column], _ recoding: LocalRecoding
    ) {
        let read = checks.table.rowCount
        let tallies = columns.indices.map { CellTally(columns[$0], $0, recoding) }
        let declared = tallies.prefix(checks.settings.quasi.count)
        let mean = { (value: (CellTally) -> Double) in
            Self.rounded(declared.reduce(0.0) { $0 + value($1) } / Double(declared.count * read))
        }
        k = release.k
        rows = release.rowsKept
        groups = release.classes
        smallestGroup = release.smallestClass
        quasiIdentifiers = checks.settings.quasi
        derived = checks.settings.derived
        loss = mean(\.loss)
        cellsExact = mean { Double($0.exact) }
        cellsCoarser = mean { Double($0.coarser) }
        cellsWithheld = mean { Double($0.withheld) }
        self.columns = zip(checks.counted, tallies).map { name, tally in
            let share = { (cells: Double) in Self.rounded(cells / Double(read)) }
            return Column(
                name: name, loss: share(tally.loss), exact: share(Double(tally.exact)),
                coarser: share(Double(tally.coarser)), withheld: share(Double(tally.withheld)))
        }
        let sameness = GroupSameness(release.table, counted: checks.counted)
        let dropped = read - release.rowsKept
        office = Office(
            rowsRead: read, rowsDropped: dropped,
            discernibility: sameness.sizes.reduce(dropped * read) { $0 + $1 * $1 },
            columnsLeftOut: checks.settings.dropped, toldNotDerived: checks.settings.notDerived,
            diversity: checks.settings.diversity.map {
                Diversity(column: $0.column, asked: $0.l, smallest: sameness.fewestValues(of: $0.column))
            },
            homogeneous: checks.others.compactMap { sameness.homogeneous($0) })
    }

    /// The same report with what was found in the written file.
    ///
    /// - Throws: `AnonymizeRefusal.recountFailed` when the file does not hold what the release says.
    public func confirmed(by found: FileRecount) throws(AnonymizeRefusal) -> AnonymizeReport {
        guard found.smallest >= k, found.rows == rows, found.groups == groups else { throw .recountFailed(k: k) }
        var result = self
        result.recount = Recounted(rows: found.rows, groups: found.groups, smallestGroup: found.smallest)
        return result
    }

    /// Six places are more than anybody reads, and the same on every machine.
    static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
}

/// What became of the cells of one column.
private struct CellTally {
    private(set) var loss = 0.0
    private(set) var exact = 0
    private(set) var coarser = 0
    private(set) var withheld = 0

    init(_ column: LocalRecoding.Column, _ place: Int, _ recoding: LocalRecoding) {
        let hierarchy = column.hierarchy
        let isExact = (0..<hierarchy.levels).map { level in
            (0..<hierarchy.valueCount).map {
                hierarchy.labels[level][Int(hierarchy.codes[level][$0])] == hierarchy.labels[0][$0]
            }
        }
        var units = 0
        for (row, node) in recoding.nodeOf.enumerated() {
            guard let node else {
                units += hierarchy.lossUnit
                continue
            }
            let level = recoding.nodes[node][place]
            let value = Int(column.codes[row])
            units += hierarchy.loss(level: level, value: value)
            if isExact[level][value] {
                exact += 1
            } else if level == hierarchy.levels - 1 {
                withheld += 1
            } else {
                coarser += 1
            }
        }
        loss = Double(units) / Double(hierarchy.lossUnit)
    }
}

/// How much alike the members of each group are in what was not declared. The rows of a release stand group by group.
private struct GroupSameness {
    private let table: Microdata
    private var starts: [Int] = []

    init(_ table: Microdata, counted: [String]) {
        self.table = table
        let places = table.positions(of: counted)
        for row in 0..<table.rowCount
        where row == 0 || places.contains(where: { table.codes[$0][row] != table.codes[$0][row - 1] }) {
            starts.append(row)
        }
    }

    private var ranges: [Range<Int>] { zip(starts, starts.dropFirst() + [table.rowCount]).map { $0..<$1 } }

    var sizes: [Int] { ranges.map(\.count) }

    func fewestValues(of name: String) -> Int {
        guard let place = table.position(of: name) else { return 0 }
        return ranges.map { Set(table.codes[place][$0]).count }.min() ?? 0
    }

    func homogeneous(_ name: String) -> AnonymizeReport.Homogeneous? {
        guard let place = table.position(of: name) else { return nil }
        let codes = table.codes[place]
        var (groups, rows) = (0, 0)
        for range in ranges where !table.dictionaries[place][Int(codes[range.lowerBound])].isEmpty {
            if range.allSatisfy({ codes[$0] == codes[range.lowerBound] }) {
                groups += 1
                rows += range.count
            }
        }
        guard groups > 0 else { return nil }
        return .init(
            column: name, groups: groups, rows: rows,
            share: AnonymizeReport.rounded(Double(rows) / Double(table.rowCount)))
    }
}
