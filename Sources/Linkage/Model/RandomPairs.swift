// SPDX-License-Identifier: Apache-2.0

/// Pairs of rows taken at random, of which all but a few are two people: what agrees among them agrees by chance.
enum RandomPairs {
    /// Patterns of up to `most` pairs; of all pairs when there are no more. The same for the same table.
    static func patterns(
        of table: PersonTable, _ comparisons: [FieldComparison], _ strips: RowStrips, most: Int
    ) -> PatternCounts {
        let (first, second) =
            table.isPaired ? (table.boundary, table.count - table.boundary) : (table.count, table.count)
        let all = table.isPaired ? first * second : first * (first - 1) / 2
        if all <= 0 { return PatternCounts() }
        let pieces = Parallel.width
        let parts = Parallel.map(pieces) { piece -> PatternCounts in
            let comparer = PairComparer(table, comparisons, strips)
            var counts = PatternCounts()
            if all <= most {
                for i in stride(from: piece, to: first, by: pieces) {
                    for j in (table.isPaired ? first : i + 1)..<max(table.isPaired ? first : i + 1, table.count) {
                        counts.add(comparer.pattern(i, j))
                    }
                }
                return counts
            }
            var state = UInt64(piece) &* 0x9E37_79B9_7F4A_7C15 &+ 20_260_101
            func next(_ below: Int) -> Int {
                state &+= 0x9E37_79B9_7F4A_7C15
                return Int(mixed(state).multipliedFullWidth(by: UInt64(below)).high)
            }
            var batch = StripPairs(strips)
            for _ in 0..<(most / pieces) {
                let i = next(first)
                let j = table.isPaired ? first + next(second) : next(second)
                if i != j, batch.add(i, j) { batch.empty { counts.add(comparer.pattern($0, $1)) } }
            }
            batch.empty { counts.add(comparer.pattern($0, $1)) }
            return counts
        }
        return parts.reduce(into: PatternCounts()) { $0.add($1) }
    }
}

/// Strips of some hundred pairs, fetched before any are compared: see `GatheredRows`.
private struct StripPairs: ~Copyable {
    private let strips: RowStrips
    private let rows: Column<UInt32>
    private var count = 0
    private static let most = 256

    init(_ strips: RowStrips) {
        self.strips = strips
        rows = Column(unfilled: Self.most * 2 * strips.width)
    }

    /// True when it is full.
    @inline(__always)
    mutating func add(_ i: Int, _ j: Int) -> Bool {
        let width = strips.width
        let target = rows.base + count * 2 * width
        RowStrips.copy(strips.base + i * width, to: target, width)
        RowStrips.copy(strips.base + j * width, to: target + width, width)
        count += 1
        return count == Self.most
    }

    @inline(__always)
    mutating func empty(_ use: (UnsafePointer<UInt32>, UnsafePointer<UInt32>) -> Void) {
        let width = strips.width
        for pair in 0..<count { use(rows.base + pair * 2 * width, rows.base + (pair * 2 + 1) * width) }
        count = 0
    }
}
