// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

@Suite struct AuditTests {
    @Test func `every look and every change is in the log`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(CaseStoreTests.nadia)
            _ = try await register.store.caseFile(
                ids[.caseFile]!, permit: try register.permit(.caseRead, .caseFile(ids[.caseFile]!)))
            _ = try await register.store.cases(
                CaseQuery(text: "natalia"), page: 0, size: 50, permit: try register.permit(.registerSearch))
            let acts = try await register.store.acts(latest: 10, permit: try register.permit(.auditRead))
            #expect(acts.map(\.action) == ["register.search", "case.read", "case.register"])
            #expect(acts[1].subject == ids[.caseFile])
            #expect(acts.map(\.seq) == [3, 2, 1])
        }
    }

    @Test func `no name stands in the log`() async throws {
        try await TestRegister.with { register in
            try await register.register(CaseStoreTests.nadia)
            _ = try await register.store.cases(
                CaseQuery(text: "Наталия"), page: 0, size: 50, permit: try register.permit(.registerSearch))
            let log = try await register.store.database.read { connection in
                try connection.query("SELECT entry FROM audit").compactMap { $0.bytes(0) }.map {
                    String(decoding: $0, as: UTF8.self)
                }.joined()
            }
            for word in ["Наталия", "natali", "Clinic", "ForcedLabour"] {
                #expect(!log.lowercased().contains(word.lowercased()))
            }
        }
    }

    @Test func `the database itself refuses to change or drop an entry`() async throws {
        try await TestRegister.with { register in
            try await register.register(CaseStoreTests.nadia)
            await #expect(throws: SQLError.self) {
                try await register.store.database.write { try $0.execute("DELETE FROM audit") }
            }
            await #expect(throws: SQLError.self) {
                try await register.store.database.write { try $0.execute("UPDATE audit SET seq = seq + 5") }
            }
        }
    }

    @Test func `a whole register verifies`() async throws {
        let result = try await verified(tampering: [])
        #expect(result.isWhole, "\(result.faults)")
        #expect(result.rows > 10 && result.opened == result.rows)
    }

    @Test(arguments: [
        "UPDATE audit SET entry = replace(CAST(entry AS TEXT), '\"done', '\"gone') WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 2",
        "DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)",
        "UPDATE audit SET hash = randomblob(32) WHERE seq = 1",
        "UPDATE audit SET mac = randomblob(32) WHERE seq = 3",
        "UPDATE record SET sealed = randomblob(length(sealed)) WHERE seq = 3",
        "UPDATE record SET sealed = (SELECT sealed FROM record WHERE seq = 1) WHERE seq = 2",
        "DELETE FROM record WHERE seq = 4",
        "DELETE FROM record WHERE version = 2",
        "UPDATE record SET live = 0 WHERE seq = 5",
        "UPDATE record SET live = 1",
        "INSERT INTO record (scope, id, version, live, removed, day, act, sealed) SELECT scope, randomblob(16), 1, 1, 0, day, act, sealed FROM record WHERE seq = 1",
        "DELETE FROM instance WHERE name = 'trail'",
        "UPDATE scope SET wrapped = randomblob(40)",
    ])
    func `verify finds what somebody with the disk changed`(sql: String) async throws {
        let result = try await verified(tampering: [sql])
        #expect(!result.isWhole)
    }

    private func verified(tampering: [String]) async throws -> Verification {
        try await TestRegister.with { register in
            for _ in 0..<3 {
                let ids = try await register.register(CaseStoreTests.nadia)
                let record = try Draft(.person, ["prs_FirstName": .text("Edited")]).checked(under: .current)
                let permit = try register.permit(.recordEdit, .person(ids[.person]!))
                _ = try await register.store.commit(
                    [.update(ids[.person]!, scope: ids[.person]!, base: 1, record)], permit: permit)
            }
            for sql in tampering { try await register.tamper(sql) }
            // With several servers a log that lost its last entry is noticed here already.
            do { try await register.store.close() } catch StoreError.damaged where TestServer.isForAll {}
            let sealed = try await SealedStore.open(register.folder)
            let result = try await sealed.verify(with: TestRegister.secret, deep: true)
            try await sealed.close()
            return result
        }
    }
}
