// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Vault

/// Custodians' shares between the first and the last, in memory only, each for ten minutes.
///
/// A forged share with a right check cannot be told from a true one until enough are there. So that it spoils nothing,
/// every way to choose the needed number out of what is held is tried, and nothing is thrown away before its time.
final class HeldShares: Sendable {
    private typealias Held = (share: CustodianShare, at: Int64)

    static let longestMilliseconds: Int64 = 600_000
    /// So many at once; the oldest is let go first.
    static let most = 24
    /// Ways that are tried for one share that comes in.
    private static let combinationsMax = 300

    private let held = Mutex<[Held]>([])

    /// Takes a share.
    ///
    /// - Returns: every way to put it together with others of its splitting, each of as many shares as are needed.
    func add(_ share: CustodianShare, now: Int64) -> [[CustodianShare]] {
        held.withLock { held in
            held.removeAll { Self.isOld($0, now) }
            if !held.contains(where: { $0.share == share }) { held.append((share, now)) }
            if held.count > Self.most { held.removeFirst(held.count - Self.most) }
            let others = held.map(\.share).filter { $0.mark == share.mark && $0.number != share.number }
            var found: [[CustodianShare]] = []
            Self.choose(share.threshold - 1, from: others[...], with: [share], into: &found)
            return found
        }
    }

    private static func choose(
        _ count: Int, from others: ArraySlice<CustodianShare>, with chosen: [CustodianShare],
        into found: inout [[CustodianShare]]
    ) {
        if found.count >= combinationsMax { return }
        guard count > 0 else { return found.append(chosen) }
        guard let first = others.first else { return }
        let rest = others.dropFirst()
        if !chosen.contains(where: { $0.number == first.number }) {
            choose(count - 1, from: rest, with: chosen + [first], into: &found)
        }
        choose(count, from: rest, with: chosen, into: &found)
    }

    /// How many different shares of one splitting are held.
    func given(_ mark: String, now: Int64) -> Int {
        held.withLock { held in
            held.removeAll { Self.isOld($0, now) }
            return Set(held.filter { $0.share.mark == mark }.map(\.share.number)).count
        }
    }

    /// Seconds until the first of those that are held is forgotten.
    func secondsLeft(now: Int64) -> Int {
        held.withLock { held in
            held.map(\.at).min().map { max(0, Int(($0 + Self.longestMilliseconds - now + 999) / 1000)) } ?? 0
        }
    }

    func forget() { held.withLock { $0 = [] } }

    private static func isOld(_ one: Held, _ now: Int64) -> Bool { now - one.at >= longestMilliseconds }
}
