// SPDX-License-Identifier: Apache-2.0

/// The largest part of a row that at least k rows share, found by taking one attribute away at a time.
///
/// While fewer than k rows share all of it: of the attributes without which k rows would, the most common goes (rare
/// ones say more); when there is none, the one without which the most rows share the rest.
struct FrequentPart: ~Copyable {
    private let bits: RowBits
    private let counts: [Int]
    private let k: Int
    /// Intersections from the left, one after every attribute of the row, and one from the right.
    private let prefixes: UnsafeMutablePointer<UInt64>
    private let suffix: UnsafeMutablePointer<UInt64>

    /// - Parameter widest: The most attributes that a row has.
    init(_ bits: RowBits, counts: [Int], k: Int, widest: Int) {
        (self.bits, self.counts, self.k) = (bits, counts, k)
        prefixes = .allocate(capacity: (widest + 1) * bits.wordCount)
        suffix = .allocate(capacity: bits.wordCount)
    }

    deinit {
        prefixes.deallocate()
        suffix.deallocate()
    }

    /// - Parameter row: Attribute numbers, ascending.
    /// - Returns: The attributes that stay, ascending; none when no attribute of the row is common enough.
    func of(_ row: ArraySlice<UInt32>) -> [UInt32] {
        var part = row.filter { counts[Int($0)] >= k }
        while part.count > 1, bits.support(part, cap: k) < k { part.remove(at: weakest(part)) }
        return part
    }

    private func weakest(_ part: [UInt32]) -> Int {
        let words = bits.wordCount
        for word in 0..<words { prefixes[word] = .max }
        for (place, attribute) in part.enumerated() {
            let (from, to) = (prefixes + place * words, prefixes + (place + 1) * words)
            bits.with(attribute) { own in for word in 0..<words { to[word] = from[word] & own[word] } }
        }
        for word in 0..<words { suffix[word] = .max }
        var best = (rank: -1, score: -1, place: 0)
        for place in part.indices.reversed() {
            let count = RowBits.common(prefixes + place * words, suffix, words, cap: k)
            let (rank, score) = count >= k ? (1, counts[Int(part[place])]) : (0, count)
            if (rank, score) > (best.rank, best.score) { best = (rank, score, place) }
            bits.with(part[place]) { own in for word in 0..<words { suffix[word] &= own[word] } }
        }
        return best.place
    }
}
