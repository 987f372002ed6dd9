// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Synchronization
import Testing
import Vault

@testable import Store

@Suite struct CaseStoreTests {
    static let nadia: [FieldName: Value] = [
        "prs_FirstName": .text("Наталия"), "prs_SecondName": .text("Søren-Đặng"),
        "prs_Birthdate": .date(PartialDate("1998~")!),
        "prs_Citizenship": .codes(["UA", "NA"]), "cas_Status": .codes(["Active"]),
        "vic_TypeOfExploitation": .codes(["ForcedLabour"]),
        "cas_ReferringOrganisation": .text("Clinic"), "con_Consent": .flag(true),
        "prs_MobilePhone": .text("+447700900123"),
    ]

    @Test func `what was registered comes back after the register was sealed and opened again`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(Self.nadia)
            let again = try await register.reopened()
            let file = try await again.store.caseFile(
                ids[.caseFile]!, permit: try again.permit(.caseRead, .caseFile(ids[.caseFile]!)))
            let row = file.rows(on: PartialDate("2026-01-01")!).rows[0].values
            for (name, value) in Self.nadia { #expect(row[name] == value, "\(name)") }
            #expect(again.store.counts().cases == 1)
            try await again.store.close()
        }
    }

    @Test func `of several acts in one transaction the last that fails undoes all`() async throws {
        try await TestRegister.with { register in
            let id = EntityID.random()
            let permit = try register.permit(.caseRegister, .caseFile(id))
            let edit = try register.permit(.recordEdit, .caseFile(id))
            let person = try Draft(.caseFile, ["wh_CaseReference": .text("Galle 7")]).checked(under: .current)
            let good = Change.insert(id, scope: id, person)
            let late = Change.update(id, scope: id, base: 7, person)
            await #expect(throws: StoreError.conflict(id, current: 1)) {
                try await register.store.commit([(permit, [good]), (edit, [late])])
            }
            #expect(register.store.counts().cases == 0)
            try await register.store.commit([(permit, [good])])
            #expect(register.store.counts().cases == 1)
            let acts = try await register.store.acts(latest: 10, permit: try register.permit(.auditRead))
            #expect(acts.count == 1)
        }
    }

    @Test func `a passphrase that is wrong opens nothing`() async throws {
        try await TestRegister.with { register in
            try await register.store.close()
            let sealed = try await SealedStore.open(register.folder)
            await #expect(throws: VaultError.wrongKey) {
                try await sealed.unseal(with: .passphrase("three quiet lanterns by the sea"))
            }
            try await sealed.close()
        }
    }

    @Test func `an edit of an old version is a conflict and changes nothing`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(Self.nadia)
            let (id, scope) = (ids[.person]!, ids[.person]!)
            let first = try await register.store.record(
                id, scope: scope, permit: try register.permit(.caseRead, .person(scope)))
            var mine = first.record.draft
            mine.values["prs_FirstName"] = .text("Natalia")
            let record = try mine.checked(under: .current)
            let permit = try register.permit(.recordEdit, .person(id))
            _ = try await register.store.commit([.update(id, scope: scope, base: 1, record)], permit: permit)
            await #expect(throws: StoreError.conflict(id, current: 2)) {
                try await register.store.commit([.update(id, scope: scope, base: 1, first.record)], permit: permit)
            }
            let versions = try await register.store.versions(
                of: id, scope: scope, permit: try register.permit(.caseRead, .person(scope)))
            #expect(versions.map(\.version) == [1, 2])
            #expect(versions[1].record["prs_FirstName"] == .text("Natalia"))
            #expect(versions[0].record["prs_FirstName"] == .text("Наталия"))
        }
    }

    @Test func `of a list of changes all are done or none`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(Self.nadia)
            let comment = try Draft(
                .comment, ["cco_CaseComment": .text("Called.")], links: [.caseFile: ids[.caseFile]!]
            ).checked(under: .current)
            let new = EntityID.random()
            await #expect(throws: StoreError.self) {
                try await register.store.commit(
                    [
                        .insert(new, scope: ids[.caseFile]!, comment),
                        .insert(new, scope: ids[.caseFile]!, comment),
                    ], permit: try register.permit(.recordAppend, .caseFile(ids[.caseFile]!)))
            }
            let file = try await register.store.caseFile(
                ids[.caseFile]!, permit: try register.permit(.caseRead, .caseFile(ids[.caseFile]!)))
            #expect(file.records(.comment).isEmpty)
            #expect(file.people.count == 1)
        }
    }

    @Test func `the same form sent twice makes one record`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(Self.nadia)
            let comment = try Draft(
                .comment, ["cco_CaseComment": .text("Called.")], links: [.caseFile: ids[.caseFile]!]
            ).checked(under: .current)
            let scope = ids[.caseFile]!
            let permit = try register.permit(.recordAppend, .caseFile(scope))
            let first = try await register.store.commit(
                [.insert(.random(), scope: scope, comment)], permit: permit, idempotencyKey: "form 1")
            let second = try await register.store.commit(
                [.insert(.random(), scope: scope, comment)], permit: permit, idempotencyKey: "form 1")
            #expect(first.act == second.act && second.isRepeat && !first.isRepeat)
            let file = try await register.store.caseFile(
                scope, permit: try register.permit(.caseRead, .caseFile(scope)))
            #expect(file.records(.comment).count == 1)
            let other = try Draft(.comment, ["cco_CaseComment": .text("Other.")], links: [.caseFile: scope]).checked(
                under: .current)
            await #expect(throws: StoreError.keyReused) {
                try await register.store.commit(
                    [.insert(.random(), scope: scope, other)], permit: permit, idempotencyKey: "form 1")
            }
        }
    }

    @Test func `a removed record is out of sight and its versions stay`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(Self.nadia)
            let reading = try register.permit(.caseRead, .caseFile(ids[.caseFile]!))
            _ = try await register.store.commit(
                [.remove(ids[.caseFile]!, scope: ids[.caseFile]!, base: 1)],
                permit: try register.permit(.recordRemove, .caseFile(ids[.caseFile]!)))
            await #expect(throws: StoreError.notFound) {
                try await register.store.caseFile(ids[.caseFile]!, permit: reading)
            }
            #expect(register.store.counts().cases == 0)
            let versions = try await register.store.versions(
                of: ids[.caseFile]!, scope: ids[.caseFile]!, permit: reading)
            #expect(versions.map(\.isRemoved) == [false, true])
            let again = try await register.reopened()
            #expect(again.store.counts().cases == 0)
        }
    }

    @Test(.disabled(if: TestServer.isForAll, "NOT TESTED on PostgreSQL: of a folder"))
    func `a second process is told that the folder is in use`() async throws {
        try await TestRegister.with { register in
            await #expect(throws: StoreError.inUse(getpid())) { try await SealedStore.open(register.folder) }
        }
    }

    @Test func `an empty folder holds no register and a full one is not overwritten`() async throws {
        await #expect(throws: StoreError.noInstance) {
            try await SealedStore.open(NSTemporaryDirectory() + "none-\(UUID())")
        }
        try await TestRegister.with { register in
            await #expect(throws: StoreError.instanceExists) {
                try await SealedStore.create(
                    register.folder, organisation: "x", secret: TestRegister.secret, cost: .trivial)
            }
        }
    }

    @Test func `a database that cannot keep its settings is refused`() async throws {
        #expect(throws: (any Error).self) { try SQLiteDatabase(path: "/proc/wayhouse-cannot-be-here.sqlite") }
    }

    @Test func `a register from a newer program is refused`() async throws {
        try await TestRegister.with { register in
            try await register.tamper("INSERT INTO migration (name) VALUES ('9999-future')")
            try await register.store.close()
            await #expect(throws: StoreError.newerSchema("9999-future")) { try await SealedStore.open(register.folder) }
        }
    }

    @Test(.disabled(if: TestServer.isForAll, "NOT TESTED on PostgreSQL: of a folder"))
    func `files of a register can be read by nobody else`() async throws {
        try await TestRegister.with { register in
            for name in try FileManager.default.contentsOfDirectory(atPath: register.folder) {
                let mode =
                    try FileManager.default.attributesOfItem(atPath: register.folder + "/" + name)[.posixPermissions]
                    as? Int
                #expect((mode ?? 0o777) & 0o077 == 0, "\(name)")
            }
        }
    }

    @Test func `what an import seals opens as what a form sealed`() async throws {
        try await TestRegister.with { register in
            let store = register.store
            let typed = try await register.register(Self.nadia)
            let records = try #require(RowPlan(store.codebook).records(of: Self.nadia) { .random() })
            let caseID = try #require(records.first { $0.record.kind == .caseFile }).id
            let batch = EntityID.random()
            let importing = try register.permit(.importCommit, .importBatch(batch))
            let sealed = try store.seal(records, ofCase: caseID, permit: importing)
            let chunks = Mutex([[sealed]])
            _ = try await store.commit(
                fingerprint: try store.fingerprint(ofFile: [1], agency: store.agency), permit: importing, batch: batch,
                fileName: "a.xlsx", format: { "htcds-xlsx" },
                next: { chunks.withLock { $0.popLast() } })
            try await store.index(batch: batch)
            func permit(_ id: EntityID) throws -> Permit { try register.permit(.caseRead, .caseFile(id)) }
            let day = PartialDate("2026-01-01")!
            let imported = try await store.caseFile(caseID, permit: try permit(caseID)).rows(on: day).rows
            let entered = try await store.caseFile(
                typed[.caseFile]!, permit: try permit(typed[.caseFile]!)
            ).rows(on: day).rows
            #expect(imported == entered && imported.count == 1)
            for (name, value) in Self.nadia { #expect(imported[0].values[name] == value, "\(name)") }
        }
    }
}

extension CaseStoreTests {
    @Test func `a secret that is too weak leaves nothing behind`() async throws {
        let folder = TestRegister.folder()
        await #expect(throws: VaultError.weakSecret) {
            try await SealedStore.create(folder, organisation: "x", secret: .keyFile([1, 2, 3]), cost: .trivial)
        }
        #expect(!FileManager.default.fileExists(atPath: folder))
    }
}
