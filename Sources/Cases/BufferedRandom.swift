// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The system's cryptographic randomness, taken in blocks: making thousands of ids asks the system a hundred times less
/// often.
public struct BufferedRandom: RandomNumberGenerator {
    private var block: [UInt64] = []
    private static let blockCount = 128

    public init() {}

    public mutating func next() -> UInt64 {
        if block.isEmpty { refill() }
        return block.removeLast()
    }

    private mutating func refill() {
        block = [UInt64](repeating: 0, count: Self.blockCount)
        block.withUnsafeMutableBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = getentropy(bytes.baseAddress! + done, Swift.min(256, bytes.count - done))
                precondition(count == 0, "the system gives randomness")
                done += Swift.min(256, bytes.count - done)
            }
        }
    }
}
