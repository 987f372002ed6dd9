// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard

/// Keeps what a register was before its tables are brought up to date, so that the program of before can go on with it.
///
/// In a folder: a file `before-STEP.sqlite`, whole or not there. On PostgreSQL: a schema `SCHEMA_before_STEP_DAY`, made
/// in the transaction that changes the tables. Copies hold wrapped keys, so they go after as long as keyrings do.
enum CopyBefore {
    static let prefix = "before-"
    static let suffix = ".sqlite"

    /// The first step that the database lacks; nil for one that is empty, up to date or newer than this program.
    static func step(_ connection: any SQLConnection) throws -> String? {
        let (done, all) = (try Dump.steps(connection), Migrations.all.map(\.name))
        guard !done.isEmpty, done.allSatisfy(all.contains) else { return nil }
        return all.first { !done.contains($0) }
    }

    /// Makes the file, on disk when this returns, and removes those that were kept long enough. One that was begun and
    /// not finished is made anew.
    ///
    /// - Throws: `SQLError` (`full` when there is no room); `BackupFault`. The register was not changed then.
    static func keep(_ database: SQLiteDatabase, in folder: String, _ clock: Clock) async throws {
        guard let step = try await database.read({ try step($0) }) else { return expire(in: folder, now: clock.now()) }
        let path = folder + "/" + prefix + step + suffix
        let half = path + ".half"
        unlink(half)
        do {
            try await database.copy(into: half)
            try sync(half)
            guard rename(half, path) == 0 else { throw FileFault.now }
            try Folder.sync(folder)
        } catch {
            unlink(half)
            throw error
        }
    }

    private static func sync(_ path: String) throws {
        let file = open(path, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { throw FileFault.now }
        defer { close(file) }
        guard fchmod(file, 0o600) == 0, fsync(file) == 0 else { throw FileFault.now }
    }

    /// What cannot be removed now is tried again at the next start.
    private static func expire(in folder: String, now: Int64) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(prefix) && (name.hasSuffix(suffix) || name.hasSuffix(".half")) {
            var status = stat()
            guard lstat(folder + "/" + name, &status) == 0 else { continue }
            if now / 1000 - Int64(status.st_mtim.tv_sec) > BackupManifest.keyringLasts / 1000 {
                unlink(folder + "/" + name)
            }
        }
    }

    /// The same on PostgreSQL, in the transaction at hand. The role needs to be allowed to make schemas.
    static func keep(on connection: any SQLConnection, _ clock: Clock) throws {
        guard connection.dialect == .postgresql else { return }
        let day = clock.today.description.filter(\.isNumber)
        guard let step = try step(connection) else { return try expire(on: connection, clock) }
        let name = try connection.query(
            "SELECT quote_ident(current_schema() || \("_before_\(step.replacing("-", with: "_"))_\(day)"))"
        ).first?.text(0)
        guard let name else { throw StoreError.noInstance }
        try connection.execute("DROP SCHEMA IF EXISTS \(raw: name) CASCADE")
        try connection.execute("CREATE SCHEMA \(raw: name)")
        let tables = try connection.query(
            """
            SELECT quote_ident(table_name) FROM information_schema.tables
            WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
            """)
        for table in tables.compactMap({ $0.text(0) }) {
            try connection.execute("CREATE TABLE \(raw: name).\(raw: table) (LIKE \(raw: table) INCLUDING ALL)")
            try connection.execute(
                "INSERT INTO \(raw: name).\(raw: table) OVERRIDING SYSTEM VALUE SELECT * FROM \(raw: table)")
        }
    }

    private static func expire(on connection: any SQLConnection, _ clock: Clock) throws {
        let last = Clock.day(of: clock.now() - BackupManifest.keyringLasts).description.filter(\.isNumber)
        let old = try connection.query(
            """
            SELECT quote_ident(nspname) FROM pg_namespace
            WHERE starts_with(nspname::text, current_schema() || '_before_') AND right(nspname::text, 8) < \(last)
            """)
        for name in old.compactMap({ $0.text(0) }) { try connection.execute("DROP SCHEMA \(raw: name) CASCADE") }
    }
}
