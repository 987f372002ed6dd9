// SPDX-License-Identifier: Apache-2.0

/// Numbers with a key each: key in the upper half, number in the lower.
enum SortedKeys {
    /// A rule's rows that share their key with another row, by key, and rows of one key in their order. Some that do
    /// not share it may be among them.
    static func of(_ keys: BlockKeys, rule: Int) -> Column<UInt64> {
        let sieve = KeySieve(keys: keys.rows)
        let entries = Column<UInt64>(unfilled: keys.rows)
        var end = entries.base
        keys.forEachKey(of: rule) { row, key in
            sieve.add(key)
            end.pointee = UInt64(key) << 32 | UInt64(truncatingIfNeeded: row)
            end += 1
        }
        var kept = entries.base
        var at = entries.base
        while at < end {
            // Written always, kept when shared: no branch that nobody can foresee.
            kept.pointee = at.pointee
            kept += sieve.isShared(UInt32(truncatingIfNeeded: at.pointee >> 32)) ? 1 : 0
            at += 1
        }
        entries.shorten(to: kept - entries.base)
        return byKey(entries)
    }

    /// By key, and numbers of one key in the order in which they stand: three passes of eleven bits.
    static func byKey(_ unsorted: Column<UInt64>) -> Column<UInt64> {
        var entries = unsorted
        var other = Column<UInt64>(unfilled: entries.count)
        let count = entries.count
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * 2_049) { places in
            guard let base = places.baseAddress else { return }
            places.initialize(repeating: 0)
            for place in 0..<count {
                let key = entries.base[place] >> 32
                base[Int(truncatingIfNeeded: key & 2_047) + 1] += 1
                base[2_049 + Int(truncatingIfNeeded: key >> 11 & 2_047) + 1] += 1
                base[4_098 + Int(truncatingIfNeeded: key >> 22 & 2_047) + 1] += 1
            }
            for (pass, shift) in [UInt64(32), 43, 54].enumerated() {
                let starts = base + pass * 2_049
                for digit in 0..<2_048 { starts[digit + 1] += starts[digit] }
                scatter(entries, to: other, starts, shift)
                swap(&entries, &other)
            }
        }
        return entries
    }

    private static func scatter(
        _ from: Column<UInt64>, to target: Column<UInt64>, _ starts: UnsafeMutablePointer<Int>, _ shift: UInt64
    ) {
        let (source, target) = (from.base, target.base)
        for at in 0..<from.count {
            let digit = Int(truncatingIfNeeded: source[at] >> shift & 2_047)
            target[starts[digit]] = source[at]
            starts[digit] += 1
        }
    }
}
