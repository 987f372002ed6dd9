// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

/// Random bytes for keys and nonces, taken from the system's cryptographic source in blocks: asking the system for each
/// nonce costs more than sealing does. Bytes are overwritten as they are given out, so that none lies about afterwards.
enum Entropy {
    private static let blockCount = 4_096
    /// The most that getentropy(3) gives at once.
    private static let pieceCount = 256
    private static let block = Mutex<(bytes: [UInt8], used: Int)>(([], 0))

    /// `count` bytes, 1…64.
    static func bytes(_ count: Int) -> [UInt8] {
        precondition((1...64).contains(count), "keys and nonces are short")
        return block.withLock { block in
            if block.used + count > block.bytes.count {
                refill(&block.bytes)
                block.used = 0
            }
            let range = block.used..<(block.used + count)
            let given = Array(block.bytes[range])
            for place in range { block.bytes[place] = 0 }
            block.used += count
            return given
        }
    }

    private static func refill(_ bytes: inout [UInt8]) {
        if bytes.isEmpty { bytes = Array(repeating: 0, count: blockCount) }
        bytes.withUnsafeMutableBytes { room in
            for start in stride(from: 0, to: room.count, by: pieceCount) {
                let code = getentropy(room.baseAddress! + start, pieceCount)
                precondition(code == 0, "the system gives randomness")
            }
        }
    }
}
