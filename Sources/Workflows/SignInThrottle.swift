// SPDX-License-Identifier: Apache-2.0

import Store
import Synchronization
import Vault

/// Slows guessing down: five free tries a name, then 2, 4, 8 … seconds up to 15 minutes between tries.
///
/// Kept in memory; a restart seals the register anyway.
public final class SignInThrottle: Sendable {
    private struct Failures {
        var count: Int
        var last: Int64
    }
    private let failures = Mutex<[String: Failures]>([:])
    /// Checked when there is no such account, so that time tells nothing.
    let decoy = PasswordHash.decoy()
    /// Where scrypt runs: two at once, a short queue.
    public let derivations = KeyDerivations()

    private static let freeTries = 5
    private static let longestSeconds = 900
    /// Names remembered at most; the oldest failures are forgotten beyond.
    private static let namesMax = 10_000

    public init() {}

    /// - Throws: `SignInRefusal.wait` while the name has to wait.
    func check(_ name: String, now: Int64) throws(SignInRefusal) {
        let seconds = failures.withLock { failures -> Int in
            guard let past = failures[name.lowercased()], past.count >= Self.freeTries else { return 0 }
            let pause = min(Self.longestSeconds, 1 << min(20, past.count - Self.freeTries + 1))
            return Int((past.last + Int64(pause) * 1000 - now + 999) / 1000)
        }
        if seconds > 0 { throw .wait(seconds: seconds) }
    }

    func failed(_ name: String, now: Int64) {
        failures.withLock { failures in
            if failures.count >= Self.namesMax, let oldest = failures.min(by: { $0.value.last < $1.value.last })?.key {
                failures[oldest] = nil
            }
            failures[name.lowercased(), default: Failures(count: 0, last: now)].count += 1
            failures[name.lowercased()]!.last = now
        }
    }

    func succeeded(_ name: String) { failures.withLock { $0[name.lowercased()] = nil } }
}
