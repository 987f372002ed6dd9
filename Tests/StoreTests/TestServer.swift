// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing

@testable import Store

/// A PostgreSQL server that is started for the tests of one run and ends with it.
enum TestServer {
    /// Whether the tests of the store run on PostgreSQL (`WAYHOUSE_TEST_POSTGRES=1`) instead of SQLite.
    static let isForAll = ProcessInfo.processInfo.environment["WAYHOUSE_TEST_POSTGRES"] != nil

    /// The address of its database; nil, said loudly, where PostgreSQL is not installed.
    static let url: String? = {
        do { return try start() } catch {
            FileHandle.standardError.write(Data("SKIPPED: tests on PostgreSQL (\(error))\n".utf8))
            return nil
        }
    }()

    static var isThere: Bool { url != nil }

    struct NotStarted: Error {
        let code: Int32
    }

    private static func start() throws -> String {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Support/postgresql").path
        let folder = NSTemporaryDirectory() + "wayhouse-pg-" + EntityID.random().description.prefix(8)
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: script)
        process.arguments = [folder, "\(getpid())"]
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Until the address came: the watcher that the script leaves behind must not be waited for.
        let text = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        guard let line = text.split(separator: "\n").first else {
            process.waitUntilExit()
            throw NotStarted(code: process.terminationStatus)
        }
        return String(line)
    }

    /// What a test says in SQLite's words, in PostgreSQL's.
    static func spelt(_ sql: String) -> String {
        let replaces = "INSERT OR REPLACE INTO erasedAct SELECT "
        if sql.hasPrefix(replaces) {
            return "INSERT INTO erasedAct SELECT DISTINCT \(sql.dropFirst(replaces.count)) "
                + "ON CONFLICT (act, erasure) DO UPDATE SET digest = ''"
        }
        if sql.hasPrefix("DROP TRIGGER tombstone") { return sql + " ON tombstone" }
        return sql.replacing(/[xX]'([0-9a-fA-F]+)'/) { "'\\x\($0.output.1)'::bytea" }
            .replacing(/replace\(CAST\(entry AS TEXT\), (.*)\) WHERE/) {
                "convert_to(replace(convert_from(entry, 'UTF8'), \($0.output.1)), 'UTF8') WHERE"
            }
    }

    /// The address of a new, empty schema.
    static func schema() throws -> String {
        guard let url else { throw NotStarted(code: 69) }
        let name = "t_" + EntityID.random().description.prefix(16)
        let session = PostgreSQLSession(url: url)
        try session.connect()
        try session.run("CREATE SCHEMA \(name)")
        try session.run(
            """
            CREATE FUNCTION \(name).randomblob(count int) RETURNS bytea LANGUAGE sql VOLATILE AS $$
            SELECT decode(string_agg(lpad(to_hex((random() * 255)::int), 2, '0'), ''), 'hex')
            FROM generate_series(1, count) $$;
            CREATE FUNCTION \(name).zeroblob(count int) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
            SELECT decode(repeat('00', count), 'hex') $$
            """)
        return url + "&options=-csearch_path%3D" + name
    }
}
