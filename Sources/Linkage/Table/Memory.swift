// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Memory for plain values. Large pieces ask for large pages: rows are looked up in no order, and with small pages half
/// of the time would go into finding where a page lies. What is given back is used again before the system is asked,
/// which would fill it with noughts each time.
enum Memory {
    private static let largePage = 2 << 20
    /// Given back and not yet used again, at most.
    private static let mostKept = 128 << 20
    private static let pieces = Mutex(Pieces())

    /// Large pieces by address.
    private struct Pieces {
        var sizes: [UInt: Int] = [:]
        var free: [(size: Int, address: UInt)] = []

        /// The smallest free piece that is large enough and not more than twice as large.
        mutating func take(_ bytes: Int) -> UInt? {
            let fitting = free.indices.filter { free[$0].size >= bytes && free[$0].size <= 2 * bytes }
            guard let best = fitting.min(by: { free[$0].size < free[$1].size }) else { return nil }
            return free.remove(at: best).address
        }
    }

    /// Not initialised. Given back by `release`.
    static func allocate<Value: BitwiseCopyable>(_ type: Value.Type, count: Int) -> UnsafeMutablePointer<Value> {
        let bytes = max(1, count) * MemoryLayout<Value>.stride
        if bytes < largePage { return new(bytes, 64).bindMemory(to: Value.self, capacity: max(1, count)) }
        let known = pieces.withLock { $0.take(bytes) }.flatMap { UnsafeMutableRawPointer(bitPattern: $0) }
        let place = known ?? new(bytes, largePage)
        if known == nil {
            pieces.withLock { $0.sizes[UInt(bitPattern: place)] = bytes }
            #if os(Linux)
                // Only a wish: without large pages it is slower and the same.
                _ = madvise(place, bytes, Int32(MADV_HUGEPAGE))
            #endif
        }
        return place.bindMemory(to: Value.self, capacity: max(1, count))
    }

    static func release<Value: BitwiseCopyable>(_ base: UnsafeMutablePointer<Value>) {
        let address = UInt(bitPattern: base)
        let isKept = pieces.withLock { pieces in
            guard let size = pieces.sizes[address] else { return false }
            if pieces.free.reduce(size, { $0 + $1.size }) <= mostKept {
                pieces.free.append((size, address))
                return true
            }
            pieces.sizes[address] = nil
            return false
        }
        if !isKept { free(base) }
    }

    private static func new(_ bytes: Int, _ alignment: Int) -> UnsafeMutableRawPointer {
        var place: UnsafeMutableRawPointer?
        guard posix_memalign(&place, alignment, bytes) == 0, let place else {
            preconditionFailure("no memory for \(bytes) bytes")
        }
        return place
    }
}
