// SPDX-License-Identifier: Apache-2.0

/// Slips of the pen: a sign too many, too few, another, or two neighbours exchanged (optimal string alignment).
enum EditDistance {
    /// True when one slip or none turns one text into the other. Linear.
    @inline(__always)
    static func isAtMostOne(
        _ a: UnsafePointer<UInt8>, _ aCount: Int, _ b: UnsafePointer<UInt8>, _ bCount: Int
    ) -> Bool {
        if abs(aCount - bCount) > 1 { return false }
        let least = min(aCount, bCount)
        var start = 0
        while start < least, a[start] == b[start] { start += 1 }
        var end = 0
        while end < least - start, a[aCount - 1 - end] == b[bCount - 1 - end] { end += 1 }
        let rest = max(aCount, bCount) - start - end
        if rest <= 1 { return true }
        return rest == 2 && aCount == bCount && a[start] == b[start + 1] && a[start + 1] == b[start]
    }

    /// The number of slips; `limit + 1` for anything above `limit`. Quadratic.
    static func distance(
        _ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>, limit: Int
    ) -> Int {
        if abs(a.count - b.count) > limit { return limit + 1 }
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in 0..<b.count {
                var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
                row.append(best)
            }
            if (row.min() ?? 0) > limit { return limit + 1 }
            before = last
            last = row
        }
        return min(last[b.count], limit + 1)
    }
}
