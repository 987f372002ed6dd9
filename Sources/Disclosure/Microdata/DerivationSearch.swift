// SPDX-License-Identifier: Apache-2.0

/// Finds columns that follow from declared ones: once the declared columns are known, so are they.
///
/// Counted on the rows as they came in, before anything is coarsened: a column that follows from a value undoes its
/// coarsening.
struct DerivationSearch {
    /// A column follows when guessing it from the source is wrong in at most this share of what guessing it without is.
    private static let errorShare = 0.02
    /// Guessing without the source must go wrong this often, or there is nothing to learn.
    private static let errorMin = 0.005
    /// Rows a value of the source must have on average, so that a column does not follow by chance.
    private static let rowsPerValue = 5
    private static let cellsMax = 4_000_000

    private let table: ColumnTable
    private let declared: [Int]

    init(_ table: ColumnTable, declared: [Int]) {
        self.table = table
        self.declared = declared
    }

    /// The columns among these that follow from a declared one or from all together. O(rows × columns × declared).
    func following(_ columns: [Int], k: Int) -> [AnonymizeRefusal.DerivedColumn] {
        let large = largeTuples(k: k)
        return columns.filter(varies).compactMap { column in
            for source in declared where follows(column, from: source) {
                return .init(name: table.columns[column].name, source: table.columns[source].name)
            }
            guard declared.count > 1, let large, followsFromAll(column, large) else { return nil }
            return .init(name: table.columns[column].name, source: nil)
        }
    }

    /// False for a column that says nearly the same of everybody, of which there is nothing to learn.
    private func varies(_ column: Int) -> Bool {
        var rows = [Int](repeating: 0, count: table.columns[column].values.count)
        for code in table.columns[column].codes { rows[Int(code)] += 1 }
        let given = rows.dropFirst()
        let all = Double(table.rowCount - (rows.max() ?? 0)) >= Self.errorMin * Double(table.rowCount)
        let filled = given.reduce(0, +)
        return all || Double(filled - (given.max() ?? 0)) >= Self.errorMin * Double(max(filled, 1))
    }

    /// Whether one column follows from another, on the rows in which the source is known; with missing answers as a
    /// value of their own, or among the answers that were given.
    private func follows(_ column: Int, from source: Int) -> Bool {
        let (target, source) = (table.columns[column], table.columns[source])
        let width = target.values.count
        guard width > 1, source.values.count * width <= Self.cellsMax else { return false }
        var counts = [Int32](repeating: 0, count: source.values.count * width)
        for (value, answer) in zip(source.codes, target.codes) { counts[Int(value) * width + Int(answer)] += 1 }
        return [0, 1].contains { first in
            var tally = Tally(width: width)
            for value in 1..<max(source.values.count, 1) {
                tally.add(counts[(value * width + first)..<((value + 1) * width)], from: first)
            }
            return tally.isDetermined(
                errorShare: Self.errorShare, errorMin: Self.errorMin, rowsPerValue: Self.rowsPerValue)
        }
    }

    /// The rows that share all declared values with k or more others: their number's group, else nil.
    private func largeTuples(k: Int) -> (groupOf: [Int32], count: Int)? {
        let groups = Grouping.groups(
            of: table.rowCount,
            by: declared.map { place in
                let column = table.columns[place]
                return (column.values.count, { UInt32(column.codes[$0]) })
            })
        var sizes = [Int](repeating: 0, count: groups.count)
        for group in groups.groupOf { sizes[Int(group)] += 1 }
        var number = [Int32](repeating: -1, count: groups.count)
        var count: Int32 = 0
        for group in sizes.indices where sizes[group] >= max(k, Self.rowsPerValue) {
            number[group] = count
            count += 1
        }
        guard count > 1 else { return nil }
        return (groups.groupOf.map { number[Int($0)] }, Int(count))
    }

    private func followsFromAll(_ column: Int, _ large: (groupOf: [Int32], count: Int)) -> Bool {
        let target = table.columns[column]
        let width = target.values.count
        guard width > 1, large.count * width <= Self.cellsMax else { return false }
        var counts = [Int32](repeating: 0, count: large.count * width)
        for (group, answer) in zip(large.groupOf, target.codes) where group >= 0 {
            counts[Int(group) * width + Int(answer)] += 1
        }
        return [0, 1].contains { first in
            var tally = Tally(width: width)
            for group in 0..<large.count {
                tally.add(counts[(group * width + first)..<((group + 1) * width)], from: first)
            }
            return tally.isDetermined(
                errorShare: Self.errorShare, errorMin: Self.errorMin, rowsPerValue: Self.rowsPerValue)
        }
    }

    /// How often a guess goes wrong with the source and without it.
    private struct Tally {
        private var totals: [Int]
        private var rows = 0
        private var right = 0
        private var groups = 0

        init(width: Int) { totals = Array(repeating: 0, count: width) }

        mutating func add(_ counts: ArraySlice<Int32>, from first: Int) {
            var (sum, most) = (0, 0)
            for (place, count) in counts.enumerated() where count > 0 {
                totals[first + place] += Int(count)
                sum += Int(count)
                most = max(most, Int(count))
            }
            if sum == 0 { return }
            rows += sum
            right += most
            groups += 1
        }

        func isDetermined(errorShare: Double, errorMin: Double, rowsPerValue: Int) -> Bool {
            guard rows >= groups * rowsPerValue, groups > 1 else { return false }
            let without = rows - (totals.max() ?? 0)
            let with = rows - right
            return Double(without) >= errorMin * Double(rows) && without > 1
                && Double(with) <= errorShare * Double(without)
        }
    }
}
