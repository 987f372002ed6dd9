// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import GRDBSQLite

/// SQLite in WAL mode with full synchronisation: a commit that was reported is on disk.
public final class SQLiteDatabase: SQLDatabase {
    public let dialect = SQLDialect.sqlite
    private let pool: DatabasePool
    private let watch = DiskWatch()

    /// What every connection must answer, by pragma. Weaker settings lose acknowledged writes at a power cut, or leave
    /// removed content in free pages or temporary files.
    static let settings: [(pragma: String, set: String?, must: String)] = [
        ("synchronous", "FULL", "2"), ("secure_delete", "ON", "1"), ("temp_store", "MEMORY", "2"),
        ("trusted_schema", "OFF", "0"), ("foreign_keys", "ON", "1"), ("journal_mode", nil, "wal"),
    ]

    /// Opens the file, making it when it is not there.
    ///
    /// - Throws: `SQLError`; `StoreError.weakSettings` when the file system or the library refuses a setting above.
    public init(path: String, readers: Int = 4) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { [watch] connection in
            for setting in Self.settings {
                if let value = setting.set { try connection.execute(sql: "PRAGMA \(setting.pragma) = \(value)") }
            }
            try connection.execute(sql: "PRAGMA cache_size = -16000")
            // For a file that is being made; half as many writes as with the usual 4096.
            try connection.execute(sql: "PRAGMA page_size = 8192")
            WALCheckpoint.install(on: connection, telling: watch)
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            // The pool lowers its one writer to NORMAL when it turns WAL on.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try pool.write { try Self.insist($0) }
            try pool.read { try Self.insist($0) }
            #if DEBUG
                if TestSwitch.weakSync.isOn {
                    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
                }
            #endif
        } catch let error as DatabaseError { throw error.sqlError }
    }

    /// Reads without writing anything, also while another process has the register open.
    static func looking<T>(_ path: String, _ body: (any SQLConnection) throws -> T) throws -> T {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            return try queue.read { try body(SQLiteConnection(database: $0)) }
        } catch let error as DatabaseError { throw error.sqlError }
    }

    static func insist(_ connection: Database) throws {
        for setting in settings {
            let found = try String.fetchOne(connection, sql: "PRAGMA \(setting.pragma)") ?? ""
            guard found.lowercased() == setting.must else { throw StoreError.weakSettings(setting.pragma) }
        }
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try watch.insist()
        do { return try await pool.read { try body(SQLiteConnection(database: $0)) } } catch let error as DatabaseError
        { throw error.sqlError }
    }

    /// - Throws: `SQLError`; of the kind `failed` when the disk did not keep what was written: then the process has
    ///   been told to stop (`FailStop`), and everything else is refused from now on.
    public func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        #if DEBUG
            if TestSwitch.acknowledgeEarly.isOn { return try await writeTooEarly(body) }
        #endif
        return try await watched { connection in
            var result: T?
            try connection.inTransaction(.immediate) {
                result = try body(SQLiteConnection(database: connection))
                return .commit
            }
            return result!
        }
    }

    /// Runs on the writer's own thread, and says so on that thread when the disk fails: before the next write, and
    /// before whoever waits for this one is answered.
    private func watched<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) async throws -> T {
        try watch.insist()
        return try await pool.writeWithoutTransaction { [watch] connection in
            do {
                try watch.insist()
                return try body(connection)
            } catch let error as DatabaseError {
                watch.see(error.sqlError)
                throw error.sqlError
            } catch let error as SQLError {
                watch.see(error)
                throw error
            }
        }
    }

    #if DEBUG
        private func writeTooEarly<T: Sendable>(
            _ body: @escaping @Sendable (any SQLConnection) throws -> T
        ) async throws -> T {
            try await withCheckedThrowingContinuation { done in
                pool.asyncWriteWithoutTransaction { connection in
                    try? connection.inTransaction(.immediate) {
                        do { done.resume(returning: try body(SQLiteConnection(database: connection))) } catch {
                            done.resume(throwing: error)
                            return .rollback
                        }
                        usleep(20_000)
                        return .commit
                    }
                }
            }
        }
    #endif

    /// SQLite's own `integrity_check`, as a list of complaints; empty when whole.
    public func integrityComplaints() async throws -> [String] {
        try await pool.read { connection in
            try String.fetchAll(connection, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        }
    }

    /// Writes the log back into the file and empties it, so that no old page stays behind.
    public func checkpoint() async throws {
        _ = try await watched { try $0.checkpoint(.truncate) }
    }

    /// Writes everything as it stands into a new file, of mode 0600 at most. It is not yet forced to disk.
    ///
    /// - Throws: `SQLError`; what was begun may be there then.
    func copy(into path: String) async throws {
        let mask = umask(0o077)
        defer { umask(mask) }
        do {
            try await pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        } catch let error as DatabaseError { throw error.sqlError }
    }

    public func close() async throws { try pool.close() }
}

extension DatabaseError {
    var sqlError: SQLError {
        let kind: SQLError.Kind =
            switch resultCode {
            case .SQLITE_CONSTRAINT:
                switch extendedResultCode {
                case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY: .unique
                case .SQLITE_CONSTRAINT_FOREIGNKEY: .foreignKey
                case .SQLITE_CONSTRAINT_NOTNULL: .notNull
                default: .check
                }
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_FULL: .full
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: .readOnly
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
            case .SQLITE_IOERR: diskKind
            default: .other
            }
        return SQLError(kind: kind, code: "\(extendedResultCode.rawValue)")
    }

    /// Some errors of input and output leave what was written as it was: reading, locks, and no room for the small
    /// shared file that says what is in the log.
    private var diskKind: SQLError.Kind {
        switch extendedResultCode {
        case .SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_NOMEM, .SQLITE_IOERR_ACCESS: .other
        case .SQLITE_IOERR_UNLOCK, .SQLITE_IOERR_RDLOCK, .SQLITE_IOERR_CHECKRESERVEDLOCK, .SQLITE_IOERR_LOCK,
            .SQLITE_IOERR_SHMLOCK:
            .busy
        case .SQLITE_IOERR_SHMOPEN, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMMAP: .full
        default: .failed
        }
    }
}

private struct SQLiteConnection: SQLConnection {
    let database: Database
    var dialect: SQLDialect { .sqlite }

    func query(_ sql: SQL) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        try forEach(sql) { rows.append($0) }
        return rows
    }

    /// Reads from the statement itself, as `executeMany` writes to it.
    func forEach(_ sql: SQL, _ body: (SQLRow) throws -> Void) throws {
        let (text, parameters) = sql.rendered(for: .sqlite)
        do {
            let statement = try database.cachedStatement(sql: text)
            let handle = statement.sqliteStatement
            for (position, value) in parameters.enumerated() { Self.bind(value, to: handle, at: Int32(position + 1)) }
            defer {
                sqlite3_reset(handle)
                sqlite3_clear_bindings(handle)
            }
            while true {
                let code = sqlite3_step(handle)
                if code == SQLITE_DONE { return }
                guard code == SQLITE_ROW else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
                try body(SQLRow((0..<sqlite3_column_count(handle)).map { Self.column($0, of: handle) }))
            }
        } catch let error as DatabaseError { throw error.sqlError }
    }

    private static func column(_ position: Int32, of statement: OpaquePointer) -> SQLValue {
        func bytes(_ start: UnsafeRawPointer?) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, position)))
        }
        switch sqlite3_column_type(statement, position) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER, SQLITE_FLOAT: return .int(sqlite3_column_int64(statement, position))
        case SQLITE_TEXT:
            return .text(String(decoding: bytes(sqlite3_column_text(statement, position)), as: UTF8.self))
        default: return .blob([UInt8](bytes(sqlite3_column_blob(statement, position))))
        }
    }

    func releaseMemory() {
        if let handle = database.sqliteConnection { sqlite3_db_release_memory(handle) }
    }

    func afterCommit(_ body: @escaping @Sendable () -> Void) {
        database.afterNextTransaction(onCommit: { _ in body() })
    }

    func execute(_ sql: SQL) throws -> Int {
        let (text, parameters) = sql.rendered(for: .sqlite)
        do {
            let statement = try database.cachedStatement(sql: text)
            try statement.execute(arguments: arguments(parameters))
            return database.changesCount
        } catch let error as DatabaseError { throw error.sqlError }
    }

    /// Binds to the statement itself: for tens of thousands of rows, boxing each value costs more than writing it.
    func executeMany(_ text: String, shared: [SQLValue], _ rows: [[SQLValue]]) throws {
        do {
            let statement = try database.cachedStatement(sql: text)
            let handle = statement.sqliteStatement
            // What is bound once stays bound from run to run.
            for (position, value) in shared.enumerated() { Self.bind(value, to: handle, at: Int32(position + 1)) }
            for row in rows {
                for (position, value) in row.enumerated() {
                    Self.bind(value, to: handle, at: Int32(shared.count + position + 1))
                }
                let code = sqlite3_step(handle)
                sqlite3_reset(handle)
                guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
            }
            sqlite3_clear_bindings(handle)
        } catch let error as DatabaseError { throw error.sqlError }
    }

    private static func bind(_ value: SQLValue, to statement: OpaquePointer, at position: Int32) {
        let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: sqlite3_bind_null(statement, position)
        case .int(let int): sqlite3_bind_int64(statement, position, int)
        case .text(let text): sqlite3_bind_text(statement, position, text, -1, copy)
        case .blob(let bytes): sqlite3_bind_blob(statement, position, bytes, Int32(bytes.count), copy)
        }
    }

    private func arguments(_ parameters: [SQLValue]) -> StatementArguments {
        StatementArguments(
            parameters.map { value -> (any DatabaseValueConvertible)? in
                switch value {
                case .null: nil
                case .int(let int): int
                case .text(let text): text
                case .blob(let bytes): Data(bytes)
                }
            })
    }
}
