// SPDX-License-Identifier: Apache-2.0

/// How often each frequent pair and triple of attributes occurs in the sensitive rows, and how often in the synthetic
/// ones so far: open addressing over one list of keys.
struct Capacity {
    private static let free = UInt64.max
    private static let none: UInt64 = (1 << 21) - 1

    private var keys: [UInt64]
    private var sensitive: [Int32]
    private var synthetic: [Int32]
    private let mask: Int

    /// Attributes that a table may have at most.
    static let attributesMax = (1 << 21) - 1

    /// - Parameter k: Rarer pairs and triples are not held and never have room.
    init(of rows: AttributeRows, k: Int) {
        var found: [(UInt64, Int32)] = []
        CombinationWalk(rows, length: 3, least: k).each { attributes, count in
            if attributes.count == 1 { return }
            let third = attributes.count == 3 ? attributes[2] : nil
            found.append((Self.key(attributes[0], attributes[1], third), Int32(clamping: count.total)))
        }
        var size = 64
        while size < 2 * found.count { size *= 2 }
        mask = size - 1
        keys = Array(repeating: Self.free, count: size)
        sensitive = Array(repeating: 0, count: size)
        synthetic = Array(repeating: 0, count: size)
        for (key, count) in found {
            var slot = Self.hash(key) & mask
            while keys[slot] != Self.free { slot = (slot + 1) & mask }
            keys[slot] = key
            sensitive[slot] = count
        }
    }

    /// How many sensitive rows have all of these two or three attributes, when at least k do; else 0.
    func support(_ one: UInt32, _ other: UInt32, _ third: UInt32? = nil) -> Int {
        slot(one, other, third).map { Int(sensitive[$0]) } ?? 0
    }

    /// How many more records may get `extra` beside `part` before a pair or a triple is more frequent than it was;
    /// 0 when one of them is too rare to be there at all, never more than `cap`.
    func room(_ part: [UInt32], adding extra: UInt32, cap: Int) -> Int {
        var room = cap
        for place in part.indices {
            guard let pair = slot(part[place], extra, nil) else { return 0 }
            room = min(room, Int(sensitive[pair] - synthetic[pair]))
            if room <= 0 { return 0 }
        }
        for place in part.indices {
            for other in part.indices where other > place {
                guard let triple = slot(part[place], part[other], extra) else { return 0 }
                room = min(room, Int(sensitive[triple] - synthetic[triple]))
                if room <= 0 { return 0 }
            }
        }
        return room
    }

    /// The least room over all pairs and triples of a whole record.
    func room(_ part: [UInt32], cap: Int) -> Int {
        var room = cap
        for end in part.indices.dropFirst() {
            room = min(room, self.room(Array(part[..<end]), adding: part[end], cap: cap))
        }
        return room
    }

    /// Notes that `times` records got `extra` beside `part`.
    mutating func add(_ times: Int, of extra: UInt32, to part: [UInt32]) {
        for place in part.indices {
            note(times, slot(part[place], extra, nil))
            for other in part.indices where other > place { note(times, slot(part[place], part[other], extra)) }
        }
    }

    /// Notes that there are `times` more records of these attributes.
    mutating func add(_ times: Int, of part: [UInt32]) {
        for end in part.indices.dropFirst() { add(times, of: part[end], to: Array(part[..<end])) }
    }

    private mutating func note(_ times: Int, _ slot: Int?) {
        if let slot { synthetic[slot] += Int32(clamping: times) }
    }

    private func slot(_ one: UInt32, _ other: UInt32, _ third: UInt32?) -> Int? {
        let key = Self.key(one, other, third)
        var slot = Self.hash(key) & mask
        while keys[slot] != Self.free {
            if keys[slot] == key { return slot }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private static func key(_ one: UInt32, _ other: UInt32, _ third: UInt32?) -> UInt64 {
        let (low, high) = (UInt64(min(one, other)), UInt64(max(one, other)))
        guard let third = third.map(UInt64.init) else { return low << 42 | high << 21 | none }
        if third >= high { return low << 42 | high << 21 | third }
        return third >= low ? low << 42 | third << 21 | high : third << 42 | low << 21 | high
    }

    private static func hash(_ key: UInt64) -> Int {
        let product = key &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: product >> 32 ^ product >> 11)
    }
}
