// SPDX-License-Identifier: Apache-2.0

/// How many synthetic records should have each pair of values of two fields, an empty field included: noisy counts made
/// to agree with each other. Post-processing: costs no privacy.
struct PairTargets {
    /// Added to the cell of a pair that may not be.
    static let forbidden: Int32 = 1 << 28

    let rowCount: Int
    /// For each field its values; position 0 stands for an empty field.
    let values: [[UInt32]]
    /// For each field the records that should have each value, at position 0 those that should have none.
    let singles: [[Int32]]
    /// The cells of all pairs of fields, one pair behind the other.
    let cells: [Int32]
    /// By field · fields + other field: where the pair begins, and how far apart its values lie.
    let offsets: [Int]
    let strides: [Int]

    var fieldCount: Int { values.count }

    /// - Parameters:
    ///   - fields: For each attribute its field.
    ///   - fieldCount: How many fields there are.
    init(_ counts: NoisyCounts, fields: [Int], fieldCount: Int) {
        rowCount = counts.rows
        var positions: [[Int]] = Array(repeating: [], count: fieldCount)
        for (position, value) in counts.values.enumerated() { positions[fields[Int(value)]].append(position) }
        positions.removeAll(where: \.isEmpty)
        values = positions.map { $0.map { counts.values[$0] } }
        let ones = positions.map { Self.singles($0.map { counts.singles[$0] }, rows: Double(counts.rows)) }
        singles = ones.map { $0.map { Int32(max(0, $0).rounded()) } }
        let count = positions.count
        var cells: [Int32] = []
        var offsets = [Int](repeating: 0, count: count * count)
        var strides = offsets
        for one in 0..<count {
            for other in (one + 1)..<max(one + 1, count) {
                let width = ones[other].count
                (offsets[one * count + other], offsets[other * count + one]) = (cells.count, cells.count)
                (strides[one * count + other], strides[other * count + one]) = (width, 1)
                let table = Self.cells(counts, positions[one], positions[other], ones[one], ones[other])
                cells.append(contentsOf: table)
            }
        }
        (self.cells, self.offsets, self.strides) = (cells, offsets, strides)
    }

    /// The counts of one field with its empty cells in front, no more than there are rows.
    private static func singles(_ counts: [Double], rows: Double) -> [Double] {
        let total = counts.reduce(0, +)
        let scaled = total > rows ? counts.map { $0 * rows / total } : counts
        return [rows - scaled.reduce(0, +)] + scaled
    }

    /// The cells of two fields: what was counted, no more than either value has alone, the rest with empty fields.
    private static func cells(
        _ counts: NoisyCounts, _ one: [Int], _ other: [Int], _ ones: [Double], _ others: [Double]
    ) -> [Int32] {
        let width = others.count
        var table = [Double](repeating: 0, count: ones.count * width)
        var isKept = [Bool](repeating: true, count: table.count)
        for row in 1..<ones.count {
            for column in 1..<width {
                let count = counts[one[row - 1], other[column - 1]]
                isKept[row * width + column] = count >= counts.pairThreshold
                if count >= counts.pairThreshold {
                    table[row * width + column] = min(count, ones[row], others[column])
                }
            }
        }
        for _ in 0..<3 { shrink(&table, ones, others) }
        fillEmpty(&table, ones, others)
        return zip(table, isKept).map { $1 ? Int32(max(0, $0).rounded()) : forbidden }
    }

    /// Takes from rows and columns what they hold beyond the count of their value alone.
    private static func shrink(_ table: inout [Double], _ ones: [Double], _ others: [Double]) {
        let width = others.count
        for row in 1..<ones.count {
            let sum = (1..<width).reduce(0) { $0 + table[row * width + $1] }
            if sum > ones[row] { for column in 1..<width { table[row * width + column] *= ones[row] / sum } }
        }
        for column in 1..<width {
            let sum = (1..<ones.count).reduce(0) { $0 + table[$1 * width + column] }
            if sum > others[column] {
                for row in 1..<ones.count { table[row * width + column] *= others[column] / sum }
            }
        }
    }

    private static func fillEmpty(_ table: inout [Double], _ ones: [Double], _ others: [Double]) {
        let width = others.count
        for row in 1..<ones.count {
            table[row * width] = ones[row] - (1..<width).reduce(0) { $0 + table[row * width + $1] }
        }
        for column in 1..<width {
            table[column] = others[column] - (1..<ones.count).reduce(0) { $0 + table[$1 * width + column] }
        }
        let filled = table.reduce(0, +)
        table[0] = max(0, ones.reduce(0, +) - filled)
    }
}
