// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// A guardian who is said to have harmed others answers for no child.
struct GuardianTests {
    /// A case of a girl, and in another case a man who is said to have harmed somebody.
    private func world(_ office: Office) async throws -> EntityID {
        let other = try await StatusTests.registered(office, ["prs_FirstName": .text("Amara")])
        _ = try await addPerson(
            .new(["prs_FirstName": .text("Văn An"), "prs_SecondName": .text("Nguyễn")]),
            as: ["wh_RoleInCase": .codes(["Perpetrator"])], toCase: other, by: office.owner, store: office.store)
        return try await StatusTests.registered(
            office, ["prs_FirstName": .text("Linh"), "prs_Birthdate": .date(PartialDate("2012-01-01")!)])
    }

    private func guardian(_ name: String, _ id: EntityID, _ office: Office, _ more: [FieldName: Value] = [:])
        async throws -> Stored
    {
        let draft = Draft(.guardian, ["wh_GuardianName": .text(name)].merging(more) { _, new in new })
        let record = try await addRecord(draft, toCase: id, by: office.owner, store: office.store)
        let file = try await readCase(id, by: office.owner, in: office.store)
        return try #require(file.records.first { $0.id == record })
    }

    private func consent(_ giver: String, _ id: EntityID, _ office: Office) async throws {
        let draft = Draft(.consent, ["wh_ConsentGiver": .codes([giver]), "wh_ConsentStatus": .codes(["Given"])])
        _ = try await addRecord(draft, toCase: id, by: office.owner, store: office.store)
    }

    @Test(arguments: ["Nguyễn Văn An", "van an NGUYEN"])
    func `a suspect is known by name in any spelling and order`(name: String) async throws {
        try await Office.with { office in
            let id = try await world(office)
            let stored = try await guardian(name, id, office, ["wh_GuardianCheck": .codes(["NoneFound"])])
            #expect(stored.record.code("wh_GuardianCheck") == "Conflict")
            #expect(isInConflict(stored, by: office.owner, in: office.store))
            await #expect(throws: Rejected.self) { try await consent("Guardian", id, office) }
            await #expect(throws: Rejected.self) { try await consent("MinorWithGuardian", id, office) }
            try await consent("Court", id, office)
            // Somebody else answers for her from now on.
            _ = try await guardian("Trần Thị Bưởi", id, office)
            try await consent("Guardian", id, office)
        }
    }

    @Test func `another name is no conflict, nor is who is a victim or in a case of another agency`() async throws {
        try await Office.with { office in
            let id = try await world(office)
            for name in ["Nguyễn Thị Hoa", "An", "Amara", "Linh"] {
                let stored = try await guardian(name, id, office)
                #expect(stored.record.code("wh_GuardianCheck") == "NoneFound", "\(name)")
            }
            try await consent("Guardian", id, office)
            #expect(!office.store.isPerpetrator(named: "Nguyễn Văn An", person: nil, of: .random()))
        }
    }

    @Test func `who turns out to be a suspect later is in conflict from then on`() async throws {
        try await Office.with { office in
            let id = try await world(office)
            let stored = try await guardian("Kwame Mensah", id, office)
            #expect(!isInConflict(stored, by: office.owner, in: office.store))
            _ = try await addPerson(
                .new(["prs_FirstName": .text("Kwame"), "prs_SecondName": .text("Mensah")]),
                as: ["wh_RoleInCase": .codes(["Perpetrator"])], toCase: id, by: office.owner, store: office.store)
            #expect(isInConflict(stored, by: office.owner, in: office.store))
            await #expect(throws: Rejected.self) { try await consent("Guardian", id, office) }
        }
    }
}
