// SPDX-License-Identifier: Apache-2.0

/// Pairs by weight falling; pairs of one weight in the order of their rows.
enum PairOrder {
    static func isBefore(_ x: ScoredPair, _ y: ScoredPair) -> Bool {
        x.weight != y.weight ? x.weight > y.weight : x.a != y.a ? x.a < y.a : x.b < y.b
    }

    /// By digits of the weight, cut to 32 bits; then each stretch of pairs that are alike in those.
    ///
    /// - Parameter odds: added to each weight.
    static func sorted(_ pairs: [ScoredPair], adding odds: Double = 0) -> [ScoredPair] {
        let keys = Column<UInt64>(unfilled: pairs.count)
        for (place, pair) in pairs.enumerated() {
            keys[place] = UInt64(key(pair.weight + odds)) << 32 | UInt64(truncatingIfNeeded: place)
        }
        let order = SortedKeys.byKey(keys)
        var sorted = [ScoredPair](unsafeUninitializedCapacity: pairs.count) { buffer, count in
            for place in 0..<order.count {
                let pair = pairs[Int(UInt32(truncatingIfNeeded: order[place]))]
                buffer[place] = ScoredPair(a: pair.a, b: pair.b, weight: pair.weight + odds)
            }
            count = order.count
        }
        var start = 0
        while start < order.count {
            let end = Blocks.end(order, from: start, before: order.count)
            if end - start > 1 { sorted[start..<end].sort(by: isBefore) }
            start = end
        }
        return sorted
    }

    /// Smaller for larger weights.
    @inline(__always)
    private static func key(_ weight: Double) -> UInt32 {
        let bits = Float(-weight).bitPattern
        return bits >> 31 == 1 ? ~bits : bits | 1 << 31
    }
}
