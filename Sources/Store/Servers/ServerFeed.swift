// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// How far this server has followed what all servers on its database change.
final class ServerFeed: Sendable {
    let database: any SharedSQLDatabase
    private let state = Mutex<(applied: Int, confirmed: ContinuousClock.Instant?)>((0, nil))
    private let looks = Mutex<(isLooking: Bool, again: Bool)>((false, false))

    /// For so long nobody asks again whether anything changed.
    static let fresh = Duration.milliseconds(400)
    /// So many changes are kept for servers that were away.
    static let kept = 10_000

    init(_ database: any SharedSQLDatabase) { self.database = database }

    /// The number of the last change that is in this server's memory.
    var applied: Int { state.withLock { $0.applied } }

    /// Whether everything that was changed until just now is in this server's memory.
    var isFresh: Bool {
        state.withLock { state in state.confirmed.map { ContinuousClock.now - $0 < Self.fresh } ?? false }
    }

    func advance(to seq: Int) { state.withLock { $0.applied = seq } }

    /// Everything that was changed until this moment is in memory.
    func confirm(_ moment: ContinuousClock.Instant) {
        state.withLock { $0.confirmed = max($0.confirmed ?? moment, moment) }
    }

    /// Whether the caller is to look now; when somebody looks already, they will look again.
    func beginLook() -> Bool {
        looks.withLock { looks in
            if looks.isLooking {
                looks.again = true
                return false
            }
            looks = (true, false)
            return true
        }
    }

    /// Whether to look once more.
    func endLook() -> Bool {
        looks.withLock { looks in
            looks.isLooking = looks.again
            looks.again = false
            return looks.isLooking
        }
    }

    static func latest(_ connection: any SQLConnection) throws -> Int {
        try connection.query("SELECT COALESCE(MAX(seq), 0) FROM change").first?.int(0) ?? 0
    }
}
