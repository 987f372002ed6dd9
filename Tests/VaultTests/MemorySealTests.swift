// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Vault

@Suite struct MemorySealTests {
    @Test func `what was sealed comes back, and only here, whole and unchanged`() throws {
        let seal = MemorySeal()
        for text in [[], Array("Amara".utf8), [UInt8](repeating: 0, count: 5_000)] {
            let sealed = try seal.seal(text)
            #expect(try seal.open(sealed) == text)
            #expect(throws: VaultError.damaged) { try MemorySeal().open(sealed) }
            for place in [0, sealed.count / 2, sealed.count - 1] {
                var bad = sealed
                bad[place] ^= 1
                #expect(throws: VaultError.damaged) { try seal.open(bad) }
            }
            #expect(throws: VaultError.damaged) { try seal.open(Array(sealed.dropLast())) }
        }
        #expect(throws: VaultError.damaged) { try seal.open([]) }
        let short = try seal.seal([1])
        #expect(try seal.seal([1]) != short && short.count == (try seal.seal([1, 2, 3]).count))
    }
}
