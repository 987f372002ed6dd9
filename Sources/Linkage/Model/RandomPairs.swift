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
            for _ in 0..<(most / pieces) {
                let i = next(first)
                let j = table.isPaired ? first + next(second) : next(second)
                if i != j { counts.add(comparer.pattern(i, j)) }
            }
            return counts
        }
        return parts.reduce(into: PatternCounts()) { $0.add($1) }
    }
}
