// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Slows guessing at the sealed door down, by where it comes from: five wrong secrets are free, then 2, 4, 8 … seconds
/// up to 15 minutes pass between two of them. In memory: a restart of the server forgives, and costs a guesser more.
///
/// A key derivation stands behind each guess at a passphrase besides, and two of those run at once.
final class UnsealThrottle: Sendable {
    private static let freeTries = 5
    private static let longestSeconds = 900
    private static let placesMax = 10_000

    private let failures = Mutex<[String: (count: Int, at: Int64)]>([:])

    /// How long this place has to wait; nil when it need not.
    func seconds(_ address: String?, now: Int64) -> Int? {
        failures.withLock { failures in
            guard let past = failures[place(address)], past.count >= Self.freeTries else { return nil }
            let pause = min(Self.longestSeconds, 1 << min(20, past.count - Self.freeTries + 1))
            let left = Int((past.at + Int64(pause) * 1000 - now + 999) / 1000)
            return left > 0 ? left : nil
        }
    }

    func failed(_ address: String?, now: Int64) {
        failures.withLock { failures in
            if failures.count >= Self.placesMax { failures = failures.filter { now - $0.value.at < 900_000 } }
            failures[place(address)] = ((failures[place(address)]?.count ?? 0) + 1, now)
        }
    }

    private func place(_ address: String?) -> String { address.map { SignInThrottle.network(of: $0) } ?? "" }
}
