// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Store

/// What the database does when the disk under it fails; `Tests/Faults` makes a real one fail.
struct FailStopTests {
    private let failed = SQLError(kind: .failed, code: "1034")

    @Test func `a failure of the disk is never forgotten`() throws {
        let watch = DiskWatch()
        try watch.insist()
        watch.see(failed)
        #expect(throws: SQLError.self) { try watch.insist() }
        #expect(throws: SQLError.self) { try watch.insist() }
    }

    @Test(arguments: [SQLError.Kind.full, .busy, .unique, .readOnly, .corrupt, .other])
    func `other errors leave the database open`(kind: SQLError.Kind) throws {
        let watch = DiskWatch()
        watch.see(SQLError(kind: kind, code: "0"))
        try watch.insist()
    }

    @Test func `a write that fails with the disk closes the database for everybody`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/failstop-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try SQLiteDatabase(path: folder + "/database")
        _ = try await database.write { try $0.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, bytes BLOB)") }
        let failed = failed
        await #expect(throws: SQLError.self) { try await database.write { _ in throw failed } }
        await #expect(throws: SQLError.self) { try await database.read { try $0.query("SELECT id FROM things") } }
        await #expect(throws: SQLError.self) { try await database.write { try $0.execute("DELETE FROM things") } }
        await #expect(throws: SQLError.self) { try await database.checkpoint() }
    }

    @Test func `the log is written back on the way, so that it stays small`() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/checkpoint-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try SQLiteDatabase(path: folder + "/database")
        _ = try await database.write { try $0.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, bytes BLOB)") }
        for _ in 0..<60 {
            try await database.write { connection in
                for _ in 0..<10 {
                    try connection.execute(
                        "INSERT INTO things (bytes) VALUES (\([UInt8](repeating: 7, count: 60_000)))")
                }
            }
        }
        let log = try FileManager.default.attributesOfItem(atPath: folder + "/database-wal")[.size] as? Int ?? .max
        #expect(log < 20 << 20, "36 MB were written and the log has \(log) bytes")
        try await database.close()
    }
}
