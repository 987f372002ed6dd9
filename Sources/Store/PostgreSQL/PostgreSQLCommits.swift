// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation

/// Commits that can be looked up: each leaves its number in a row of this process, in the same transaction.
///
/// When the connection is lost before the answer to a commit came, the row says afterwards whether it happened, also on
/// a replica that took the server's place. Used on the writer's thread alone.
final class PostgreSQLCommits: @unchecked Sendable {
    /// The code of an error after which nobody knows.
    static let unknown = "08007"

    private let id = EntityID.random().description
    private var number = 0

    /// Makes the row of this process, and the table for it.
    func register(_ session: PostgreSQLSession) throws {
        try session.run(PostgreSQLLock.begin(session.instanceKey))
        try session.run(
            """
            CREATE TABLE IF NOT EXISTS writer (id TEXT PRIMARY KEY, number BIGINT NOT NULL, day DATE NOT NULL);
            DELETE FROM writer WHERE day < CURRENT_DATE - 2;
            INSERT INTO writer (id, number, day) VALUES ('\(id)', 0, CURRENT_DATE) ON CONFLICT DO NOTHING;
            COMMIT
            """)
    }

    /// Takes the row away, and every lock of the connection.
    func unregister(_ session: PostgreSQLSession) {
        _ = try? session.run("DELETE FROM writer WHERE id = '\(id)'; SELECT pg_advisory_unlock_all()")
    }

    /// Ends the transaction at hand.
    ///
    /// - Throws: `SQLError` when it did not happen; with the code `unknown` when that could not be found out.
    func commit(_ session: PostgreSQLSession) throws {
        number += 1
        do {
            let result = try session.run(
                """
                INSERT INTO writer (id, number, day) VALUES ('\(id)', \(number), CURRENT_DATE)
                ON CONFLICT (id) DO UPDATE SET number = excluded.number, day = excluded.day; COMMIT
                """)
            guard result.command == "COMMIT" else { throw SQLError(state: "40000") }
        } catch let error as SQLError where error.kind == .lost {
            guard try happened(session) else { throw error }
        }
    }

    /// Asks as soon as a server answers, once the transaction in question is over: it holds the lock till then.
    private func happened(_ session: PostgreSQLSession) throws -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            session.close()
            do {
                try session.connect()
                try session.run(PostgreSQLLock.begin(session.instanceKey))
                let found = try session.query("SELECT number FROM writer WHERE id = '\(id)'", []).first?.int(0)
                try session.run("ROLLBACK")
                return found == number
            } catch { Thread.sleep(forTimeInterval: 0.1) }
        }
        throw SQLError(kind: .lost, code: Self.unknown)
    }
}
