// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Store

@Suite(.disabled(if: TestServer.isForAll, "NOT TESTED on PostgreSQL: of folders")) struct CopyBeforeTests {
    /// The register as a program of before the last step left it.
    private func older(_ register: TestRegister) async throws {
        try await register.store.database.write { connection in
            try connection.execute("DROP TABLE backup")
            try connection.execute("DELETE FROM migration WHERE name = \(Migrations.backup.name)")
        }
        try await register.store.close()
    }

    private func copies(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(CopyBefore.prefix) }.sorted()
    }

    private func openAndClose(_ folder: String, _ clock: Clock = .system) async throws {
        try await SealedStore.open(folder, clock: clock).close()
    }

    @Test func `a register of before is kept whole before its tables are changed`() async throws {
        try await TestRegister.with { register in
            try await register.register(["prs_FirstName": .text("Ngozi")])
            try await older(register)
            try await openAndClose(register.folder)
            let name = "before-\(Migrations.backup.name).sqlite"
            #expect(try copies(in: register.folder) == [name])
            let path = register.folder + "/" + name
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            // What it holds is the register as it was: a folder of its own makes it one again.
            let again = TestRegister.folder()
            defer { try? FileManager.default.removeItem(atPath: again) }
            try FileManager.default.createDirectory(atPath: again, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: path, toPath: again + "/" + SealedStore.databaseName)
            let steps = try SQLiteDatabase.looking(again + "/" + SealedStore.databaseName) { try Dump.steps($0) }
            #expect(!steps.contains(Migrations.backup.name) && steps.count == Migrations.all.count - 1)
            let sealed = try await SealedStore.open(again)
            #expect(try await sealed.verify(with: TestRegister.secret, deep: true).faults == [])
            try await sealed.close()
        }
    }

    @Test func `a register that is new or up to date is not copied`() async throws {
        try await TestRegister.with { register in
            try await register.store.close()
            try await openAndClose(register.folder)
            #expect(try copies(in: register.folder) == [])
        }
    }

    @Test func `a copy that was begun is made anew, and one of 35 days ago goes`() async throws {
        try await TestRegister.with { register in
            try await older(register)
            let name = register.folder + "/before-\(Migrations.backup.name).sqlite"
            try Data("half".utf8).write(to: URL(filePath: name + ".half"))
            try await openAndClose(register.folder)
            #expect(try copies(in: register.folder).count == 1)
            #expect(try Data(contentsOf: URL(filePath: name)).count > 10_000)
            let later = Clock.system.now() + 36 * 86_400_000
            try await openAndClose(register.folder)
            #expect(try copies(in: register.folder).count == 1)
            try await openAndClose(register.folder, Clock(now: { later }))
            #expect(try copies(in: register.folder) == [])
        }
    }

    @Test func `without room for the copy nothing is changed`() async throws {
        try await TestRegister.with { register in
            try await older(register)
            // A folder of that name stands where the copy is to be written.
            let half = register.folder + "/before-\(Migrations.backup.name).sqlite.half"
            try FileManager.default.createDirectory(atPath: half, withIntermediateDirectories: true)
            await #expect(throws: (any Error).self) { try await openAndClose(register.folder) }
            let steps = try SQLiteDatabase.looking(register.folder + "/" + SealedStore.databaseName) {
                try Dump.steps($0)
            }
            #expect(!steps.contains(Migrations.backup.name))
            try FileManager.default.removeItem(atPath: half)
            try await openAndClose(register.folder)
        }
    }
}
