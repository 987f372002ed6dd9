// SPDX-License-Identifier: Apache-2.0

/// Counts of people by one or two columns, with every total. Cells stand row by row; the last of each row is the row's
/// total and the last row holds the totals of the columns.
public struct CountTable: Sendable, Hashable {
    /// The answers of each column, without the total; the second list is empty for a table of one way.
    public let answers: [[String]]
    /// All cells with the totals: `(rows + 1) × (columns + 1)`, or `rows + 1` for one way.
    public private(set) var counts: [Int]

    public var isOneWay: Bool { answers.count == 1 }
    /// Cells in one row of the table.
    public var width: Int { isOneWay ? 1 : answers[1].count + 1 }

    /// - Parameters:
    ///   - answers: One or two lists (a precondition).
    ///   - inner: The counts without totals, row by row, none below 0 (a precondition).
    public init(answers: [[String]], inner: [Int]) {
        precondition((1...2).contains(answers.count) && inner.allSatisfy { $0 >= 0 }, "not a table of counts")
        self.answers = answers
        let rows = answers[0].count
        guard answers.count == 2 else {
            counts = inner + [inner.reduce(0, +)]
            return
        }
        let columns = answers[1].count
        counts = Array(repeating: 0, count: (rows + 1) * (columns + 1))
        for row in 0..<rows {
            for column in 0..<columns {
                let count = inner[row * columns + column]
                for place in [(row, column), (row, columns), (rows, column), (rows, columns)] {
                    counts[place.0 * (columns + 1) + place.1] += count
                }
            }
        }
    }

    /// The answers that a cell is about, one for each column of the table; nil stands for the total.
    public func place(_ cell: Int) -> [String?] {
        let row = cell / width
        let first = row < answers[0].count ? answers[0][row] : nil
        if isOneWay { return [first] }
        let column = cell % width
        return [first, column < answers[1].count ? answers[1][column] : nil]
    }

    func isTotal(_ cell: Int) -> Bool { place(cell).contains(nil) }

    /// The same table with other counts that add up (a precondition of whoever makes them).
    func replacing(counts: [Int]) -> CountTable {
        var result = self
        result.counts = counts
        return result
    }

    /// The table as a network.
    ///
    /// - Parameter least: What everybody may know each cell holds at least.
    func network(least: [Int]) -> CellNetwork {
        let rows = answers[0].count
        let last = isOneWay ? 0 : answers[1].count
        let arcs = counts.indices.map { cell -> CellNetwork.Arc in
            let (row, column) = (cell / width, cell % width)
            if isOneWay { return arc(cell, row < rows ? (0, 1) : (1, 0), least) }
            // Sums of rows are nodes 0... and those of columns follow; totals run the other way.
            let (rowNode, columnNode) = (row, rows + 1 + column)
            return arc(cell, (row < rows) == (column < last) ? (rowNode, columnNode) : (columnNode, rowNode), least)
        }
        return CellNetwork(arcs: arcs, nodes: isOneWay ? 2 : rows + last + 2)
    }

    private func arc(_ cell: Int, _ nodes: (Int, Int), _ least: [Int]) -> CellNetwork.Arc {
        .init(from: nodes.0, to: nodes.1, value: counts[cell], least: least[cell])
    }
}
