// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import Vault

/// ENC-10 at length: nonces as envelopes get them.
struct NonceTests {
    /// A million in each run; ten million with `WAYHOUSE_NONCES=10000000` (320 MB, half a minute).
    private static let count = ProcessInfo.processInfo.environment["WAYHOUSE_NONCES"].flatMap(Int.init) ?? 1_000_000

    @Test func `no nonce comes twice`() {
        var seen = [SIMD2<UInt64>]()
        seen.reserveCapacity(Self.count)
        for _ in 0..<Self.count {
            let nonce = Entropy.bytes(SealingChannel.nonceCount)
            seen.append(
                SIMD2(
                    nonce[0..<8].reduce(0) { $0 << 8 | UInt64($1) }, nonce[8..<12].reduce(0) { $0 << 8 | UInt64($1) }))
        }
        #expect(Self.repeats(in: seen) == 0)
        #expect(Self.repeats(in: seen + [seen[17]]) == 1, "control: one that comes twice is found")
    }

    private static func repeats(in nonces: [SIMD2<UInt64>]) -> Int {
        let sorted = nonces.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        return zip(sorted, sorted.dropFirst()).count { $0 == $1 }
    }
}
