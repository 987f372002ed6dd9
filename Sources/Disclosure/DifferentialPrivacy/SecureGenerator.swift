// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Random numbers of the operating system's secure generator, fetched in blocks: one call to the system a number would
/// cost more than the noise that is made of it.
public struct SecureGenerator: RandomNumberGenerator {
    private var block: [UInt64] = []

    public init() {}

    public mutating func next() -> UInt64 {
        if let last = block.popLast() { return last }
        var system = SystemRandomNumberGenerator()
        block = withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 32) { words in
            // 256 bytes are what the system gives in one call that cannot fail halfway.
            guard getentropy(words.baseAddress!, 32 * MemoryLayout<UInt64>.size) == 0 else {
                return (0..<32).map { _ in system.next() }
            }
            return Array(words)
        }
        return block.removeLast()
    }
}
