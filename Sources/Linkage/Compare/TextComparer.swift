// SPDX-License-Identifier: Apache-2.0

/// Levels of places, papers and telephones.
final class TextComparer {
    private let similarity = JaroWinkler()
    private let bounds = JaroBounds.text

    @inline(__always)
    func text(_ a: UInt32, _ b: UInt32, _ view: PoolView) -> Int {
        if a == 0 || b == 0 { return 0 }
        if a == b { return 4 }
        let (one, two) = (view.entry(a), view.entry(b))
        if EditDistance.isAtMostOne(one.base, one.count, two.base, two.count) { return 3 }
        return similarity.similarity(one, two, bounds) > 0 ? 2 : 1
    }

    @inline(__always)
    func document(_ a: UInt32, _ b: UInt32, _ view: PoolView) -> Int {
        if a == 0 || b == 0 { return 0 }
        if a == b { return 4 }
        let (one, two) = (view.entry(a), view.entry(b))
        if EditDistance.isAtMostOne(one.base, one.count, two.base, two.count) { return 3 }
        let strangers = max(
            (one.signature & ~two.signature).nonzeroBitCount, (two.signature & ~one.signature).nonzeroBitCount)
        if strangers > 2 || abs(one.count - two.count) > 2 { return 1 }
        return EditDistance.distance(view[a], view[b], limit: 2) <= 2 ? 2 : 1
    }

    /// Nine digits each.
    @inline(__always)
    static func phone(_ a: UInt32, _ b: UInt32) -> Int {
        if a == 0 || b == 0 { return 0 }
        return a == b ? 3 : DecimalSlip.isOne(a, b, digits: 9) ? 2 : 1
    }
}

/// Numbers of a fixed length that one slip tells apart.
enum DecimalSlip {
    /// True when one digit differs, or two neighbours are exchanged.
    @inline(__always)
    static func isOne(_ a: UInt32, _ b: UInt32, digits: Int) -> Bool {
        var (x, y) = (a, b)
        var differing = 0
        var (firstA, firstB): (UInt32, UInt32) = (0, 0)
        var lastPlace = -2
        for place in 0..<digits {
            let (p, q) = (x % 10, y % 10)
            x /= 10
            y /= 10
            if p == q { continue }
            differing += 1
            if differing == 1 {
                (firstA, firstB, lastPlace) = (p, q, place)
            } else if differing > 2 || place != lastPlace + 1 || p != firstB || q != firstA {
                return false
            }
        }
        return differing > 0
    }
}
