// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing
import Vault

@testable import Store

/// A ticket is a record like any other: found by its mark while it stands, and nowhere on disk to be read.
@Suite struct TicketStoreTests {
    private func put(
        _ register: TestRegister, _ caseID: EntityID, _ state: TicketEntry.State, _ name: String
    ) async throws {
        let now = register.store.ticket(ofCase: caseID)
        let values: [FieldName: Value] = [
            "wh_TicketState": .codes([state.rawValue]), "wh_TicketName": .text(name),
            "wh_TicketWord": .text("w\(name)"),
        ]
        let record = try Draft(.ticket, values, links: [.caseFile: caseID]).checked(under: register.store.codebook)
        let permit = try register.permit(.ticketManage, .caseFile(caseID))
        let change: Change =
            now.map { .update($0.record, scope: caseID, base: $0.version, record) }
            ?? .insert(.random(), scope: caseID, record)
        _ = try await register.store.commit([change], permit: permit)
    }

    @Test func `a ticket is found by its mark until it is taken back, also after a restart`() async throws {
        try await TestRegister.with { register in
            let id = try #require(try await register.register(["prs_FirstName": .text("Lani")])[.caseFile])
            try await put(register, id, .open, "first-mark")
            #expect(register.store.ticket(named: "first-mark")?.id == id)
            try await put(register, id, .open, "second-mark")
            #expect(register.store.ticket(named: "first-mark") == nil)
            let again = try await register.reopened()
            #expect(again.store.ticket(named: "second-mark")?.id == id)
            #expect(again.store.ticket(ofCase: id)?.state == .open)
            try await put(again, id, .revoked, "")
            #expect(
                again.store.ticket(named: "second-mark") == nil && again.store.ticket(ofCase: id)?.state == .revoked)
            try await again.store.close()
        }
    }

    @Test func `only its own verb writes a ticket, and it writes nothing else`() async throws {
        try await TestRegister.with { register in
            let store = register.store
            let id = try #require(try await register.register(["prs_FirstName": .text("Lani")])[.caseFile])
            let ticket = try Draft(.ticket, [:], links: [.caseFile: id]).checked(under: store.codebook)
            let note = try Draft(.comment, [:], links: [.caseFile: id]).checked(under: store.codebook)
            let (adding, giving) = (
                try register.permit(.recordAdd, .caseFile(id)), try register.permit(.ticketManage, .caseFile(id))
            )
            await #expect(throws: StoreError.self) {
                _ = try await store.commit([.insert(.random(), scope: id, ticket)], permit: adding)
            }
            await #expect(throws: StoreError.self) {
                _ = try await store.commit([.insert(.random(), scope: id, note)], permit: giving)
            }
            _ = try await store.commit([.insert(.random(), scope: id, ticket)], permit: giving)
        }
    }
}
