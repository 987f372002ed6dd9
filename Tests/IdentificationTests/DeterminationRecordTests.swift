// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Identification

/// The log as records of a case keep it, and what may be written into it.
struct DeterminationRecordTests {
    static let person = EntityID(high: 1, low: 1)
    static let today = PartialDate("2026-06-01")!

    static func stored(_ number: UInt64, _ values: [FieldName: Value]) throws -> Stored {
        let links: [Link: EntityID] = [.caseFile: EntityID(high: 2, low: 2), .person: person]
        let record = try Draft(.determination, values, links: links).checked(under: .current)
        return Stored(
            id: EntityID(high: 9, low: number), version: 1, day: today, isRemoved: false, record: record)
    }

    static func values(_ body: String, _ status: String, _ day: String, _ more: [FieldName: Value] = [:])
        -> [FieldName: Value]
    {
        [
            "wh_DeterminationBody": .codes([body]), "wh_DeterminationAuthority": .text("\(body) of the coast"),
            "wh_DeterminationStatus": .codes([status]), "wh_DeterminationDay": .date(PartialDate(day)!),
        ].merging(more) { _, new in new }
    }

    static func file(_ records: [Stored], victim: [FieldName: Value] = [:]) throws -> CaseFile {
        let links: [Link: EntityID] = [.caseFile: EntityID(high: 2, low: 2), .person: person]
        let part = try Draft(.participation, victim, links: links).checked(under: .current)
        let stored = Stored(id: EntityID(high: 3, low: 3), version: 1, day: today, isRemoved: false, record: part)
        return CaseFile(id: EntityID(high: 2, low: 2), records: records + [stored], people: [:])
    }

    private func check(_ records: [Stored], born: String? = nil) throws -> DeterminationCheck {
        let birth = born.flatMap { PartialDate($0) }.map { Value.date($0) }
        let person = try birth.map { try Draft(.person, ["prs_Birthdate": $0]).checked(under: .current) }
        let log = try Self.file(records).determinations(of: Self.person)
        return DeterminationCheck(person: person, log: log, today: Self.today)
    }

    @Test func `every status of the log is a value of the codebook and comes back`() throws {
        let names = Codebook.current.picklists["determinationStatus"]?.names ?? []
        #expect(Determination.Status.allCases.map(\.code).sorted() == names.sorted())
        for status in Determination.Status.allCases { #expect(Determination.Status(code: status.code) == status) }
        let results = Codebook.current.picklists["appealResult"]?.names ?? []
        #expect(
            Determination.Appeal.Result.allCases.map(\.rawValue).sorted() == results.map { $0.lowercased() }.sorted())
    }

    @Test func `a workbook gets what the log says, and what came from a file while the log is empty`() throws {
        let imported: [FieldName: Value] = [
            "vic_TraffickingStatus": .codes(["PossibleVictimOfTrafficking"]),
            "vic_TraffickingStatusDecisionMakingOrg": .codes(["NGO"]),
        ]
        func exported(_ records: [Stored]) throws -> [String?] {
            let row = try Self.file(records, victim: imported).rowsWithStatus(on: Self.today).rows[0].values
            return ["vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg"].map {
                row[FieldName($0)]?.canonicalText
            }
        }
        #expect(try exported([]) == ["PossibleVictimOfTrafficking", "NGO"])
        let police = try Self.stored(1, Self.values("Police", "NotConfirmed", "2026-01-05"))
        #expect(try exported([police]) == ["NotAVictimOfTrafficking", "Police"])
        let court = try Self.stored(2, Self.values("CourtOrProsecution", "Confirmed", "2025-01-05"))
        #expect(try exported([police, court]) == ["ActualVictimOfTrafficking", "CourtOrProsecution"])
        let withdrawn = try Self.stored(3, Self.values("NGO", "Withdrawn", "2026-02-05"))
        #expect(try exported([withdrawn]) == ["PossibleVictimOfTrafficking", "NGO"])
    }

    @Test func `a correction takes the place of what it names, whatever its day`() throws {
        let wrong = try Self.stored(1, Self.values("Police", "Confirmed", "2026-01-05"))
        let right = try Self.stored(
            2,
            Self.values(
                "Police", "ReasonableGrounds", "2025-12-05", ["wh_DeterminationReplaces": .text(wrong.id.description)]))
        let log = try Self.file([wrong, right]).determinations(of: Self.person)
        #expect(log.all.count == 2 && log.standing.map(\.status) == [.reasonableGrounds])
    }

    @Test func `a link that leads nowhere loses nothing else`() throws {
        let one = try Self.stored(
            1,
            Self.values("NGO", "Presumed", "2026", ["wh_DeterminationReplaces": .text(EntityID.random().description)]))
        let log = try Self.file([one]).determinations(of: Self.person)
        #expect(log.standing.map(\.status) == [.presumed])
    }

    @Test func `what is lifted on appeal stands no more, and an appeal that waits changes nothing`() throws {
        let refusal = try Self.stored(1, Self.values("Police", "NotConfirmed", "2026-01-05"))
        func appeal(_ number: UInt64, _ result: String, _ status: String) throws -> Stored {
            try Self.stored(
                number,
                Self.values(
                    "CourtOrProsecution", status, "2026-03-01",
                    [
                        "wh_AppealAgainst": .text(refusal.id.description), "wh_AppealResult": .codes([result]),
                        "wh_AppealLodged": .date(PartialDate("2026-02-01")!),
                    ]))
        }
        let waits = try Self.file([refusal, appeal(2, "Pending", "NotConfirmed")]).determinations(of: Self.person)
        #expect(waits.standing.map(\.id) == [refusal.id] && waits.pendingAppeals.count == 1)
        let lifted = try Self.file([refusal, appeal(2, "Overturned", "Confirmed")]).determinations(of: Self.person)
        #expect(lifted.standing.map(\.status) == [.confirmed] && !lifted.isDisputed)
    }

    @Test func `authorities that differ are both shown`() throws {
        let log = try Self.file([
            Self.stored(1, Self.values("Police", "NotConfirmed", "2026-01-05")),
            Self.stored(2, Self.values("NGO", "Confirmed", "2026-01-06")),
        ]).determinations(of: Self.person)
        #expect(log.isDisputed && log.standing.count == 2)
    }

    @Test(
        arguments: [
            (["wh_DeterminationDay": .date(PartialDate("2027-01-01")!)], "wh_DeterminationDay"),
            (["wh_DeterminationDay": .date(PartialDate("1990")!)], "wh_DeterminationDay"),
            (["wh_DeterminationDefinition": .text("no-such-law")], "wh_DeterminationDefinition"),
            (["wh_PersonNotifiedDay": .date(PartialDate("2020-01-01")!)], "wh_PersonNotifiedDay"),
            (["wh_DeterminationStatus": .absent(.unknown)], "wh_DeterminationStatus"),
            (["wh_DeterminationReplaces": .text("x")], "wh_DeterminationReplaces"),
            (["wh_AppealAgainst": .text("x")], "wh_AppealAgainst"),
            (["wh_AppealLodged": .date(PartialDate("2026-01-01")!)], "wh_AppealAgainst"),
            (["wh_DeterminationAuthority": .absent(.declined)], "wh_DeterminationAuthority"),
        ] as [([FieldName: Value], FieldName)])
    func `what cannot be is refused at its field`(change: [FieldName: Value], field: FieldName) throws {
        let values = Self.values("Police", "Confirmed", "2026-02-01")
        #expect(try check([], born: "2004-05-05").findings(values) == [])
        let findings = try check([], born: "2004-05-05").findings(values.merging(change) { _, new in new })
        #expect(findings.map(\.field) == [field])
    }

    @Test func `an appeal before the decision, an answer before the appeal, and another's decision are refused`() throws
    {
        let refusal = try Self.stored(1, Self.values("Police", "NotConfirmed", "2026-01-05"))
        func fields(_ body: String, _ day: String, _ more: [FieldName: Value]) throws -> [FieldName?] {
            try check([refusal]).findings(Self.values(body, "Confirmed", day, more)).map(\.field)
        }
        let against: [FieldName: Value] = ["wh_AppealAgainst": .text(refusal.id.description)]
        func lodged(_ day: String) -> [FieldName: Value] {
            against.merging(["wh_AppealLodged": .date(PartialDate(day)!)]) { _, new in new }
        }
        #expect(try fields("NGO", "2026-03-01", lodged("2025-12-01")) == ["wh_AppealLodged"])
        #expect(try fields("NGO", "2026-01-20", lodged("2026-02-01")) == ["wh_DeterminationDay"])
        #expect(try fields("NGO", "2026-03-01", against) == ["wh_AppealLodged"])
        #expect(try fields("NGO", "2026-03-01", lodged("2026-02-01")) == [])
        let replaces: [FieldName: Value] = ["wh_DeterminationReplaces": .text(refusal.id.description)]
        #expect(try fields("NGO", "2026-03-01", replaces) == ["wh_DeterminationReplaces"])
        #expect(try fields("Police", "2026-03-01", replaces) == [])
        let later = try Self.stored(2, Self.values("Police", "Presumed", "2026-02-01", replaces))
        let twice = try check([refusal, later]).findings(Self.values("Police", "Confirmed", "2026-03-01", replaces))
        #expect(twice.map(\.field) == ["wh_DeterminationReplaces"])
    }

    @Test func `an appeal that changed nothing says what was said before`() throws {
        let refusal = try Self.stored(1, Self.values("Police", "NotConfirmed", "2026-01-05"))
        let check = try check([refusal])
        for (result, status) in [("Upheld", "NotConfirmed"), ("Pending", "NotConfirmed"), ("Overturned", nil)] {
            let values: [FieldName: Value] = [
                "wh_AppealAgainst": .text(refusal.id.description), "wh_AppealResult": .codes([result]),
            ]
            #expect(check.completed(values)["wh_DeterminationStatus"] == status.map { .codes([$0]) })
        }
    }
}
