// SPDX-License-Identifier: Apache-2.0

/// The blocks of one rule: rows sorted by key, and which runs of them are compared.
struct Blocks {
    /// Key in the upper half, row in the lower; runs of one key are blocks.
    private let entries: [UInt64]
    private let boundary: Int
    private let isPaired: Bool
    /// The largest block that is compared, in pairs.
    let mostPairs: Int
    /// Pairs that blocks up to that size hold, before those that an earlier rule has found are taken off.
    let pairs: Int
    /// Pairs and blocks that were left out because a block was too large.
    let leftOut: (pairs: Int, blocks: Int)

    /// - Parameter budget: pairs to compare at most; the largest blocks are left out first.
    init(_ keys: BlockKeys, rule: Int, of table: PersonTable, budget: Int, mostPairs limit: Int) {
        boundary = table.boundary
        isPaired = table.isPaired
        let sorted = Self.sorted(keys, rule)
        entries = sorted
        var sizes: [Int: Int] = [:]
        Self.runs(sorted) { range in
            let pairs = Self.pairs(sorted, range, table.isPaired, table.boundary)
            if pairs > 0 { sizes[pairs, default: 0] += 1 }
        }
        var (most, total, left, blocks) = (0, 0, 0, 0)
        for (size, count) in sizes.sorted(by: { $0.key < $1.key }) {
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
            guard Self.pairs(entries, range, isPaired, boundary) > mostPairs else { return }
            for place in range { keys.forget(row: Int(UInt32(truncatingIfNeeded: entries[place])), rule: rule) }
        }
    }

    /// Runs to compare, in pieces of about as many pairs each.
    func pieces(_ count: Int) -> [Range<Int>] {
        var cuts = [0]
        var done = 0
        let share = pairs / max(1, count) + 1
        Self.runs(entries) { range in
            let size = Self.pairs(entries, range, isPaired, boundary)
            if size <= mostPairs { done += size }
            if done >= share * cuts.count, cuts.count < count { cuts.append(range.upperBound) }
        }
        cuts.append(entries.count)
        return zip(cuts, cuts.dropFirst()).map { $0..<$1 }
    }

    /// Calls `body` with the two rows of each pair of some runs.
    @inline(__always)
    func forEachPair(in piece: Range<Int>, _ body: (Int, Int) -> Void) {
        entries.withUnsafeBufferPointer { entries in
            var at = piece.lowerBound
            while at < piece.upperBound {
                var end = at + 1
                let key = entries[at] >> 32
                while end < piece.upperBound, entries[end] >> 32 == key { end += 1 }
                let size = end - at
                if size > 1 { forEachPair(entries, at..<end, body) }
                at = end
            }
        }
    }

    @inline(__always)
    private func forEachPair(_ entries: UnsafeBufferPointer<UInt64>, _ run: Range<Int>, _ body: (Int, Int) -> Void) {
        func row(_ place: Int) -> Int { Int(UInt32(truncatingIfNeeded: entries[place])) }
        if !isPaired {
            if run.count * (run.count - 1) / 2 > mostPairs { return }
            for a in run.lowerBound..<(run.upperBound - 1) {
                for b in (a + 1)..<run.upperBound { body(row(a), row(b)) }
            }
            return
        }
        var middle = run.lowerBound
        while middle < run.upperBound, row(middle) < boundary { middle += 1 }
        if (middle - run.lowerBound) * (run.upperBound - middle) > mostPairs { return }
        for a in run.lowerBound..<middle {
            for b in middle..<run.upperBound { body(row(a), row(b)) }
        }
    }

    private static func runs(_ entries: [UInt64], _ use: (Range<Int>) -> Void) {
        var at = 0
        while at < entries.count {
            var end = at + 1
            while end < entries.count, entries[end] >> 32 == entries[at] >> 32 { end += 1 }
            if end - at > 1 { use(at..<end) }
            at = end
        }
    }

    private static func pairs(_ entries: [UInt64], _ run: Range<Int>, _ isPaired: Bool, _ boundary: Int) -> Int {
        if !isPaired { return run.count * (run.count - 1) / 2 }
        let first = run.prefix { Int(UInt32(truncatingIfNeeded: entries[$0])) < boundary }.count
        return first * (run.count - first)
    }

    /// By key, and rows of one key in their order: three passes of eleven bits.
    private static func sorted(_ keys: BlockKeys, _ rule: Int) -> [UInt64] {
        var count = 0
        var entries = [UInt64](unsafeUninitializedCapacity: keys.rows) { buffer, filled in
            keys.forEachKey(of: rule) { row, key in
                buffer[count] = UInt64(key) << 32 | UInt64(truncatingIfNeeded: row)
                count += 1
            }
            filled = count
        }
        var other = [UInt64](unsafeUninitializedCapacity: count) { $1 = count }
        for shift in [UInt64(32), 43, 54] {
            entries.withUnsafeMutableBufferPointer { from in
                other.withUnsafeMutableBufferPointer { to in pass(from, to, shift) }
            }
            swap(&entries, &other)
        }
        return entries
    }

    /// One pass of eleven bits.
    private static func pass(
        _ from: UnsafeMutableBufferPointer<UInt64>, _ to: UnsafeMutableBufferPointer<UInt64>, _ shift: UInt64
    ) {
        guard let source = from.baseAddress, let target = to.baseAddress else { return }
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 2_049) { places in
            places.initialize(repeating: 0)
            for at in 0..<from.count { places[Int(truncatingIfNeeded: source[at] >> shift & 2_047) + 1] += 1 }
            for digit in 0..<2_048 { places[digit + 1] += places[digit] }
            for at in 0..<from.count {
                let digit = Int(truncatingIfNeeded: source[at] >> shift & 2_047)
                target[places[digit]] = source[at]
                places[digit] += 1
            }
        }
    }
}
