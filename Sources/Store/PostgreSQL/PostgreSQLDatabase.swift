// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A database that several servers write to at once.
protocol SharedSQLDatabase: SQLDatabase {
    /// Runs inside each write transaction of this process, before what it is for; nothing else is written meanwhile,
    /// by whatever server.
    func beforeEachWrite(_ body: @escaping @Sendable (any SQLConnection) throws -> Void)
    /// Reads between two write transactions of this process.
    func readBetweenWrites<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T
    /// Calls the body soon after another server said that it changed something, and at least every quarter of a second.
    func listen(_ body: @escaping @Sendable () -> Void)
    /// Tells all servers when the transaction at hand commits.
    func announce(_ connection: any SQLConnection) throws
}

/// PostgreSQL through libpq: a writer, some readers and a listener, each a connection with a thread of its own.
///
/// Writes of all servers come one after the other, by a lock that a transaction takes first: each sees what all before
/// it did, as on SQLite. A commit whose answer got lost is looked up, never guessed: each one leaves its number in the
/// row of its process.
final class PostgreSQLDatabase: SharedSQLDatabase {
    let dialect = SQLDialect.postgresql
    private let url: String
    private let writer: PostgreSQLWorker
    private let readers: PostgreSQLReaders
    private let listener: PostgreSQLListener
    private let commits: PostgreSQLCommits
    private let prelude = Mutex<(@Sendable (any SQLConnection) throws -> Void)?>(nil)

    /// Connects.
    ///
    /// - Parameter isAlone: Only when no other process has the instance open, and none may while this one has.
    /// - Throws: `StoreError.cannotConnect`, `.readOnlyReplica`, `.weakSettings`, `.inUse`.
    init(url: String, isAlone: Bool = false, readers count: Int = 4) async throws {
        let commits = PostgreSQLCommits()
        self.url = url
        self.commits = commits
        writer = PostgreSQLWorker(
            "writer",
            PostgreSQLSession(url: url) { session in
                try Self.beHere(session, isAlone: isAlone)
                try commits.register(session)
            })
        readers = PostgreSQLReaders(
            (1...count).map { PostgreSQLWorker("reader\($0)", PostgreSQLSession(url: url)) })
        listener = PostgreSQLListener(url: url)
        try await writer.run { try $0.connect() }
    }

    deinit { listener.stop() }

    /// Marks the instance as open, for as long as the connection lasts. A process that just ended is waited for.
    private static func beHere(_ session: PostgreSQLSession, isAlone: Bool) throws {
        let verb = isAlone ? "pg_try_advisory_lock" : "pg_try_advisory_lock_shared"
        let question = "SELECT \(verb)(\(PostgreSQLLock.here), \(session.instanceKey))"
        let end = ContinuousClock.now + .seconds(2)
        while try session.query(question, []).first?.int(0) != 1 {
            guard ContinuousClock.now < end else { throw StoreError.inUse(nil) }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await readers.run { try Self.reading($0, body) }
    }

    func readBetweenWrites<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await writer.run { try Self.reading($0, body) }
    }

    /// One moment of the database for all that the body reads. An old connection that turns out gone is made anew.
    private static func reading<T>(
        _ session: PostgreSQLSession, at moment: String? = nil, _ body: (any SQLConnection) throws -> T
    ) throws -> T {
        let begin = beginReading + (moment.map { "; SET TRANSACTION SNAPSHOT '\($0)'" } ?? "")
        try lost { try session.connect() }
        do { try session.run(begin) } catch let error as SQLError where error.kind == .lost {
            session.close()
            try lost { try session.connect() }
            try session.run(begin)
        }
        do {
            let result = try body(PostgreSQLConnection(session))
            try session.run("COMMIT")
            return result
        } catch {
            abandon(session, after: error)
            throw error
        }
    }

    private static let beginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    /// Through a connection that holds the moment's snapshot open.
    func atOneMoment<T: Sendable>(_ body: @Sendable (any SQLDatabase) async throws -> T) async throws -> T {
        let keeper = PostgreSQLWorker("moment", PostgreSQLSession(url: url))
        let moment = try await keeper.run { session in
            try Self.lost { try session.connect() }
            try session.run("SET idle_in_transaction_session_timeout = 0; \(Self.beginReading)")
            return try session.query("SELECT pg_export_snapshot()", []).first?.text(0) ?? ""
        }
        let result: T
        do { result = try await body(PostgreSQLMoment(database: self, snapshot: moment)) } catch {
            await keeper.close()
            throw error
        }
        await keeper.close()
        return result
    }

    fileprivate func read<T: Sendable>(
        at moment: String, _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T { try await readers.run { try Self.reading($0, at: moment, body) } }

    /// Undoes the transaction at hand; a connection that is in doubt is let go.
    private static func abandon(_ session: PostgreSQLSession, after error: any Error) {
        if let error = error as? SQLError, error.kind == .lost || error.kind == .readOnly { return session.close() }
        if (try? session.run("ROLLBACK")) == nil { session.close() }
    }

    /// A server that cannot be reached is, for whoever was connected before, a connection lost.
    private static func lost<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch StoreError.cannotConnect, StoreError.readOnlyReplica {
            throw SQLError(kind: .lost, code: "08001")
        }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await write(isRepeatable: true, body)
    }

    func writeOnce<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await write(isRepeatable: false, body)
    }

    private func write<T: Sendable>(
        isRepeatable: Bool, _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        let prelude = prelude.withLock { $0 }
        return try await writer.run { [commits] session in
            var patience = Patience()
            while true {
                do { return try Self.transact(session, commits, prelude, body) } catch let attempt as Attempt {
                    guard attempt.isRetried(isRepeatable), patience.goesOn() else { throw attempt.error }
                }
            }
        }
    }

    /// One try, with what is known of it when it fails.
    private static func transact<T>(
        _ session: PostgreSQLSession, _ commits: PostgreSQLCommits,
        _ prelude: (@Sendable (any SQLConnection) throws -> Void)?, _ body: (any SQLConnection) throws -> T
    ) throws -> T {
        do {
            try lost { try session.connect() }
            try session.run(PostgreSQLLock.begin(session.instanceKey))
        } catch let error as SQLError {
            abandon(session, after: error)
            throw Attempt(error: error, hasBegun: false)
        }
        let connection = PostgreSQLConnection(session)
        let result: T
        do {
            try prelude?(connection)
            result = try body(connection)
        } catch let error as SQLError {
            abandon(session, after: error)
            throw Attempt(error: error, hasBegun: true)
        } catch {
            abandon(session, after: error)
            throw error
        }
        do { try commits.commit(session) } catch let error as SQLError {
            abandon(session, after: error)
            throw Attempt(error: error, hasBegun: true)
        }
        connection.finish()
        return result
    }

    func beforeEachWrite(_ body: @escaping @Sendable (any SQLConnection) throws -> Void) {
        prelude.withLock { $0 = body }
    }

    func listen(_ body: @escaping @Sendable () -> Void) { listener.start(body) }

    func announce(_ connection: any SQLConnection) throws {
        _ = try connection.query("SELECT pg_notify('wayhouse_' || md5(current_schema()), '')")
    }

    /// Blocks whose checksums did not agree since the server's statistics began; nothing when it keeps no checksums.
    func integrityComplaints() async throws -> [String] {
        try await read { connection in
            let failures = try connection.query(
                "SELECT COALESCE(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()"
            ).first?.int(0)
            guard let failures, failures > 0 else { return [] }
            return ["\(failures) blocks do not agree with their checksums"]
        }
    }

    /// Frees the place of keys that were removed; the server's own log is its own.
    func checkpoint() async throws {
        try await writer.run { session in
            try Self.lost { try session.connect() }
            try session.run("VACUUM scope, compartmentKey, file")
        }
    }

    func close() async throws {
        listener.stop()
        try? await writer.run { [commits] in commits.unregister($0) }
        await writer.close()
        await readers.close()
    }
}

/// The database as it stood at one moment.
private struct PostgreSQLMoment: SQLDatabase {
    let database: PostgreSQLDatabase
    let snapshot: String
    var dialect: SQLDialect { .postgresql }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await database.read(at: snapshot, body)
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        throw SQLError(kind: .readOnly, code: "25006")
    }

    func integrityComplaints() async throws -> [String] { try await database.integrityComplaints() }
    func checkpoint() async throws {}
    func close() async throws {}
}

/// A write that failed, and whether it had begun to do what it is for.
private struct Attempt: Error {
    let error: SQLError
    let hasBegun: Bool

    /// Whether it is known to have left nothing, and worth another try.
    func isRetried(_ isRepeatable: Bool) -> Bool {
        switch error.kind {
        case .readOnly: error.code == "25006" && (isRepeatable || !hasBegun)
        case .lost: error.code != PostgreSQLCommits.unknown && (isRepeatable || !hasBegun)
        case .busy: error.code != "55P03" && isRepeatable
        default: false
        }
    }
}

/// How long a write goes on trying: as long as it takes to put another server in the place of one that is gone.
private struct Patience {
    private let end = ContinuousClock.now + .seconds(15)
    private var pause = 0.02

    /// Waits a little; false when it took long enough.
    mutating func goesOn() -> Bool {
        guard ContinuousClock.now < end else { return false }
        Thread.sleep(forTimeInterval: pause)
        pause = min(pause * 2, 0.5)
        return true
    }
}

/// The advisory locks of an instance, each with its key.
enum PostgreSQLLock {
    /// Held by each process that has the instance open.
    static let here = 1_463_899_137
    /// Held by the write transaction that is under way.
    static let write = 1_463_899_138

    static func begin(_ key: Int32) -> String {
        "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(\(write), \(key))"
    }
}
