// SPDX-License-Identifier: Apache-2.0

/// For each row the length of the shortest combination by which it stands alone, or almost alone.
final class RarityMarks {
    static let never = UInt8.max

    private let k: Int
    private var rowOf: [UInt32] = []
    /// By row: the shortest combination that only this row has, and that fewer than k rows have.
    private(set) var unique: [UInt8]
    private(set) var rare: [UInt8]

    init(rows: Int, k: Int) {
        self.k = k
        unique = Array(repeating: Self.never, count: rows)
        rare = unique
    }

    func prepare(_ items: UnsafeMutableBufferPointer<UInt32>, end: UInt32) {
        var row: UInt32 = 0
        rowOf = items.map { item in
            defer { if item == end { row += 1 } }
            return row
        }
    }

    func note(_ place: UInt32, count: UInt32, length: Int) {
        guard Int(count) < k else { return }
        let row = Int(rowOf[Int(place)])
        rare[row] = min(rare[row], UInt8(length))
        if count == 1 { unique[row] = min(unique[row], UInt8(length)) }
    }
}
