// SPDX-License-Identifier: Apache-2.0

import Standard
import Synchronization

@testable import Vault

/// Small numbers that repeat: a test that fails fails again.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

enum Example {
    static let install = [UInt8](repeating: 0xA1, count: 16)
    static let agency = [UInt8](repeating: 0xB2, count: 16)
    static let scope = [UInt8](repeating: 0xC3, count: 16)

    static let place = Place(
        install: install, agency: agency, scope: scope, table: "person", column: "name",
        record: [UInt8](repeating: 0xD4, count: 16), version: 3)

    static func scopeKey() -> ScopeKey {
        RootKey.generate().newAgencyKey().key.newScopeKey(scope: scope, epoch: 1).key
    }
}

func bytes(hex text: String) -> [UInt8] {
    let digits = text.filter { !$0.isWhitespace }
    guard let bytes = Hex.bytes(digits) else { preconditionFailure("a vector of hexadecimal digits") }
    return bytes
}

/// Counts how many are inside at once.
final class Counter: Sendable {
    private let state = Mutex((now: 0, most: 0))

    var most: Int { state.withLock { $0.most } }

    func inside(_ work: () -> Void) {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
        work()
        state.withLock { $0.now -= 1 }
    }
}
