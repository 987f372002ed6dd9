// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Testing
import Vault

@testable import Store

@Suite(.enabled(if: TestServer.isThere, "PostgreSQL is not installed")) struct PostgreSQLTests {
    private func database() async throws -> PostgreSQLDatabase {
        try await PostgreSQLDatabase(url: try TestServer.schema())
    }

    @Test func `values come back as they went in`() async throws {
        let database = try await database()
        let values: [SQLValue] = [
            .null, .int(.min), .int(-1), .int(0), .int(.max), .text(""), .text("Łucja 阿 '\"\\ ؟"), .blob([]),
            .blob([0, 1, 255, 0]),
        ]
        let rows = try await database.write { connection in
            try connection.execute("CREATE TABLE t (n BIGINT, i BIGINT, s TEXT, b BYTEA)")
            for (place, value) in values.enumerated() {
                let column =
                    switch value {
                    case .null, .int: "i"
                    case .text: "s"
                    case .blob: "b"
                    }
                try connection.execute("INSERT INTO t (n, \(raw: column)) VALUES (\(place), \(value))")
            }
            return try connection.query("SELECT COALESCE(i, NULL), s, b FROM t ORDER BY n")
        }
        for (row, value) in zip(rows, values) { #expect(row.values.first { $0 != .null } ?? .null == value) }
        let sums = try await database.read { connection in
            try connection.query("SELECT SUM(i), COUNT(*), MAX(n), SUM(n), NULL, 1, TRUE FROM t")
        }
        #expect(
            sums[0].values == [.int(-2), .int(9), .int(8), .int(36), .null, .int(1), .int(1)])
        try await database.close()
    }

    @Test func `what the database refuses has the same name on both engines`() async throws {
        let places = [
            try await database() as any SQLDatabase, try SQLiteDatabase(path: TestRegister.file()) as any SQLDatabase,
        ]
        for database in places {
            try await database.write { connection in
                try connection.execute("CREATE TABLE a (id INTEGER PRIMARY KEY)")
                try connection.execute(
                    "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id), v INTEGER NOT NULL CHECK (v > 0))"
                )
                try connection.execute("INSERT INTO t (id, v) VALUES (1, 1)")
            }
            let refused: [(SQL, SQLError.Kind)] = [
                ("INSERT INTO t (id, v) VALUES (1, 1)", .unique), ("INSERT INTO t (id, v) VALUES (2, 0)", .check),
                ("INSERT INTO t (id) VALUES (2)", .notNull), ("INSERT INTO t (id, a, v) VALUES (2, 9, 1)", .foreignKey),
            ]
            for (sql, kind) in refused {
                let error = await #expect(throws: SQLError.self) { try await database.write { try $0.execute(sql) } }
                #expect(error?.kind == kind, "\(database.dialect) \(kind)")
            }
            // Nothing of a failed transaction stays, and the connection goes on.
            #expect(try await database.read { try $0.query("SELECT id FROM t").count } == 1)
            await #expect(throws: SQLError.self) {
                try await database.read { try $0.execute("INSERT INTO t (id, v) VALUES (3, 1)") }
            }
            try await database.close()
        }
    }

    @Test func `many rows are written and read one after the other, other statements between them`() async throws {
        let database = try await database()
        try await database.write { connection in
            try connection.execute("CREATE TABLE t (k INTEGER, n BIGINT PRIMARY KEY, b BYTEA)")
            try connection.executeMany(
                "INSERT INTO t (k, n, b) VALUES ($1, $2, $3)", shared: [.int(7)],
                (0..<5_000).map { [.int(Int64($0)), $0 % 3 == 0 ? .null : .blob([UInt8](repeating: 1, count: 900))] })
        }
        let (sum, counted) = try await database.read { connection in
            var (sum, counted) = (0, 0)
            try connection.forEach("SELECT n, b FROM t WHERE k = \(7) ORDER BY n") { row in
                sum += row.int(0) ?? 0
                if sum.isMultiple(of: 1_000) {
                    counted += try connection.query("SELECT COUNT(*) FROM t").first?.int(0) == 5_000 ? 1 : 0
                }
            }
            return (sum, counted)
        }
        #expect(sum == 4_999 * 5_000 / 2 && counted > 0)
        let error = await #expect(throws: SQLError.self) {
            try await database.write { connection in
                try connection.executeMany(
                    "INSERT INTO t (k, n) VALUES ($1, $2)", shared: [.int(8)],
                    (4_900..<5_100).map { [.int(Int64($0))] })
            }
        }
        #expect(error?.kind == .unique)
        #expect(try await database.read { try $0.query("SELECT COUNT(*) FROM t").first?.int(0) } == 5_000)
        try await database.close()
    }

    @Test func `what waits for a commit happens after it, and not when it fails`() async throws {
        let database = try await database()
        let said = Mutex<[Int]>([])
        try await database.write { connection in
            try connection.execute("CREATE TABLE t (n BIGINT PRIMARY KEY)")
            connection.afterCommit { said.withLock { $0.append(1) } }
            #expect(said.withLock { $0 } == [])
        }
        _ = try? await database.write { connection in
            connection.afterCommit { said.withLock { $0.append(2) } }
            try connection.execute("SELECT nothing")
        }
        #expect(said.withLock { $0 } == [1])
        try await database.close()
    }

    @Test func `a connection that is cut off is made anew, and each write is there once`() async throws {
        let url = try TestServer.schema()
        let database = try await PostgreSQLDatabase(url: url + "&application_name=cut")
        let other = try await PostgreSQLDatabase(url: url)
        _ = try await database.write { try $0.execute("CREATE TABLE t (n BIGINT PRIMARY KEY)") }
        let cuts = Mutex(0)
        let cutter = Task {
            while !Task.isCancelled {
                let cut = try await other.read { connection in
                    try connection.query(
                        """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE application_name = 'cut' AND query LIKE '%writer%'
                        """)
                }
                cuts.withLock { $0 += cut.count }
                try await Task.sleep(for: .milliseconds(7))
            }
        }
        for number in 0..<300 {
            _ = try await database.write { try $0.execute("INSERT INTO t (n) VALUES (\(number))") }
        }
        cutter.cancel()
        _ = await cutter.result
        #expect(try await database.read { try $0.query("SELECT COUNT(*) FROM t").first?.int(0) } == 300)
        #expect(cuts.withLock { $0 } > 20, "the connection was hardly ever cut off")
        try await database.close()
        try await other.close()
    }

    @Test func `the audit log can be added to and nothing else`() async throws {
        let place = try TestServer.schema()
        let sealed = try await SealedStore.create(
            place, organisation: "Lantern House", secret: TestRegister.secret, cost: .trivial)
        let store = try await sealed.unseal(with: TestRegister.secret)
        let register = TestRegister(folder: place, store: store)
        try await register.register(CaseStoreTests.nadia)
        for sql: SQL in ["UPDATE audit SET seq = seq", "DELETE FROM audit", "TRUNCATE audit", "DELETE FROM checkpoint"]
        {
            let error = await #expect(throws: SQLError.self) {
                try await store.database.write { try $0.execute(sql) }
            }
            #expect(error?.kind == .check)
        }
        try await store.close()
    }

    @Test func `a server that would forget what it confirmed is refused`() async throws {
        let url = try TestServer.schema()
        let weak = url.replacing("search_path", with: "synchronous_commit%3Doff%20-csearch_path")
        await #expect(throws: StoreError.weakSettings("synchronous_commit")) {
            try await PostgreSQLDatabase(url: weak).close()
        }
        let readOnly = url.replacing("search_path", with: "default_transaction_read_only%3Don%20-csearch_path")
        await #expect(throws: StoreError.readOnlyReplica) { try await PostgreSQLDatabase(url: readOnly).close() }
        let nowhere = url.replacing("search_path%3D", with: "search_path%3Dnot_")
        await #expect(throws: StoreError.weakSettings("search_path")) {
            try await PostgreSQLDatabase(url: nowhere).close()
        }
        let nobody = url.replacing("wayhouse@/wayhouse", with: "wayhouse@/not-there")
        await #expect(throws: StoreError.self) { try await PostgreSQLDatabase(url: nobody).close() }
        try await PostgreSQLDatabase(url: url).close()
    }

    @Test func `a register goes to PostgreSQL and back and is the same to the last row`() async throws {
        let (folder, back) = (TestRegister.file(), TestRegister.file())
        defer { for path in [folder, back] { try? FileManager.default.removeItem(atPath: path) } }
        let sealed = try await SealedStore.create(
            folder, organisation: "Lantern House", secret: TestRegister.secret, cost: .trivial)
        let store = try await sealed.unseal(with: TestRegister.secret)
        let register = TestRegister(folder: folder, store: store)
        for _ in 0..<40 { try await register.register(CaseStoreTests.nadia) }
        try await store.close()
        let (here, there) = (StorePlace(folder), StorePlace(try TestServer.schema()))
        let out = try await MoveInstance.run(from: here, to: there, secret: TestRegister.secret)
        #expect(out.verification.isWhole && out.verification.opened == out.rows["record"], "\(out.verification.faults)")
        await #expect(throws: StoreError.instanceExists) {
            try await MoveInstance.run(from: here, to: there, secret: nil)
        }
        // It goes on there, numbers and all, and what was written there comes back.
        let moved = TestRegister(
            folder: there.text, store: try await SealedStore.open(there.text).unseal(with: TestRegister.secret))
        try await moved.register(CaseStoreTests.nadia)
        await #expect(throws: StoreError.inUse(nil)) {
            try await MoveInstance.run(from: there, to: StorePlace(back), secret: nil)
        }
        try await moved.store.close()
        let home = try await MoveInstance.run(from: there, to: StorePlace(back), secret: TestRegister.secret)
        #expect(home.verification.isWhole, "\(home.verification.faults)")
        let (one, oneLock) = try await StorePlace(back).open(isAlone: true)
        let (other, _) = try await there.open(isAlone: true)
        #expect(try await DumpTests.rows(one) == DumpTests.rows(other))
        oneLock?.release()
        try await one.close()
        try await other.close()
    }

    @Test func `an address with several servers is known by its commas`() {
        #expect(StorePlace.hasSeveralHosts("postgresql://a@h1,h2:5433/db?sslmode=require"))
        #expect(StorePlace.hasSeveralHosts("postgresql:///db?host=/a,/b&port=1,2"))
        #expect(StorePlace.hasSeveralHosts("postgresql:///db?host=%2Fa%2C%2Fb"))
        #expect(!StorePlace.hasSeveralHosts("postgresql://a@h1/db?options=-csearch_path%3Da,b"))
        #expect(StorePlace("postgres://x/y").folder == nil)
        #expect(StorePlace("./postgresql").folder == "./postgresql")
    }
}
