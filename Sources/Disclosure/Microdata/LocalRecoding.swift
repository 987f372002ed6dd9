// SPDX-License-Identifier: Apache-2.0

/// Makes rows alike by coarsening each as little as will do (greedy local recoding).
///
/// All choices of levels are tried from the cheapest to the dearest; at each, the rows that are then alike in groups
/// of `k` or more are settled and leave the search. What is left at the end are fewer than `k` rows; they must be
/// dropped. When diversity is asked for, rows without enough of it join a group that has it.
struct LocalRecoding {
    /// A column that others may know.
    struct Column {
        let hierarchy: Hierarchy
        /// For each row its value, as a place in the hierarchy's level 0.
        let codes: [UInt16]
        /// How dear it is to coarsen this column, against the others; above 0.
        var weight = 1.0
        /// Levels that may be used, `*` excepted, which always may.
        var levelMax = Int.max
    }

    /// A column in which each group must hold several values.
    struct Sensitive {
        let codes: [UInt16]
        /// How many different values each group must hold; a blank counts as one.
        let l: Int
    }

    /// Choices of levels that are looked at before the search goes straight up.
    static let nodesMax = 20_000

    /// The different choices of levels that rows were settled at.
    var nodes: [[Int]] = []
    /// For each row its place in `nodes`; nil when it must be dropped.
    private(set) var nodeOf: [Int?]

    let columns: [Column]
    let levels: [[Int]]
    private let k: Int
    private let sensitive: [Sensitive]
    /// Rows with the same values are one tuple.
    var rowsOf: [Int] = []
    private var firstRow: [Int] = []
    private var sensitiveOf: [[[UInt16]]] = []
    /// Tuples that are not settled, and how many rows they stand for.
    var open: [Int] = []
    var openRows = 0
    var nodeOfTuple: [Int?] = []

    /// O(rows × columns) and, for each choice of levels, the tuples that are still open. The result depends on the set
    /// of rows alone, not on their order.
    init(columns: [Column], rows: Int, k: Int, sensitive: [Sensitive] = []) {
        self.columns = columns
        self.k = k
        self.sensitive = sensitive
        levels = columns.map { column in
            (0..<column.hierarchy.levels).filter { $0 <= column.levelMax || $0 == column.hierarchy.levels - 1 }
        }
        nodeOf = Array(repeating: nil, count: rows)
        let tupleOf = gatherTuples(rows: rows)
        search()
        for row in 0..<rows { nodeOf[row] = nodeOfTuple[Int(tupleOf[row])] }
    }

    private mutating func gatherTuples(rows: Int) -> [UInt32] {
        let groups = Grouping.groups(
            of: rows, by: columns.map { column in (column.hierarchy.valueCount, { UInt32(column.codes[$0]) }) })
        rowsOf = Array(repeating: 0, count: groups.count)
        firstRow = Array(repeating: 0, count: groups.count)
        nodeOfTuple = Array(repeating: nil, count: groups.count)
        for row in stride(from: rows - 1, through: 0, by: -1) {
            rowsOf[Int(groups.groupOf[row])] += 1
            firstRow[Int(groups.groupOf[row])] = row
        }
        for column in sensitive {
            var pairs = KeyNumbers(capacity: groups.count)
            var values = [[UInt16]](repeating: [], count: groups.count)
            for row in 0..<rows {
                let key = UInt64(groups.groupOf[row]) << 32 | UInt64(column.codes[row])
                let before = pairs.count
                if pairs.number(of: key) == before { values[Int(groups.groupOf[row])].append(column.codes[row]) }
            }
            sensitiveOf.append(values)
        }
        open = rows == 0 ? [] : Array(0..<groups.count)
        openRows = rows
        return groups.groupOf
    }

    private mutating func search() {
        var lattice = RecodingLattice(costs: columns.indices.map(costs))
        var looked = 0
        while openRows >= k, looked < Self.nodesMax, let choice = lattice.next() {
            settle(at: choice)
            looked += 1
        }
        if openRows >= k, looked == Self.nodesMax { goStraightUp() }
        if !sensitive.isEmpty { absorb() }
    }

    /// Raises one column after another, the one that tells most of the open rows apart first.
    private mutating func goStraightUp() {
        var choice = levels.map { _ in 0 }
        while openRows >= k {
            let spread = columns.indices.map { column in
                choice[column] + 1 < levels[column].count
                    ? Set(open.map { code(of: $0, column, level: levels[column][choice[column]]) }).count : 0
            }
            guard let most = spread.indices.max(by: { spread[$0] < spread[$1] }), spread[most] > 0 else { return }
            choice[most] += 1
            settle(at: choice)
        }
    }

    /// The weighted mean loss of a column at each of its levels, from whole numbers, so that the order of rows cannot
    /// change it.
    func costs(of column: Int) -> [Double] {
        let hierarchy = columns[column].hierarchy
        var counts = [Int](repeating: 0, count: hierarchy.valueCount)
        for tuple in rowsOf.indices { counts[Int(columns[column].codes[firstRow[tuple]])] += rowsOf[tuple] }
        let unit = Double(hierarchy.lossUnit) * Double(max(nodeOf.count, 1))
        return levels[column].map { level in
            let sum = counts.indices.reduce(0) { $0 + counts[$1] * hierarchy.loss(level: level, value: $1) }
            return columns[column].weight * Double(sum) / unit
        }
    }

    func code(of tuple: Int, _ column: Int, level: Int) -> UInt32 {
        columns[column].hierarchy.codes[level][Int(columns[column].codes[firstRow[tuple]])]
    }

    /// Sorts tuples into groups that are alike at these levels.
    func group(_ tuples: [Int], at node: [Int]) -> (groupOf: [UInt32], count: Int) {
        Grouping.groups(
            of: tuples.count,
            by: columns.indices.filter { columns[$0].hierarchy.labels[node[$0]].count > 1 }.map { column in
                let hierarchy = columns[column].hierarchy
                let (map, codes, first) = (hierarchy.codes[node[column]], columns[column].codes, firstRow)
                return (hierarchy.labels[node[column]].count, { map[Int(codes[first[tuples[$0]]])] })
            })
    }

    /// Settles the open tuples that are alike in large enough and diverse enough groups at this choice.
    private mutating func settle(at choice: [Int]) {
        let node = columns.indices.map { levels[$0][choice[$0]] }
        let groups = group(open, at: node)
        var sizes = [Int](repeating: 0, count: groups.count)
        for index in open.indices { sizes[Int(groups.groupOf[index])] += rowsOf[open[index]] }
        var isFit = sizes.map { $0 >= k }
        guard isFit.contains(true) else { return }
        for column in sensitive.indices { rejectPoor(column, groups.groupOf, &isFit) }
        guard isFit.contains(true) else { return }
        var rest: [Int] = []
        for index in open.indices {
            if isFit[Int(groups.groupOf[index])] {
                nodeOfTuple[open[index]] = nodes.count
                openRows -= rowsOf[open[index]]
            } else {
                rest.append(open[index])
            }
        }
        nodes.append(node)
        self.open = rest
    }

    /// Takes the mark from groups that hold too few different values of a sensitive column.
    private func rejectPoor(_ column: Int, _ groupOf: [UInt32], _ isFit: inout [Bool]) {
        var pairs = KeyNumbers(capacity: open.count)
        var different = [Int](repeating: 0, count: isFit.count)
        for index in open.indices where isFit[Int(groupOf[index])] {
            for value in sensitiveOf[column][open[index]] {
                let before = pairs.count
                let key = UInt64(groupOf[index]) << 32 | UInt64(value)
                if pairs.number(of: key) == before { different[Int(groupOf[index])] += 1 }
            }
        }
        for group in isFit.indices where different[group] < sensitive[column].l { isFit[group] = false }
    }
}
