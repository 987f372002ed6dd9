// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Memory for plain values. Large pieces ask for large pages: rows are looked up in no order, and with small pages half
/// of the time would go into finding where a page lies.
enum Memory {
    private static let largePage = 2 << 20

    /// Not initialised. Given back by `release`.
    static func allocate<Value: BitwiseCopyable>(_ type: Value.Type, count: Int) -> UnsafeMutablePointer<Value> {
        let bytes = max(1, count) * MemoryLayout<Value>.stride
        let isLarge = bytes >= 2 * largePage
        var place: UnsafeMutableRawPointer?
        guard posix_memalign(&place, isLarge ? largePage : 64, bytes) == 0, let place else {
            preconditionFailure("no memory for \(bytes) bytes")
        }
        #if os(Linux)
            // Only a wish: without large pages it is slower and the same.
            if isLarge { _ = madvise(place, bytes, Int32(MADV_HUGEPAGE)) }
        #endif
        return place.bindMemory(to: Value.self, capacity: max(1, count))
    }

    static func release<Value: BitwiseCopyable>(_ base: UnsafeMutablePointer<Value>) { free(base) }
}
