// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Cases

@Suite struct VictimRowTests {
    @Test func `a row becomes records and the records become the same row`() throws {
        let values: [FieldName: Value] = [
            "org_Name": .text("House of Selvi"), "prs_FirstName": .text("Selvi"),
            "prs_Birthdate": .date(PartialDate("1999-02")!),
            "vic_MethodsOfControl": .codes(["WithholdsDocuments", "DebtBondage"]),
            "per_RoleDetails": .text("Drove once."),
            "cas_Status": .codes(["FollowUp"]), "cas_ReferringOrganisation": .text("Clinic"),
            "cas_OutgoingReferralDetails": .text("Lawyer"),
            "cco_CaseComment": .text("Called."), "hte_City": .text("Galle"), "spl_Objectives": .text("Papers"),
            "con_Consent": .flag(false),
            "prs_Deceased": .absent(.declined),
        ]
        let file = try caseFile(values)
        let row = file.rows(on: PartialDate("2026-06-01")!).rows[0].values
        for (name, value) in values { #expect(row[name] == value, "\(name)") }
    }

    @Test func `a consent that ended does not stand`() throws {
        let day = PartialDate("2026-06-01")!
        func standing(_ values: [FieldName: Value]) throws -> Bool? {
            let file = try caseFile(values)
            return file.consentToManageData(of: file.people.keys.first, on: day)
        }
        #expect(try standing(["con_Consent": .flag(true)]) == true)
        #expect(
            try standing(["con_Consent": .flag(true), "wh_ConsentExpiry": .date(PartialDate("2026-05-31")!)]) == false)
        #expect(
            try standing(["con_Consent": .flag(true), "wh_ConsentExpiry": .date(PartialDate("2026-06-01")!)]) == true)
        #expect(try standing(["wh_ConsentStatus": .codes(["Withdrawn"])]) == false)
        #expect(try standing(["prs_FirstName": .text("Ana")]) == nil)
    }

    @Test func `what a flat row cannot carry is counted`() throws {
        var file = try caseFile(["cco_CaseComment": .text("One")])
        let more = try Draft(.comment, ["cco_CaseComment": .text("Two")], links: [.caseFile: file.id]).checked(
            under: .current)
        let extra = Stored(
            id: EntityID(high: 9, low: 9), version: 1, day: PartialDate("2026-01-02")!, isRemoved: false, record: more)
        file = CaseFile(id: file.id, records: file.records + [extra], people: file.people)
        let (rows, left) = file.rows(on: PartialDate("2026-06-01")!)
        #expect(rows[0].values["cco_CaseComment"] == .text("Two"))
        #expect(left == [.comment: 1])
    }

    private func caseFile(_ values: [FieldName: Value]) throws -> CaseFile {
        var count: UInt64 = 0
        let parts = VictimRow(values).parts(under: .current) {
            count += 1
            return EntityID(high: 1, low: count)
        }
        let stored = try parts.map {
            Stored(
                id: $0.id, version: 1, day: PartialDate("2026-01-01")!, isRemoved: false,
                record: try $0.draft.checked(under: .current))
        }
        func of(_ kind: RecordKind) -> [EntityID: Stored] {
            Dictionary(uniqueKeysWithValues: stored.filter { $0.record.kind == kind }.map { ($0.id, $0) })
        }
        let own = stored.filter { $0.record.kind != .person && $0.record.kind != .organisation }
        return CaseFile(
            id: of(.caseFile).keys.first!, records: own, people: of(.person), organisations: of(.organisation))
    }
}
