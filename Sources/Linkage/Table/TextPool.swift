// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Distinct texts with a number each, from 1; 0 is no text. Bytes lie one after another in one pool. Written by one
/// thread; read by many once nothing is added any more.
final class TextPool: @unchecked Sendable {
    /// Where a text lies, and its letters as bits, for bounds.
    struct Place: BitwiseCopyable {
        let start: UInt32
        let count: UInt32
        let signature: UInt64
    }

    @exclusivity(unchecked) private var slots: Column<Slot>
    @exclusivity(unchecked) private var mask: Int
    @exclusivity(unchecked) private var bytes = Growing<UInt8>()
    @exclusivity(unchecked) private var places = Growing<Place>()

    /// A number with its text when that is short: most are, and then one look decides.
    private struct Slot: BitwiseCopyable {
        var key: Key
        var hash: UInt32
        /// 0 where there is none.
        var number: UInt32
    }

    /// Up to 23 bytes with their count behind, so that two are equal where the texts are; of longer texts the ends.
    private struct Key: BitwiseCopyable, Equatable {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        static let longest = 23

        init() {}

        @inline(__always)
        init(_ base: UnsafePointer<UInt8>, _ count: Int) {
            let raw = UnsafeRawPointer(base)
            if count > Self.longest {
                first = raw.loadUnaligned(as: UInt64.self)
                second = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
                third = 0xFF << 56 | UInt64(truncatingIfNeeded: count)
                return
            }
            if count >= 8 { first = raw.loadUnaligned(as: UInt64.self) }
            if count >= 16 { second = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }
            var rest: UInt64 = 0
            for place in stride(from: count - 1, through: count & ~7, by: -1) { rest = rest << 8 | UInt64(base[place]) }
            if count < 8 { first = rest } else if count < 16 { second = rest } else { third = rest }
            third |= UInt64(truncatingIfNeeded: count) << 56
        }

        @inline(__always)
        var isWhole: Bool { third >> 56 <= UInt64(Self.longest) }

        @inline(__always)
        var hash: UInt32 {
            let one = (first ^ 0x9E37_79B9_7F4A_7C15) &* 0xFF51_AFD7_ED55_8CCD
            let two = (second ^ one >> 32 ^ third) &* 0xC4CE_B9FE_1A85_EC53
            return UInt32(truncatingIfNeeded: mixed(one ^ two) >> 16)
        }
    }

    init(capacity: Int = 1 << 10) {
        slots = Self.none(Self.room(for: capacity))
        mask = slots.count - 1
        places.append(Place(start: 0, count: 0, signature: 0))
    }

    /// One more than the last number.
    var count: Int { places.count }

    /// What inner loops read; holds until the next text is added.
    var view: PoolView { PoolView(bytes: bytes.base, places: places.base) }

    private static func none(_ count: Int) -> Column<Slot> {
        Column(repeating: Slot(key: Key(), hash: 0, number: 0), count: count)
    }

    /// The number of a text, a new one when it is new; 0 for an empty one.
    func number(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard let base = text.baseAddress, !text.isEmpty else { return 0 }
        let key = Key(base, text.count)
        let hash = key.isWhole ? key.hash : Self.hash(base, text.count)
        let (slots, mask) = (slots.base, mask)
        var slot = Int(hash) & mask
        while slots[slot].number != 0 {
            if slots[slot].key == key, slots[slot].hash == hash {
                if key.isWhole { return slots[slot].number }
                let entry = view.entry(slots[slot].number)
                if memcmp(entry.base, base, text.count) == 0 { return slots[slot].number }
            }
            slot = (slot + 1) & mask
        }
        return add(text, key, hash, slot)
    }

    func number(_ text: [UInt8]) -> UInt32 { text.withUnsafeBufferPointer { number($0) } }

    private func add(_ text: UnsafeBufferPointer<UInt8>, _ key: Key, _ hash: UInt32, _ slot: Int) -> UInt32 {
        let new = UInt32(count)
        places.append(
            Place(start: UInt32(bytes.count), count: UInt32(text.count), signature: Self.signature(of: text)))
        if let base = text.baseAddress { bytes.append(base, count: text.count) }
        slots[slot] = Slot(key: key, hash: hash, number: new)
        if count * 4 > slots.count * 3 { grow(to: slots.count * 2) }
        return new
    }

    /// Forgets the texts from a number on, as if they had never been added.
    func forget(from first: Int) {
        while count > first {
            let number = UInt32(count - 1)
            let entry = view.entry(number)
            let key = Key(entry.base, entry.count)
            var slot = Int(key.isWhole ? key.hash : Self.hash(entry.base, entry.count)) & mask
            while slots[slot].number != number { slot = (slot + 1) & mask }
            clear(slot)
            bytes.removeLast(entry.count)
            places.removeLast(1)
        }
    }

    /// Empties a slot and moves those behind it up, each no further than where its search begins.
    private func clear(_ slot: Int) {
        var (hole, next) = (slot, (slot + 1) & mask)
        while slots[next].number != 0 {
            let home = Int(slots[next].hash) & mask
            if (next - home) & mask >= (next - hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        slots[hole].number = 0
    }

    /// Makes room for so many texts at one go.
    func reserve(_ count: Int) { if Self.room(for: count) > slots.count { grow(to: Self.room(for: count)) } }

    /// Slots of which three quarters are enough.
    private static func room(for count: Int) -> Int { max(16, (count * 4 / 3 + 1).nextPowerOfTwo) }

    private func grow(to size: Int) {
        let old = slots
        slots = Self.none(size)
        mask = slots.count - 1
        for place in 0..<old.count where old[place].number != 0 {
            var slot = Int(old[place].hash) & mask
            while slots[slot].number != 0 { slot = (slot + 1) & mask }
            slots[slot] = old[place]
        }
    }

    /// Bits by which texts are told apart without reading them: two for each letter of the alphabet (is there one, are
    /// there two), one for a space, one for each digit, one for all else. A bit that one text has and another has not
    /// is a sign of the first that the second cannot match.
    static func signature(of text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var signature: UInt64 = 0
        for byte in text {
            switch byte {
            case 97...122, 65...90:
                let one = UInt64(1) << UInt64(((byte | 32) - 97) * 2)
                signature |= one | (signature & one) << 1
            case Letter.space: signature |= hasSpace
            case 48...57: signature |= 1 << UInt64(byte - 48 + 53)
            default: signature |= 1 << 63
            }
        }
        return signature
    }

    static let hasSpace: UInt64 = 1 << 52

    func withBytes<T>(_ number: UInt32, _ use: (UnsafeBufferPointer<UInt8>) -> T) -> T { use(view[number]) }

    func text(_ number: UInt32) -> String { withBytes(number) { String(decoding: $0, as: UTF8.self) } }

    @inline(__always)
    private static func hash(_ base: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(count)
        let raw = UnsafeRawPointer(base)
        var at = 0
        while at + 8 <= count {
            hash = (hash ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 29
            at += 8
        }
        var rest: UInt64 = 0
        while at < count {
            rest = rest << 8 | UInt64(base[at])
            at += 1
        }
        return UInt32(truncatingIfNeeded: mixed(hash ^ rest &* 0xD6E8_FEB8_6659_FD93) >> 16)
    }
}

extension Int {
    var nextPowerOfTwo: Int {
        var power = 1
        while power < self { power <<= 1 }
        return power
    }
}
