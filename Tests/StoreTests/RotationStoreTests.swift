// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

@Suite struct RotationStoreTests {
    private func permit(_ subject: Subject, _ store: CaseStore) throws -> Permit {
        try Policy.permit(
            Actor(id: store.agency, role: .custodian, agency: store.agency), .keyRotate, by: .manageSettings, subject,
            AccessContext(purpose: .system, isStepUpFresh: false, isDeviceEnrolled: false))
    }

    private func wraps(_ store: CaseStore) async throws -> [[UInt8]] {
        try await store.database.read {
            try $0.query("SELECT wrapped FROM scope ORDER BY id").compactMap { $0.bytes(0) }
        }
    }

    /// Everything opens and agrees with the log.
    private func expectWhole(_ folder: String, _ secret: Secret = TestRegister.secret) async throws {
        let sealed = try await SealedStore.open(folder)
        let result = try await sealed.verify(with: secret, deep: true)
        #expect(result.faults == [])
        let bare = try await sealed.verify(with: nil)
        #expect(bare.faults == [])
        try await sealed.close()
    }

    @Test func `after an agency's rotation every case opens and the old key opens none`() async throws {
        try await TestRegister.with { test in
            for name in ["Ifeoma", "Ngọc Hân", "ශානිකා"] { try await test.register(["prs_FirstName": .text(name)]) }
            let store = test.store
            let (old, before) = (try store.keys.key(of: store.agency), try await wraps(store))
            let derived = store.derivedID(from: [1, 2, 3])
            let count = try await store.rotateKey(
                of: store.agency, permit: try permit(.agency(store.agency), store))
            let after = try await wraps(store)
            #expect(count == after.count && Set(after).isDisjoint(with: before))
            #expect(store.derivedID(from: [1, 2, 3]) == derived, "what was derived once is derived again")
            let rows = try await store.database.read { try $0.query("SELECT id, epoch, wrapped FROM scope") }
            for row in rows {
                #expect(throws: VaultError.damaged) {
                    try old.scopeKey(unwrapping: row.bytes(2)!, scope: row.bytes(0)!, epoch: row.int(1)!)
                }
            }
            // The same store goes on, and a new one reads the new key.
            try await test.register(["prs_FirstName": .text("Marisol")])
            let again = try await test.reopened()
            #expect(again.store.derivedID(from: [1, 2, 3]) == derived)
            try await again.store.rotateKey(
                of: again.store.agency, permit: try permit(.agency(again.store.agency), again.store))
            try await again.store.close()
            try await expectWhole(test.folder)
        }
    }

    @Test(.disabled(if: TestServer.isForAll, "NOT TESTED on PostgreSQL: in words of SQLite"))
    func `a key that does not open stops a rotation before anything is changed`() async throws {
        try await TestRegister.with { test in
            try await test.register(["prs_FirstName": .text("Ifeoma")])
            try await test.register(["prs_FirstName": .text("Amara")])
            try await test.tamper("UPDATE scope SET wrapped = zeroblob(40) WHERE id = (SELECT max(id) FROM scope)")
            let before = try await wraps(test.store)
            let permit = try permit(.agency(test.store.agency), test.store)
            await #expect(throws: StoreError.damaged("scope key")) {
                try await test.store.rotateKey(of: test.store.agency, permit: permit)
            }
            #expect(try await wraps(test.store) == before)
        }
    }

    @Test func `a case sealed anew twice opens, its old keys open nothing on disk, and the log still agrees`()
        async throws
    {
        try await TestRegister.with { test in
            let ids = try await test.register(["prs_FirstName": .text("Ifeoma"), "cas_Status": .codes(["Active"])])
            let other = try await test.register(["prs_FirstName": .text("Amara")])
            let (store, id) = (test.store, ids[.caseFile]!)
            let old = try await scope(id, store)
            let rows = try await sealedRows(id, store)
            for _ in 1...2 {
                let count = try await store.rotateKey(ofScope: id, permit: try permit(.caseFile(id), store))
                #expect(count == rows.count)
            }
            let now = try await sealedRows(id, store)
            for (row, before) in zip(now, rows) {
                #expect(OuterLayer.covers(row.sealed) && row.sealed != before.sealed)
                #expect(throws: StoreError.self) {
                    try store.sealer.open(row.sealed, id: row.id, version: row.version, in: old, .everything)
                }
                let fresh = try await scope(id, store)
                #expect(try OuterLayer.peel(row.sealed, id: row.id, version: row.version, in: fresh) == before.sealed)
                #expect(throws: StoreError.self, "a version does not open as another") {
                    try OuterLayer.peel(row.sealed, id: row.id, version: row.version + 1, in: fresh)
                }
            }
            #expect(try await epoch(id, store) == 3)
            #expect(try await epoch(other[.caseFile]!, store) == 1)
            await #expect(throws: StoreError.notFound) {
                try await store.rotateKey(
                    ofScope: .init(high: 9, low: 9), permit: permit(.caseFile(.init(high: 9, low: 9)), store))
            }
            try await store.close()
            try await expectWhole(test.folder)
        }
    }

    @Test func `what people alone can open is moved unopened, and written on afterwards`() async throws {
        try await TierOffice.with { office in
            let house = try await House(office)
            let store = office.store
            try await store.rotateKey(ofScope: house.caseID, permit: try permit(.caseFile(house.caseID), store))
            #expect(try await house.place(for: house.manager) == House.address)
            try await office.edit(house.stay, in: house.caseID, by: house.manager) {
                $0.values["wh_PlaceAddress"] = .text("Moved to Rua Nova 3")
            }
            #expect(try await house.place(for: house.manager) == "Moved to Rua Nova 3")
            try await store.rotateKey(ofScope: house.caseID, permit: try permit(.caseFile(house.caseID), store))
            try await store.rotateKey(of: store.agency, permit: try permit(.agency(store.agency), store))
            #expect(try await house.place(for: house.manager) == "Moved to Rua Nova 3")
            try await office.reopen()
            #expect(try await house.place(for: house.manager) == "Moved to Rua Nova 3")
        }
    }

    @Test func `an altered layer is noticed`() async throws {
        try await TestRegister.with { test in
            let id = try await test.register(["prs_FirstName": .text("Ifeoma")])[.caseFile]!
            try await test.store.rotateKey(ofScope: id, permit: try permit(.caseFile(id), test.store))
            let row = try await sealedRows(id, test.store)[0]
            var altered = row.sealed
            altered[altered.count - 20] ^= 1
            _ = try await test.store.database.write { [altered] connection in
                try connection.execute(
                    "UPDATE record SET sealed = \(altered) WHERE id = \(row.id.bytes) AND version = \(row.version)")
            }
            try await test.store.close()
            let sealed = try await SealedStore.open(test.folder)
            let result = try await sealed.verify(with: TestRegister.secret, deep: true)
            #expect(!result.isWhole)
            try await sealed.close()
        }
    }

    @Test func `a new root: one slot is left, everything opens, and the old secret's copies of the slot open nothing`()
        async throws
    {
        try await TestRegister.with { test in
            try await test.register(["prs_FirstName": .text("Ifeoma")])
            let store = test.store
            let other = Secret.keyFile([UInt8](1...32))
            let change = try Policy.permit(
                Actor(id: store.agency, role: .custodian, agency: store.agency), .slotChange, by: .manageSettings,
                .register,
                AccessContext(purpose: .system, isStepUpFresh: false, isDeviceEnrolled: false))
            _ = try await store.changeSlots(
                opening: TestRegister.secret, adding: .secret(other), removing: nil, permit: change)
            let slots = try await store.slots()
            let old = try RootKey.open(slots, with: other, install: store.keys.install)
            _ = try await store.rotateRoot(
                opening: TestRegister.secret, cost: .trivial, permit: try permit(.register, store))
            try await store.close()
            let sealed = try await SealedStore.open(test.folder)
            await #expect(throws: VaultError.noSlot) { try await sealed.unseal(with: other) }
            let after = try await sealed.database.read { try $0.query("SELECT wrapped FROM agency") }
            #expect(throws: VaultError.damaged) { try old.agencyKey(unwrapping: after[0].bytes(0)!) }
            let fresh = try await sealed.unseal(with: TestRegister.secret)
            #expect(fresh.organisation == "Lantern House" && fresh.agency == store.agency)
            #expect(try await fresh.slots().count == 1)
            let again = TestRegister(folder: test.folder, store: fresh)
            try await again.register(["prs_FirstName": .text("Amara")])
            _ = try await fresh.rotateRoot(
                opening: TestRegister.secret, cost: .trivial, permit: try permit(.register, fresh))
            try await fresh.close()
            try await expectWhole(test.folder)
        }
    }

    private typealias Row = (id: EntityID, version: Int, sealed: [UInt8])

    private func sealedRows(_ scope: EntityID, _ store: CaseStore) async throws -> [Row] {
        try await store.database.read { connection in
            try connection.query("SELECT id, version, sealed FROM record WHERE scope = \(scope.bytes) ORDER BY seq").map
            {
                (EntityID(bytes: $0.bytes(0)!)!, $0.int(1)!, $0.bytes(2)!)
            }
        }
    }

    private func epoch(_ id: EntityID, _ store: CaseStore) async throws -> Int? {
        try await store.database.read { try $0.query("SELECT epoch FROM scope WHERE id = \(id.bytes)").first?.int(0) }
    }

    private func scope(_ id: EntityID, _ store: CaseStore) async throws -> OpenScope {
        let row = try await store.database.read {
            try $0.query("SELECT epoch, wrapped FROM scope WHERE id = \(id.bytes)")[0]
        }
        return try store.sealer.scope(id, agency: store.agency, epoch: row.int(0)!, wrapped: row.bytes(1)!)
    }
}
