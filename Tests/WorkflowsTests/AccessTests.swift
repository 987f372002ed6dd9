// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Testing

@testable import Workflows

/// The verbs, asked by those who may and those who may not.
@Suite struct AccessTests {
    private func otherAgency(_ office: Office) async throws -> EntityID {
        let permit = try await office.access(.systemOperator).permit(
            .agencyManage, by: .manageAgencies, in: office.store)
        return try await office.store.createAgency(named: "Harbour House", permit: permit)
    }

    private func acts(_ office: Office) async throws -> [Act] {
        try await readActs(latest: 1_000, by: office.supervisor, in: office.store)
    }

    @Test func `what must not be known of is refused as what does not exist, with the same entry in the log`()
        async throws
    {
        try await Office.with { office in
            let theirs = office.access(.caseworker, 5, agency: try await otherAgency(office))
            let hidden = try await registerCase(["prs_FirstName": .text("Selvi")], by: theirs, in: office.store)
            let person = try await readCase(hidden, by: theirs, in: office.store).people.keys.first!
            let note = Draft(.comment, ["cco_CaseComment": .text("Called.")])
            var entries: [[String]] = []
            for id in [hidden, .random()] {
                let before = try await acts(office).count
                for access in [office.owner, office.supervisor] {
                    await #expect(throws: Refusal(.caseRead, nil)) {
                        try await readCase(id, by: access, in: office.store)
                    }
                }
                await #expect(throws: Refusal(.recordAppend, nil)) {
                    _ = try await addRecord(note, toCase: id, by: office.owner, store: office.store)
                }
                await #expect(throws: Refusal(.recordRemove, nil)) {
                    try await removeRecord(
                        id, in: id, kind: .caseFile, base: 1, by: office.owner, store: office.store)
                }
                await #expect(throws: Refusal(.caseAssign, nil)) {
                    try await assignCase(id, add: [office.owner.actor.id], by: office.supervisor, in: office.store)
                }
                let after = try await acts(office)
                entries.append(
                    after.dropLast(before).filter { $0.action != "audit.read" }.map {
                        "\($0.action) \($0.outcome) \($0.count)"
                    })
                #expect(after.dropLast(before).contains { $0.subject == id && $0.outcome == "hidden" })
            }
            #expect(entries[0] == entries[1] && entries[0].count == 5)
            for id in [person, .random()] {
                await #expect(throws: Refusal(.caseRead, nil)) {
                    try await readVersions(of: id, in: id, kind: .person, by: office.owner, store: office.store)
                }
                await #expect(throws: StoreError.notFound) {
                    try await registerCase(
                        ["cas_Status": .codes(["Active"])], for: id, by: office.owner, in: office.store)
                }
            }
            _ = try await readCase(hidden, by: theirs, in: office.store)
        }
    }

    @Test func `a caseworker finds in lists and by names only the cases that are theirs`() async throws {
        try await Office.with { office in
            let mine = try await registerCase(["prs_FirstName": .text("Selvi")], by: office.owner, in: office.store)
            let colleague = office.access(.caseworker, 2)
            _ = try await registerCase(["prs_FirstName": .text("Selvi")], by: colleague, in: office.store)
            let list = try await listCases(CaseQuery(), by: office.owner, in: office.store)
            #expect(list.lines.map(\.id) == [mine] && list.total == 1)
            #expect(try await findPeople(named: "selvi", by: office.owner, in: office.store).count == 1)
            #expect(try await caseFacets(by: office.owner, in: office.store).cases == 1)
            #expect(try await listCases(CaseQuery(), by: office.supervisor, in: office.store).total == 2)
            await #expect(throws: Refusal(.registerList, .role)) {
                try await listCases(CaseQuery(), by: office.access(.donor), in: office.store)
            }
            #expect(try await acts(office).contains { $0.outcome == "denied:role" })
        }
    }

    @Test func `a form changes only the fields of its sender, and says which were not`() async throws {
        try await Office.with { office in
            let values: [FieldName: Value] = [
                "prs_FirstName": .text("Selvi"), "prs_MobilePhone": .text("+447700900123"),
            ]
            let id = try await registerCase(values, by: office.owner, in: office.store)
            let officer = office.access(.investigator, 1)
            let person = try await readCase(id, by: officer, in: office.store).people.values.first!
            #expect(person.record.text("prs_MobilePhone") == "+447700900123")
            var draft = person.record.draft
            draft.values["prs_Birthdate"] = .date(PartialDate(year: 2003)!)
            // The telephone number stands in the form as it was shown, and is not the officer's to change.
            let saved = try await editRecord(
                person.id, in: person.id, base: 1, to: draft, by: officer, store: office.store)
            guard case .saved(2) = saved else { return #expect(Bool(false)) }
            draft.values["prs_MobilePhone"] = .text("+447700900999")
            let refused = await #expect(throws: Rejected.self) {
                try await editRecord(person.id, in: person.id, base: 2, to: draft, by: officer, store: office.store)
            }
            #expect(refused?.findings.map(\.field) == ["prs_MobilePhone"] && refused?.findings.first?.code == .notYours)
            let now = try await readCase(id, by: office.owner, in: office.store).people.values.first!
            #expect(now.version == 2 && now.record.text("prs_MobilePhone") == "+447700900123")
        }
    }

    @Test func `a field that its sender does not know of cannot be guessed at`() async throws {
        try await Office.with { office in
            let values: [FieldName: Value] = ["hte_City": .text("Galle"), "prs_MobilePhone": .text("+447700900123")]
            let id = try await registerCase(values, by: office.owner, in: office.store)
            // A prosecutor reads no contacts: to them a right guess and a wrong one are the same.
            let prosecutor = office.access(.prosecutor, 1)
            let file = try await readCase(id, by: prosecutor, in: office.store)
            let person = file.people.values.first!
            #expect(person.record["prs_MobilePhone"] == nil)
            var said: [[FieldName?]] = []
            for guess in ["+447700900123", "+447700900999"] {
                var draft = person.record.draft
                draft.values["prs_MobilePhone"] = .text(guess)
                let refused = await #expect(throws: (any Error).self) {
                    try await editRecord(
                        person.id, in: person.id, base: 1, to: draft, by: prosecutor, store: office.store)
                }
                said.append((refused as? Rejected)?.findings.map(\.field) ?? [])
            }
            #expect(said[0] == said[1])
        }
    }

    @Test func `the whole register goes out only behind the second factor and a second person`() async throws {
        try await Office.with { office in
            _ = try await registerCase(["prs_FirstName": .text("Selvi")], by: office.owner, in: office.store)
            await #expect(throws: Refusal(.registerExport, .role)) {
                try await exportRegister(as: .htcdsCSV, by: office.owner, in: office.store)
            }
            let stale = Access(office.supervisor.actor)
            await #expect(throws: Refusal(.registerExport, .stepUp)) {
                try await exportRegister(as: .htcdsCSV, approved: true, by: stale, in: office.store)
            }
            await #expect(throws: SecondPersonNeeded(verb: .registerExport)) {
                try await exportRegister(as: .htcdsCSV, by: office.supervisor, in: office.store)
            }
            let file = try await exportRegister(as: .htcdsCSV, approved: true, by: office.supervisor, in: office.store)
            #expect(file.rows == 1 && String(decoding: file.bytes, as: UTF8.self).contains("Selvi"))
            let other = office.access(.supervisor, 6, agency: try await otherAgency(office))
            #expect(try await exportRegister(as: .htcdsCSV, approved: true, by: other, in: office.store).rows == 0)
        }
    }

    @Test func `more than fifty cases need a second person even without names`() throws {
        let few = SecondPerson(isApproved: false)
        for _ in 0..<50 { try few.check(.secondPersonAboveFifty, for: .registerExport) }
        #expect(throws: SecondPersonNeeded(verb: .registerExport)) {
            try few.check(.secondPersonAboveFifty, for: .registerExport)
        }
    }

    @Test func `forms of two people with the same token are two forms`() async throws {
        try await Office.with { office in
            let other = office.access(.caseworker, 5, agency: try await otherAgency(office))
            let values: [FieldName: Value] = ["prs_FirstName": .text("Selvi")]
            let first = try await registerCase(values, by: office.owner, in: office.store, idempotencyKey: "1")
            let second = try await registerCase(values, by: other, in: office.store, idempotencyKey: "1")
            #expect(first != second && office.store.counts().cases == 2)
        }
    }

    @Test func `a file says nothing of the people and files of another agency`() async throws {
        try await Office.with { office in
            let other = office.access(.caseworker, 5, agency: try await otherAgency(office))
            let csv = "prs_FirstName,prs_SecondName\nSelvi,Perera\n"
            let file = ImportRequest(bytes: Array(csv.utf8), fileName: "people.csv")
            #expect(try await importFile(file, by: office.owner, in: office.store).imported == 1)
            let theirs = try await importFile(file, by: other, in: office.store)
            #expect(theirs.imported == 1 && theirs.possibleDuplicates == 0 && theirs.findings.isEmpty)
            let again = try await importFile(file, by: office.owner, in: office.store)
            #expect(again.imported == 0 && again.isRefused, "control: one's own file is known")
            await #expect(throws: StoreError.notFound) {
                try await undoImport(theirs.batch!, by: office.owner, in: office.store)
            }
            #expect(try await listImports(by: office.owner, in: office.store).count == 1)
        }
    }
}
