// SPDX-License-Identifier: Apache-2.0

/// Gives equal keys one number, counting from 0 in the order in which they first come. An open hash table of exact
/// keys: two different keys never share a number.
struct KeyNumbers {
    private var slots: [UInt32]
    private(set) var keys: [UInt64] = []
    private var mask: Int

    /// - Parameter capacity: About how many different keys there will be; more are taken too.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        mask = size - 1
    }

    var count: Int { keys.count }

    /// The number of a key; a new one when it has not come before.
    mutating func number(of key: UInt64) -> Int {
        var place = Self.home(key) & mask
        while slots[place] != 0 {
            let number = Int(slots[place]) - 1
            if keys[number] == key { return number }
            place = (place + 1) & mask
        }
        keys.append(key)
        slots[place] = UInt32(keys.count)
        if keys.count * 2 > mask { grow() }
        return keys.count - 1
    }

    private mutating func grow() {
        let size = (mask + 1) * 2
        mask = size - 1
        slots = Array(repeating: 0, count: size)
        for (number, key) in keys.enumerated() {
            var place = Self.home(key) & mask
            while slots[place] != 0 { place = (place + 1) & mask }
            slots[place] = UInt32(number + 1)
        }
    }

    private static func home(_ key: UInt64) -> Int {
        let mixed = (key ^ (key >> 32)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 29)) & 0x7FFF_FFFF_FFFF)
    }
}

/// Sorts things into groups that are equal in several columns.
enum Grouping {
    /// For each thing the number of its group, and how many groups there are.
    ///
    /// - Parameters:
    ///   - count: How many things there are.
    ///   - columns: For each column how many codes it has, and the code of a thing.
    /// O(count × columns). Exact for any number of columns: keys that no longer fit 64 bits are numbered anew.
    static func groups(
        of count: Int, by columns: [(size: Int, code: (Int) -> UInt32)]
    ) -> (groupOf: [UInt32], count: Int) {
        var keys = [UInt64](repeating: 0, count: count)
        var room: UInt64 = 1
        for column in columns {
            let size = UInt64(max(column.size, 1))
            if room.multipliedReportingOverflow(by: size).overflow {
                room = renumber(&keys)
            }
            room *= size
            for index in 0..<count { keys[index] = keys[index] * size + UInt64(column.code(index)) }
        }
        let groups = renumber(&keys)
        return (keys.map { UInt32($0) }, Int(groups))
    }

    private static func renumber(_ keys: inout [UInt64]) -> UInt64 {
        var numbers = KeyNumbers(capacity: min(keys.count, 1 << 16))
        for index in keys.indices { keys[index] = UInt64(numbers.number(of: keys[index])) }
        return UInt64(max(numbers.count, 1))
    }
}
