// SPDX-License-Identifier: Apache-2.0

/// Where the chain of each key of one rule begins. In 256 parts that grow each for itself, so that no addition waits
/// for all to be moved.
struct KeyDirectory {
    private var parts = (0..<256).map { _ in Part() }

    /// Key in the upper half, first row of the chain plus one in the lower.
    private struct Part {
        var slots = Column<UInt64>(repeating: 0, count: 16)
        var used = 0

        @inline(__always)
        func slot(of key: UInt32) -> Int {
            let mask = slots.count - 1
            var slot = Int(key) & mask
            while slots[slot] != 0, UInt32(truncatingIfNeeded: slots[slot] >> 32) != key { slot = (slot + 1) & mask }
            return slot
        }

        mutating func grow() {
            let old = slots
            slots = Column(repeating: 0, count: old.count * 2)
            for place in 0..<old.count where old[place] != 0 {
                slots[slot(of: UInt32(truncatingIfNeeded: old[place] >> 32))] = old[place]
            }
        }
    }

    /// 0 when no row has the key.
    @inline(__always)
    func first(of key: UInt32) -> UInt32 {
        let part = parts[Int(key >> 24)]
        return UInt32(truncatingIfNeeded: part.slots[part.slot(of: key)])
    }

    /// Puts a row before the chain.
    ///
    /// - Returns: what was first before; 0 for nothing.
    mutating func replaceFirst(of key: UInt32, with row: UInt32) -> UInt32 {
        let place = Int(key >> 24)
        let slot = parts[place].slot(of: key)
        let before = UInt32(truncatingIfNeeded: parts[place].slots[slot])
        parts[place].slots[slot] = UInt64(key) << 32 | UInt64(row)
        if before == 0 {
            parts[place].used += 1
            if parts[place].used * 4 > parts[place].slots.count * 3 { parts[place].grow() }
        }
        return before
    }
}
