// SPDX-License-Identifier: Apache-2.0

import Cases
import Disclosure
import Standard
import Store
import Testing

@testable import Workflows

@Suite struct RegisterTests {
    @Test func `a form sent twice makes one case and names it twice`() async throws {
        try await Office.with { office in
            let values: [FieldName: Value] = ["prs_FirstName": .text("Selvi")]
            let first = try await registerCase(values, by: office.owner, in: office.store, idempotencyKey: "form-1")
            let second = try await registerCase(values, by: office.owner, in: office.store, idempotencyKey: "form-1")
            #expect(first == second && office.store.counts().cases == 1)
        }
    }

    @Test func `a second case can be opened for the same person`() async throws {
        try await Office.with { office in
            let first = try await registerCase(["prs_FirstName": .text("Selvi")], by: office.owner, in: office.store)
            let person = try await readCase(first, by: office.owner, in: office.store).people.keys.first!
            _ = try await registerCase(
                ["vic_TypeOfExploitation": .codes(["ForcedBegging"])], for: person, by: office.owner, in: office.store)
            #expect(office.store.counts() == (cases: 2, people: 1))
            let found = try await findPeople(named: "selvi", by: office.owner, in: office.store)
            #expect(found.first?.cases.count == 2)
        }
    }

    @Test func `many cases are opened in one go, each with its own entry in the log, or none`() async throws {
        try await Office.with { office in
            let rows = DemoPeople.rows(count: 20)
            try await registerCases(rows, by: office.owner, in: office.store)
            #expect(office.store.counts().cases == 20)
            let acts = try await readActs(latest: 100, by: office.supervisor, in: office.store)
            let registered = acts.filter { $0.action == "case.register" }
            #expect(Set(registered.compactMap(\.subject)).count == 20 && registered.allSatisfy { !$0.digest.isEmpty })
            let bad: [FieldName: Value] = ["prs_Gender": .codes(["Lady"])]
            await #expect(throws: Rejected.self) {
                try await registerCases([rows[0], bad], by: office.owner, in: office.store)
            }
            #expect(office.store.counts().cases == 20)
            try await office.store.close()
            let sealed = try await SealedStore.open(office.folder)
            let result = try await sealed.verify(with: Office.secret, deep: true)
            #expect(result.isWhole, "\(result.faults)")
            try await sealed.close()
        }
    }

    @Test func `two people who edit one record are shown both texts`() async throws {
        try await Office.with { office in
            let id = try await registerCase(
                ["prs_FirstName": .text("Selvi"), "prs_Birthdate": .date(PartialDate(year: 2001)!)], by: office.owner,
                in: office.store)
            let person = try await readCase(id, by: office.owner, in: office.store).people.values.first!
            var theirs = person.record.draft
            theirs.values["prs_Birthdate"] = .date(PartialDate(year: 2002)!)
            var mine = person.record.draft
            mine.values["prs_Birthdate"] = .date(PartialDate(year: 2003)!)
            _ = try await editRecord(
                person.id, in: person.id, base: 1, to: theirs, by: office.owner, store: office.store)
            let result = try await editRecord(
                person.id, in: person.id, base: 1, to: mine, by: office.owner, store: office.store)
            guard case .conflict(let seen, let current, let kept) = result else {
                Issue.record("the conflict was not seen")
                return
            }
            #expect(seen?.record.date("prs_Birthdate") == PartialDate(year: 2001))
            #expect(current.record.date("prs_Birthdate") == PartialDate(year: 2002) && current.version == 2)
            #expect(kept.values["prs_Birthdate"] == .date(PartialDate(year: 2003)!))
        }
    }

    @Test func `a dataset of ten alike is let out and of nine is not`() async throws {
        for (count, isLetOut) in [(9, false), (10, true)] {
            try await Office.with { office in
                let alike: [FieldName: Value] = [
                    "prs_Gender": .codes(["Feminine"]), "prs_Citizenship": .codes(["LK"]),
                    "prs_Birthdate": .date(PartialDate("1990-01-01")!),
                    "wh_RegistrationDate": .date(PartialDate("2024-03-01")!),
                    "vic_TypeOfExploitation": .codes(["ForcedLabour"]),
                ]
                for number in 0..<count {
                    var values = alike
                    values["prs_FirstName"] = .text("Invented \(number)")
                    _ = try await registerCase(values, by: office.owner, in: office.store)
                }
                var refusing = alike
                refusing["con_Consent"] = .flag(false)
                _ = try await registerCase(refusing, by: office.owner, in: office.store)
                if isLetOut {
                    let file = try await publishDataset(by: office.supervisor, in: office.store)
                    #expect(file.release.rowsKept == 10 && file.withheld == 1)
                    #expect(!String(decoding: file.bytes, as: UTF8.self).contains("Invented"))
                } else {
                    await #expect(throws: DisclosureRefusal.self) {
                        try await publishDataset(by: office.supervisor, in: office.store)
                    }
                    let acts = try await readActs(by: office.supervisor, in: office.store)
                    #expect(acts.first { $0.action == "dataset.publish" }?.outcome == "refused, k 10")
                }
            }
        }
    }
}
