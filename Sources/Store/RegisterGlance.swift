// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What can be seen of a register without its key and beside a running server: nothing is written, nothing is locked.
public struct RegisterGlance: Sendable, Equatable {
    /// The steps of the tables, oldest first, such as `0001-register`.
    public var steps: [String] = []
    /// Steps of this program that the register does not have yet.
    public var missing: [String] = []
    /// Steps that this program does not know: a newer one wrote them.
    public var unknown: [String] = []
    /// What kinds of key open it, such as `passphrase`.
    public var slots: [String] = []
    /// The latest moment in the audit log, in milliseconds since 1970; nil when it is empty.
    public var latestEntry: Int64?
    /// When each kind of backup work was last done (`full`, `increment`, `restore`, `drill`), in milliseconds since
    /// 1970.
    public var backups: [String: Int64] = [:]
    /// SQLite's journal, `wal` for ours; empty for another engine.
    public var journal = ""
    /// A server's settings by name, such as `fsync`; empty for SQLite.
    public var engine: [String: String] = [:]

    public init() {}

    /// Looks at a register's folder.
    ///
    /// - Throws: `StoreError.noInstance`; `SQLError` when it cannot be read.
    public static func of(folder: String) throws -> RegisterGlance {
        let path = folder + "/" + SealedStore.databaseName
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.noInstance }
        return try SQLiteDatabase.looking(path) { try RegisterGlance($0) }
    }

    /// Looks at a register in a PostgreSQL database, also on a replica and on a server that would forget.
    ///
    /// - Throws: `StoreError.noInstance`, `.cannotConnect`; `SQLError`.
    public static func of(database url: String) async throws -> RegisterGlance {
        let worker = PostgreSQLWorker("look", PostgreSQLSession(url: url, isLooking: true))
        let glance: RegisterGlance
        do {
            glance = try await worker.run { session in
                try session.connect()
                try session.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                let connection = PostgreSQLConnection(session)
                guard try connection.query("SELECT to_regclass('instance') IS NOT NULL").first?.int(0) == 1 else {
                    throw StoreError.noInstance
                }
                return try RegisterGlance(connection)
            }
        } catch {
            await worker.close()
            throw error
        }
        await worker.close()
        return glance
    }

    init(_ connection: any SQLConnection) throws {
        let ours = Migrations.all.map(\.name)
        steps = try connection.query("SELECT name FROM migration ORDER BY name").compactMap { $0.text(0) }
        missing = ours.filter { !steps.contains($0) }
        unknown = steps.filter { !ours.contains($0) }
        if let slots = try connection.setting("slots") {
            self.slots = ((try? JSONDecoder().decode([Slot].self, from: Data(slots))) ?? []).map(\.kind)
        }
        if steps.contains("0004-audit") {
            latestEntry = try connection.query("SELECT MAX(at) FROM auditIndex").first?.int(0).map(Int64.init)
        }
        if steps.contains("0008-backup") {
            let rows = try connection.query("SELECT kind, MAX(at) FROM backup GROUP BY kind")
            for row in rows { if let kind = row.text(0), let at = row.int(1) { backups[kind] = Int64(at) } }
        }
        if connection.dialect == .sqlite {
            journal = try connection.query("PRAGMA journal_mode").first?.text(0) ?? ""
        } else {
            engine = try Self.settings(connection)
        }
    }

    private static func settings(_ connection: any SQLConnection) throws -> [String: String] {
        let names = ["fsync", "synchronous_commit", "full_page_writes", "data_checksums", "ssl", "server_version"]
        let rows = try connection.query(
            """
            SELECT name, setting FROM pg_settings WHERE name IN (\(list: names))
            UNION ALL SELECT 'replica', CASE WHEN pg_is_in_recovery() THEN 'on' ELSE 'off' END
            """)
        return Dictionary(rows.compactMap { row in row.text(0).flatMap { name in row.text(1).map { (name, $0) } } }) {
            first, _ in first
        }
    }

    private struct Slot: Decodable { let kind: String }
}
