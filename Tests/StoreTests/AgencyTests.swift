// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

/// Several agencies in one register, and registers from before there were several.
@Suite struct AgencyTests {
    private func system(_ register: TestRegister) throws -> Permit {
        try register.permit(.agencyManage, as: register.actor(.systemOperator))
    }

    @Test func `two agencies with the same names never see each other`() async throws {
        try await TestRegister.with { register in
            let store = register.store
            let other = try await store.createAgency(named: "Harbour House", permit: try system(register))
            let theirs = Actor(id: EntityID(high: 5, low: 5), role: .caseworker, agency: other)
            let mine = try await register.register(CaseStoreTests.nadia)
            let foreign = try await register.register(CaseStoreTests.nadia, as: theirs)
            for (actor, ids) in [(register.actor(), mine), (theirs, foreign)] {
                let list = try await store.cases(
                    CaseQuery(), page: 0, size: 9, permit: try register.permit(.registerList, as: actor))
                #expect(list.lines.map(\.id) == [ids[.caseFile]!] && list.total == 1)
                let search = try register.permit(.registerSearch, as: actor)
                #expect(
                    try await store.people(named: "natalia", permit: search).map { $0.person.id } == [ids[.person]!])
                let facets = try await store.facets(permit: search)
                #expect(facets.cases == 1)
                let key = PersonSummary.nameKey(["Наталия", "Søren-Đặng"])
                #expect(store.peopleSharingName(key, permit: search).map { $0.person.id } == [ids[.person]!])
            }
            #expect(throws: Refusal(.caseRead, nil)) {
                try register.permit(.caseRead, .caseFile(foreign[.caseFile]!))
            }
            #expect(throws: Refusal(.caseRead, nil)) { try register.permit(.caseRead, .person(foreign[.person]!)) }
            let again = try await register.reopened()
            #expect(again.store.counts().cases == 2)
            #expect(again.store.facts(ofCase: foreign[.caseFile]!)?.agency == other)
            try await again.store.close()
        }
    }

    @Test func `a case that is moved to another agency on the disk does not open`() async throws {
        try await TestRegister.with { register in
            let other = try await register.store.createAgency(named: "Harbour", permit: try system(register))
            try await register.register(CaseStoreTests.nadia)
            try await register.tamper("UPDATE scope SET agency = X'\(other.description)'")
            try await register.store.close()
            let sealed = try await SealedStore.open(register.folder)
            await #expect(throws: StoreError.self) { try await sealed.unseal(with: TestRegister.secret) }
            try await sealed.close()
        }
    }

    @Test func `the settings of an agency are kept, sealed, and a change of an old version is a conflict`() async throws
    {
        try await TestRegister.with { register in
            let permit = try system(register)
            var agency = try await register.store.agency(register.store.agency)
            #expect(agency.name == "Lantern House" && agency.settings.reviewTrigger == .sensitive)
            #expect(agency.settings.secondFactor == .required)
            agency.settings.reviewTrigger = .all
            try await register.store.save(agency, permit: permit)
            await #expect(throws: StoreError.conflict(agency.id, current: 2)) {
                try await register.store.save(agency, permit: permit)
            }
            let again = try await register.reopened()
            #expect(try await again.store.agency(agency.id).settings.reviewTrigger == .all)
            #expect(try await again.store.agencies().count == 1)
            try await again.store.close()
        }
    }

    @Test func `who is assigned outlives the program, and whoever is not sees nothing`() async throws {
        try await TestRegister.with { register in
            let id = try await register.register(CaseStoreTests.nadia)[.caseFile]!
            let colleague = register.actor(.caseworker, 60)
            #expect(throws: Refusal(.caseRead, nil)) {
                try register.permit(.caseRead, .caseFile(id), as: colleague)
            }
            try await register.store.assign(
                add: [colleague.id], remove: [register.actor().id], case: id,
                permit: try register.permit(.caseAssign, .caseFile(id)))
            let again = try await register.reopened()
            _ = try again.permit(.caseRead, .caseFile(id), as: colleague)
            #expect(throws: Refusal(.caseRead, nil)) { try again.permit(.caseRead, .caseFile(id)) }
            #expect(again.store.cases(assignedTo: colleague.id, of: again.store.agency) == [id])
            try await again.store.close()
        }
    }

    @Test func `what a first responder hands in is unverified until somebody of the office has looked`() async throws {
        try await TestRegister.with { register in
            let responder = register.actor(.firstResponder, 70)
            let id = try await register.register(["prs_FirstName": .text("Hoa")], as: responder)[.caseFile]!
            #expect(register.store.facts(ofCase: id)?.state == .unverified)
            _ = try register.permit(.caseRead, .caseFile(id), as: responder)
            try await register.store.assign(
                add: [register.actor().id], remove: [], case: id,
                permit: try register.permit(.caseAssign, .caseFile(id)))
            let record = try Draft(.caseFile, ["cas_Status": .codes(["Active"])]).checked(under: .current)
            _ = try await register.store.commit(
                [.update(id, scope: id, base: 1, record)], permit: try register.permit(.recordEdit, .caseFile(id)))
            #expect(register.store.facts(ofCase: id)?.state == .open)
            #expect(throws: Refusal(.caseRead, nil)) { try register.permit(.caseRead, .caseFile(id), as: responder) }
        }
    }

    @Test func `a register from before there were agencies belongs to its one agency`() async throws {
        try await TestRegister.with { register in
            let id = try await register.register(CaseStoreTests.nadia)[.caseFile]!
            for sql in [
                "INSERT INTO instance (name, value) SELECT 'agencyKey', wrapped FROM agency",
                "DROP TABLE agency", "DROP TABLE assignment", "ALTER TABLE scope DROP COLUMN agency",
                "ALTER TABLE scope DROP COLUMN state", "ALTER TABLE scope DROP COLUMN author",
                "ALTER TABLE record DROP COLUMN author", "ALTER TABLE batch DROP COLUMN agency",
                "DELETE FROM migration WHERE name = '0002-access'",
            ] { try await register.tamper(sql) }
            let again = try await register.reopened()
            let facts = try #require(again.store.facts(ofCase: id))
            #expect(facts.agency == again.store.agency && facts.author == nil && facts.assigned.isEmpty)
            let supervisor = again.actor(.supervisor)
            let file = try await again.store.caseFile(
                id, permit: try again.permit(.caseRead, .caseFile(id), as: supervisor))
            #expect(file.people.values.first?.record.text("prs_FirstName") == "Наталия")
            let agency = try await again.store.agency(again.store.agency)
            #expect(agency.name == "Lantern House" && agency.version == 0)
            try await again.store.save(agency, permit: try system(again))
            #expect(try await again.store.agency(agency.id).version == 1)
            try await again.store.close()
        }
    }
}
