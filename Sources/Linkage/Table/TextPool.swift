// SPDX-License-Identifier: Apache-2.0

/// Distinct texts with a number each, from 1; 0 is no text. Bytes lie one after another in one pool. Written by one
/// thread; read by many once nothing is added any more.
final class TextPool: @unchecked Sendable {
    /// Where a text lies, and its letters as bits, for bounds.
    struct Place: BitwiseCopyable {
        let start: UInt32
        let count: UInt32
        let signature: UInt32
        let hash: UInt32
    }

    private var slots: Column<UInt32>
    private var mask: Int
    private var bytes = Growing<UInt8>()
    private var places = Growing<Place>()

    init(capacity: Int = 1 << 10) {
        slots = Column(repeating: 0, count: max(16, capacity.nextPowerOfTwo * 2))
        mask = slots.count - 1
        places.append(Place(start: 0, count: 0, signature: 0, hash: 0))
    }

    /// One more than the last number.
    var count: Int { places.count }

    /// What inner loops read; holds until the next text is added.
    var view: PoolView { PoolView(bytes: bytes.base, places: places.base) }

    /// The number of a text, a new one when it is new; 0 for an empty one.
    func number(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        guard let base = text.baseAddress, !text.isEmpty else { return 0 }
        let hash = Self.hash(base, text.count)
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let known = slots[slot]
            let place = places.base[Int(known)]
            if place.hash == hash, Int(place.count) == text.count,
                Self.equal(bytes.base + Int(place.start), base, text.count)
            {
                return known
            }
            slot = (slot + 1) & mask
        }
        return add(text, hash, slot)
    }

    func number(_ text: [UInt8]) -> UInt32 { text.withUnsafeBufferPointer { number($0) } }

    private func add(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt32, _ slot: Int) -> UInt32 {
        let new = UInt32(count)
        let signature = text.reduce(UInt32(0)) { $0 | 1 << UInt32($1 & 31) }
        places.append(
            Place(start: UInt32(bytes.count), count: UInt32(text.count), signature: signature, hash: hash))
        for byte in text { bytes.append(byte) }
        slots[slot] = new
        if Int(new) * 2 > slots.count { grow() }
        return new
    }

    private func grow() {
        slots = Column(repeating: 0, count: slots.count * 2)
        mask = slots.count - 1
        for number in 1..<count {
            var slot = Int(places.base[number].hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number)
        }
    }

    @inline(__always)
    private static func equal(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        for place in 0..<count where a[place] != b[place] { return false }
        return true
    }

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
