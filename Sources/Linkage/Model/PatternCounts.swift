// SPDX-License-Identifier: Apache-2.0

/// How often each pattern of levels was seen. Some hundreds to some ten thousand patterns, whatever the number of
/// pairs.
struct PatternCounts: Sendable {
    private var keys: [UInt64]
    private var counts: [UInt64]
    private var used = 0

    init() {
        keys = Array(repeating: .max, count: 1 << 12)
        counts = Array(repeating: 0, count: 1 << 12)
    }

    @inline(__always)
    mutating func add(_ pattern: UInt64, _ count: UInt64 = 1) {
        let mask = keys.count - 1
        var slot = Int(truncatingIfNeeded: (pattern &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
        while keys[slot] != pattern {
            if keys[slot] == .max {
                keys[slot] = pattern
                used += 1
                break
            }
            slot = (slot + 1) & mask
        }
        counts[slot] += count
        if used * 2 > keys.count { grow() }
    }

    private mutating func grow() {
        let old = all
        keys = Array(repeating: .max, count: keys.count * 2)
        counts = Array(repeating: 0, count: keys.count)
        used = 0
        for (pattern, count) in old { add(pattern, count) }
    }

    mutating func add(_ other: PatternCounts) { for (pattern, count) in other.all { add(pattern, count) } }

    var all: [(pattern: UInt64, count: UInt64)] {
        keys.indices.compactMap { keys[$0] == .max ? nil : (keys[$0], counts[$0]) }
    }

    var total: UInt64 { counts.reduce(0, +) }

    /// How often each level of a comparison was seen, level 0 (missing) first.
    func levels(of comparison: Int) -> [Double] {
        var levels = [Double](repeating: 0, count: 16)
        for (pattern, count) in all { levels[Int(pattern >> UInt64(comparison * 4) & 15)] += Double(count) }
        return levels
    }
}
