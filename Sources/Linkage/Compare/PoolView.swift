// SPDX-License-Identifier: Apache-2.0

/// A pool of texts as inner loops read it: two addresses. Whoever holds one keeps the pool.
struct PoolView: @unchecked Sendable {
    struct Entry {
        let base: UnsafePointer<UInt8>
        let count: Int
        let signature: UInt64
    }

    let bytes: UnsafePointer<UInt8>
    let places: UnsafePointer<TextPool.Place>

    @inline(__always)
    func entry(_ number: UInt32) -> Entry {
        let place = places[Int(number)]
        return Entry(base: bytes + Int(place.start), count: Int(place.count), signature: place.signature)
    }

    subscript(number: UInt32) -> UnsafeBufferPointer<UInt8> {
        let entry = entry(number)
        return UnsafeBufferPointer(start: entry.base, count: entry.count)
    }
}
