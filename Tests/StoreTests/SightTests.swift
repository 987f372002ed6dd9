// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing
import Vault

@testable import Store

/// What a permit opens and lets be written, and nothing else.
@Suite struct SightTests {
    static let rich: [FieldName: Value] = CaseStoreTests.nadia.merging([
        "wh_PreferredName": .text("Nata"), "prs_Gender": .codes(["Feminine"]), "prs_MaritalStatus": .codes(["Single"]),
        "prs_Birthdate": .date(PartialDate("1998-04-17")!), "hte_City": .text("Galle"),
        "wh_ImmigrationStatus": .codes(["Irregular"]), "cco_CaseComment": .text("Called her sister."),
        "wh_FamilyDetails": .text("One daughter, at her mother's."),
    ]) { $1 }

    /// Each role's view of a case that is assigned to everybody.
    private func values(_ register: TestRegister, _ id: EntityID, _ role: Role) async throws -> [FieldName: Value] {
        let somebody = register.actor(role, 40)
        let permit = try register.permit(.caseRead, .caseFile(id), as: somebody)
        let file = try await register.store.caseFile(id, permit: permit)
        let records = file.records.map(\.record) + file.people.values.map(\.record)
        return records.reduce(into: [:]) { $0.merge($1.values) { first, _ in first } }
    }

    private func assign(_ register: TestRegister, _ id: EntityID, _ number: UInt64 = 40) async throws {
        try await register.store.assign(
            add: [EntityID(high: 1, low: number)], remove: [], case: id,
            permit: try register.permit(.caseAssign, .caseFile(id)))
    }

    @Test func `each role opens its classes and no field of another`() async throws {
        try await TestRegister.with { register in
            let filled = Self.rich.filter { name, _ in name != "wh_ImmigrationStatus" }
            let id = try await register.register(filled)[.caseFile]!
            try await assign(register, id)
            for role in [Role.caseworker, .clinician, .shelterManager, .supervisor, .investigator, .prosecutor] {
                let found = try await values(register, id, role)
                let permit = try register.permit(.caseRead, .caseFile(id), as: register.actor(role, 40))
                #expect(!found.isEmpty)
                for name in found.keys {
                    let fieldClass = try #require(register.store.codebook[name]?.fieldClass)
                    #expect(permit.classes.contains(fieldClass), "\(role) \(name)")
                }
            }
            #expect(try await values(register, id, .caseworker)["hte_City"] == .text("Galle"))
            #expect(try await values(register, id, .clinician)["hte_City"] == nil)
            #expect(try await values(register, id, .prosecutor)["prs_MobilePhone"] == nil)
        }
    }

    @Test func `a shelter manager sees gender, age, languages and the name somebody goes by`() async throws {
        try await TestRegister.with { register in
            let filled = Self.rich.filter { name, _ in name != "wh_ImmigrationStatus" }
            let id = try await register.register(filled)[.caseFile]!
            try await assign(register, id)
            let found = try await values(register, id, .shelterManager)
            #expect(found["wh_PreferredName"] == .text("Nata") && found["prs_FirstName"] == nil)
            #expect(found["prs_SecondName"] == nil && found["prs_MaritalStatus"] == nil)
            #expect(found["prs_Birthdate"] == .date(PartialDate("1998")!))
            #expect(found["prs_Gender"] == .codes(["Feminine"]) && found["prs_Citizenship"] == nil)
            #expect(found["cco_CaseComment"] == nil, "services of others are not theirs")
            let whole = try await values(register, id, .caseworker)
            #expect(whole["prs_FirstName"] == .text("Наталия"), "control: it is there for those who work on it")
        }
    }

    @Test func `a contact behind its mask is its last two characters`() throws {
        let person = try Draft(.person, ["prs_MobilePhone": .text("+447700900123"), "prs_MailingCity": .text("Rye")])
            .checked(under: .current)
        let masked = person.masked([.f3: .contact], under: .current)
        #expect(masked["prs_MobilePhone"] == .text("…23") && masked["prs_MailingCity"] == .text("…"))
    }

    @Test func `the leave for one case opens no other`() async throws {
        try await TestRegister.with { register in
            let mine = try await register.register(Self.nadiaOnly)[.caseFile]!
            let other = try await register.register(Self.nadiaOnly)
            let permit = try register.permit(.caseRead, .caseFile(mine))
            let store = register.store
            await #expect(throws: StoreError.notPermitted) {
                try await store.caseFile(other[.caseFile]!, permit: permit)
            }
            await #expect(throws: StoreError.notPermitted) {
                try await store.versions(of: other[.person]!, scope: other[.person]!, permit: permit)
            }
            let edit = try register.permit(.recordEdit, .caseFile(mine))
            let remove = try register.permit(.recordRemove, .caseFile(mine))
            let record = try Draft(.caseFile, ["cas_Status": .codes(["Closed"])]).checked(under: .current)
            let id = other[.caseFile]!
            await #expect(throws: StoreError.notPermitted) {
                try await store.commit([.update(id, scope: id, base: 1, record)], permit: edit)
            }
            await #expect(throws: StoreError.notPermitted) {
                try await store.commit([.remove(id, scope: id, base: 1)], permit: remove)
            }
            await #expect(throws: StoreError.notPermitted, "reading is no leave to write") {
                try await store.commit([.update(mine, scope: mine, base: 1, record)], permit: permit)
            }
            _ = try await store.caseFile(mine, permit: permit)
            _ = try await store.commit([.update(mine, scope: mine, base: 1, record)], permit: edit)
        }
    }

    static let nadiaOnly = CaseStoreTests.nadia

    @Test func `an edit changes what its writer may write, and keeps what they may not`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(Self.nadiaOnly)
            let (person, file) = (ids[.person]!, ids[.caseFile]!)
            try await assign(register, file)
            let officer = register.actor(.investigator, 40)
            let edit = try register.permit(.recordEdit, .person(person), as: officer)
            func write(_ values: [FieldName: Value], base: Int, _ links: [Link: EntityID] = [:]) async throws {
                let record = try Draft(.person, values, links: links).checked(under: .current)
                _ = try await register.store.commit(
                    [.update(person, scope: person, base: base, record)], permit: edit)
            }
            await #expect(throws: Rejected.self) {
                try await write(["prs_MobilePhone": .text("+447700900999")], base: 1)
            }
            try await write(["prs_FirstName": .text("Natalia")], base: 1, [.caseFile: .random()])
            let now = try await register.store.record(
                person, scope: person, permit: try register.permit(.caseRead, .person(person)))
            #expect(now.record.text("prs_FirstName") == "Natalia" && now.record["prs_SecondName"] == nil)
            #expect(now.record.text("prs_MobilePhone") == "+447700900123", "not theirs, and kept")
            #expect(now.record.links.isEmpty && now.version == 2)
            #expect(now.author == register.actor().id, "whoever wrote it first stays its author")
        }
    }

    @Test func `a case that was taken up does not become a draft again`() async throws {
        try await TestRegister.with { register in
            let id = try await register.register(Self.nadiaOnly)[.caseFile]!
            let edit = try register.permit(.recordEdit, .caseFile(id))
            let draft = try Draft(.caseFile, ["wh_RecordState": .codes(["Draft"])]).checked(under: .current)
            await #expect(throws: Rejected.self) {
                try await register.store.commit([.update(id, scope: id, base: 1, draft)], permit: edit)
            }
        }
    }

    @Test func `a record cannot point into another case or at somebody whom its writer does not see`() async throws {
        try await TestRegister.with { register in
            let mine = try await register.register(Self.nadiaOnly)[.caseFile]!
            let stranger = register.actor(.caseworker, 50)
            let other = try await register.register(Self.nadiaOnly, as: stranger)
            let add = try register.permit(.recordAdd, .caseFile(mine))
            func part(_ file: EntityID, _ person: EntityID) throws -> Change {
                let draft = Draft(
                    .participation, ["wh_RoleInCase": .codes(["Other"])],
                    links: [
                        .caseFile: file, .person: person,
                    ])
                return .insert(.random(), scope: mine, try draft.checked(under: .current))
            }
            let (theirs, elsewhere) = (try part(mine, other[.person]!), try part(other[.caseFile]!, other[.person]!))
            await #expect(throws: StoreError.notFound) { try await register.store.commit([theirs], permit: add) }
            await #expect(throws: StoreError.notPermitted) { try await register.store.commit([elsewhere], permit: add) }
            try await register.store.assign(
                add: [register.actor().id], remove: [], case: other[.caseFile]!,
                permit: try register.permit(.caseAssign, .caseFile(other[.caseFile]!)))
            _ = try await register.store.commit([theirs], permit: add)
        }
    }

    @Test func `a share shows what stood there at its act`() async throws {
        try await TestRegister.with { register in
            let ids = try await register.register(Self.nadiaOnly)
            let (id, person) = (ids[.caseFile]!, ids[.person]!)
            let acts = try await register.store.acts(latest: 1, permit: try register.permit(.auditRead))
            let edit = try register.permit(.recordEdit, .person(person))
            let later = try Draft(.person, ["prs_FirstName": .text("Later")]).checked(under: .current)
            _ = try await register.store.commit([.update(person, scope: person, base: 1, later)], permit: edit)
            let reader = Actor(id: EntityID(high: 8, low: 8), role: .supervisor, agency: EntityID(high: 8, low: 1))
            var facts = register.store.facts(ofCase: id)!
            facts.shares = [
                .init(
                    id: .random(), to: reader.agency, classes: [.f1, .f2], purpose: .care, until: .max,
                    act: acts[0].seq, consent: .covers)
            ]
            let context = AccessContext(purpose: .care)
            let permit = try Policy.permit(
                reader, .caseRead, facts, subject: .caseFile(id), context, now: register.store.clock.now())
            let file = try await register.store.caseFile(id, permit: permit)
            let seen = try #require(file.people[person]).record
            #expect(seen.text("prs_FirstName") == "Наталия" && seen["prs_MobilePhone"] == nil)
            facts.shares[0].isWithdrawn = true
            #expect(throws: Refusal(.caseRead, nil)) {
                try Policy.permit(reader, .caseRead, facts, subject: .caseFile(id), context, now: 0)
            }
        }
    }
}
