// SPDX-License-Identifier: Apache-2.0

/// Which keys were met twice, roughly: never no where it is yes, seldom yes where it is no. Most rows of a register
/// share a strict key with nobody, and need not be sorted to learn it.
struct KeySieve {
    /// Two bits for each place: met, met again.
    private let bits: Column<UInt64>
    private let mask: UInt32

    /// - Parameter count: of keys that will be added, at most.
    init(keys count: Int) {
        let places = max(64, min(1 << 30, (count * 4).nextPowerOfTwo))
        bits = Column(repeating: 0, count: places / 32)
        mask = UInt32(places - 1)
    }

    @inline(__always)
    func add(_ key: UInt32) {
        let place = key & mask
        let (word, shift) = (bits.base + Int(place >> 5), UInt64((place & 31) * 2))
        // From 0 to 1 to 3.
        let met = word.pointee >> shift & 1
        word.pointee |= (1 | met << 1) << shift
    }

    /// True for every key that was added twice.
    @inline(__always)
    func isShared(_ key: UInt32) -> Bool {
        let place = key & mask
        return bits.base[Int(place >> 5)] >> UInt64((place & 31) * 2) & 2 != 0
    }
}
