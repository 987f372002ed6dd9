// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Testing
import Vault

@testable import Store

@Suite struct DumpTests {
    @Test(.disabled(if: TestServer.isForAll, "NOT TESTED on PostgreSQL: asks SQLite's own tables"))
    func `every table of the database is listed, and what it refers to comes first`() async throws {
        try await TestRegister.with { register in
            let names = Migrations.tables.map(\.name)
            let (found, references) = try await register.store.database.read { connection in
                let found = try connection.query(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                ).compactMap { $0.text(0) }
                let references = try names.flatMap { name in
                    try connection.query("SELECT \"table\" FROM pragma_foreign_key_list(\(name))")
                        .compactMap { $0.text(0) }.map { (name, $0) }
                }
                return (found, references)
            }
            #expect(Set(found) == Set(names + ["migration", "change"]))
            for (table, other) in references where table != other {
                #expect(names.firstIndex(of: other)! < names.firstIndex(of: table)!)
            }
        }
    }

    @Test func `every key and number of a table is one of its columns`() async throws {
        try await TestRegister.with { register in
            try await register.store.database.read { connection in
                for table in Migrations.tables {
                    let columns = try Dump.columns(of: table.name, connection)
                    #expect(Set(columns).isSuperset(of: table.key))
                    if let grows = table.grows { #expect(columns.contains(grows)) }
                    if case .column(let name, _) = table.wraps { #expect(columns.contains(name)) }
                }
            }
        }
    }

    @Test func `a copy holds the same rows, opens with the same secret and verifies`() async throws {
        try await TestRegister.with { register in
            for _ in 0..<30 { try await register.register(CaseStoreTests.nadia) }
            let folder = TestRegister.file()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let target = try SQLiteDatabase(path: folder + "/" + SealedStore.databaseName)
            let counts = try await Dump.copy(from: register.store.database, to: target)
            #expect(counts["record"]! > 100)
            #expect(try await Self.rows(register.store.database) == Self.rows(target))
            try await target.close()
            let copy = try await SealedStore.open(folder)
            let result = try await copy.verify(with: TestRegister.secret, deep: true)
            #expect(result.isWhole, "\(result.faults)")
            #expect(result.opened == counts["record"])
            try await copy.close()
        }
    }

    @Test func `a database with rows is not loaded over`() async throws {
        try await TestRegister.with { one in
            try await TestRegister.with { other in
                let before = try await Self.rows(other.store.database)
                await #expect(throws: StoreError.instanceExists) {
                    try await Dump.copy(from: one.store.database, to: other.store.database)
                }
                #expect(try await Self.rows(other.store.database) == before)
            }
        }
    }

    @Test func `a dump cannot name a table or a column of its own`() async throws {
        try await Self.withEmpty { database in
            let bad = [
                DumpBatch(table: "migration", columns: ["name"], rows: [[.text("9999")]]),
                DumpBatch(table: "throttle; DROP TABLE audit", columns: ["name"], rows: [[.null]]),
                DumpBatch(table: "throttle", columns: ["name", "amount", "at, 1"], rows: [[.null, .null, .null]]),
                DumpBatch(table: "throttle", columns: ["name", "amount", "at"], rows: [[.null, .null]]),
            ]
            for batch in bad {
                await #expect(throws: StoreError.damaged("dump")) {
                    try await database.write { connection in
                        var loader = try DumpLoader(connection)
                        try loader.add(batch)
                    }
                }
            }
        }
    }

    @Test func `a dump of a newer step is refused, one of an older step is brought up to date`() async throws {
        try await Self.withEmpty { database in
            await #expect(throws: StoreError.newerSchema("9999-later")) {
                try await database.write { _ = try DumpLoader($0, steps: ["0001-register", "9999-later"]) }
            }
            try await database.write { connection in
                var loader = try DumpLoader(connection, steps: ["0001-register"])
                for name in ["agency", "agencyKey"] {
                    try loader.add(
                        DumpBatch(
                            table: "instance", columns: ["name", "value"], rows: [[.text(name), .blob([1, 2, 3])]]))
                }
            }
            let agencies = try await database.write { connection in
                try Migrations.run(on: connection)
                return try connection.query("SELECT id FROM agency")
            }
            #expect(agencies.map(\.values) == [[.blob([1, 2, 3])]])
        }
    }

    @Test func `a reader is told when the writer cannot go on`() async throws {
        let pipe = BatchPipe(capacity: 1)
        let batch = DumpBatch(table: "audit", columns: [], rows: [])
        try pipe.put(batch)
        pipe.fail(StoreError.unlogged)
        #expect(throws: StoreError.unlogged) { try pipe.put(batch) }
        #expect(throws: StoreError.unlogged) { _ = try pipe.take() }
    }

    /// Every row of every table, in order.
    static func rows(_ database: any SQLDatabase) async throws -> [String: [[SQLValue]]] {
        try await database.read { connection in
            var found: [String: [[SQLValue]]] = [:]
            try Dump.read(connection) { found[$0.table, default: []] += $0.rows }
            return found
        }
    }

    static func withEmpty(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        let folder = TestRegister.file()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try SQLiteDatabase(path: folder + "/empty.sqlite")
        try await body(database)
        try await database.close()
    }
}
