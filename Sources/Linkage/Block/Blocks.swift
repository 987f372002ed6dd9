// SPDX-License-Identifier: Apache-2.0

/// The blocks of one rule: rows sorted by key, and which runs of them are compared.
struct Blocks {
    /// Key in the upper half, row in the lower; runs of one key are blocks.
    let entries: Column<UInt64>
    let boundary: Int
    let isPaired: Bool
    /// The largest block that is compared, in pairs.
    let mostPairs: Int
    /// Pairs that blocks up to that size hold, before those that an earlier rule has found are taken off.
    let pairs: Int
    /// Pairs and blocks that were left out because a block was too large.
    let leftOut: (pairs: Int, blocks: Int)

    /// - Parameters:
    ///   - entries: of the rule, as `SortedKeys` makes them.
    ///   - budget: pairs to compare at most; the largest blocks are left out first.
    init(_ entries: Column<UInt64>, of table: PersonTable, budget: Int, mostPairs limit: Int) {
        self.entries = entries
        boundary = table.boundary
        isPaired = table.isPaired
        var sizes = BlockSizes()
        Self.runs(entries) { range in sizes.add(Self.pairs(entries, range, table.isPaired, table.boundary)) }
        var (most, total, left, blocks) = (0, 0, 0, 0)
        for (size, count) in sizes.rising {
            if left == 0, size <= limit, total + size * count <= budget {
                most = size
                total += size * count
            } else {
                left += size * count
                blocks += count
            }
        }
        mostPairs = most
        pairs = total
        leftOut = (left, blocks)
    }

    /// Takes the keys of blocks that are left out away, so that a later rule may find their pairs.
    func forgetLeftOut(in keys: BlockKeys, rule: Int) {
        if leftOut.blocks == 0 { return }
        Self.runs(entries) { range in
            guard pairs(of: range) > mostPairs else { return }
            for place in range { keys.forget(row: row(place), rule: rule) }
        }
    }

    /// Runs to compare, in pieces of about as many pairs each.
    func pieces(_ count: Int) -> [Range<Int>] {
        var cuts = [0]
        var done = 0
        let share = pairs / max(1, count) + 1
        Self.runs(entries) { range in
            let size = pairs(of: range)
            if size <= mostPairs { done += size }
            if done >= share * cuts.count, cuts.count < count { cuts.append(range.upperBound) }
        }
        cuts.append(entries.count)
        return zip(cuts, cuts.dropFirst()).map { $0..<$1 }
    }

    @inline(__always)
    func row(_ place: Int) -> Int { Int(UInt32(truncatingIfNeeded: entries.base[place])) }

    func pairs(of run: Range<Int>) -> Int { Self.pairs(entries, run, isPaired, boundary) }

    /// The end of the run that begins at a place.
    @inline(__always)
    static func end(_ entries: Column<UInt64>, from at: Int, before limit: Int) -> Int {
        let base = entries.base
        let key = base[at] >> 32
        var end = at + 1
        while end < limit, base[end] >> 32 == key { end += 1 }
        return end
    }

    private static func runs(_ entries: Column<UInt64>, _ use: (Range<Int>) -> Void) {
        var at = 0
        while at < entries.count {
            let end = end(entries, from: at, before: entries.count)
            if end - at > 1 { use(at..<end) }
            at = end
        }
    }

    private static func pairs(
        _ entries: Column<UInt64>, _ run: Range<Int>, _ isPaired: Bool, _ boundary: Int
    ) -> Int {
        if !isPaired { return run.count * (run.count - 1) / 2 }
        var first = run.lowerBound
        while first < run.upperBound, Int(UInt32(truncatingIfNeeded: entries.base[first])) < boundary { first += 1 }
        return (first - run.lowerBound) * (run.upperBound - first)
    }
}

/// How many blocks there are of each size, in pairs.
private struct BlockSizes {
    private var small = [Int](repeating: 0, count: 4_096)
    private var large: [Int: Int] = [:]

    @inline(__always)
    mutating func add(_ pairs: Int) {
        if pairs < small.count { small[pairs] += 1 } else { large[pairs, default: 0] += 1 }
    }

    /// Sizes above nought, rising, with how many blocks have them.
    var rising: [(size: Int, count: Int)] {
        small.indices.dropFirst().filter { small[$0] > 0 }.map { ($0, small[$0]) }
            + large.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
