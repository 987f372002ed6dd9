// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Identification

/// Facts that accounts hold beside the fields of a case, and files of facts.
struct AccountTests {
    private func stored(_ kind: RecordKind, _ values: [FieldName: Value], _ links: [Link: EntityID] = [:]) throws
        -> Stored
    {
        let record = try Draft(kind, values, links: links).checked(under: .current)
        return Stored(id: .random(), version: 1, day: reportDay, isRemoved: false, record: record)
    }

    private func reading(_ accounts: [(values: [FieldName: Value], person: Bool?)]) throws -> CaseReading {
        let caseID = EntityID.random()
        let person = try stored(.person, ["prs_Citizenship": .codes(["VN"])])
        let victim = try stored(
            .participation, ["vic_TypeOfExploitation": .codes(["ForcedLabour"])],
            [.caseFile: caseID, .person: person.id])
        let records = try accounts.map { account in
            var links: [Link: EntityID] = [.caseFile: caseID]
            if let isTheirs = account.person { links[.person] = isTheirs ? person.id : .random() }
            return try stored(.account, account.values, links)
        }
        let file = CaseFile(id: caseID, records: [victim] + records, people: [person.id: person])
        return CaseReading(of: victim, in: file, reporting: reportDay)
    }

    private func said(
        _ field: FieldName, _ atoms: [String], _ source: String = "person", by: String? = nil, on: String? = nil
    ) -> [FieldName: Value] {
        var values: [FieldName: Value] = [field: .codes(atoms), "wh_AccountSource": .codes([source])]
        if let by { values["wh_AccountBy"] = .text(by) }
        if let on { values["wh_AccountDate"] = .date(PartialDate(on)!) }
        return values
    }

    @Test func `the codebook's list of facts is the catalogue of atoms`() {
        let list = Codebook.current.picklists["fact"]?.values ?? []
        #expect(list.map(\.name) == AtomCatalogue.current.atoms.map(\.id.rawValue))
        #expect(list.map(\.label) == AtomCatalogue.current.atoms.map { String($0.yes.dropLast()) })
        let sources = Codebook.current.picklists["accountSource"]?.names
        #expect(sources == Set(Assertion.Source.allCases.map(\.rawValue)).subtracting(["record"]))
        #expect(
            Codebook.current.picklists["accountConfidence"]?.names == Set(Assertion.Confidence.allCases.map(\.rawValue))
        )
    }

    @Test func `what two sources say against each other is kept, and counts as unknown`() throws {
        let both = try reading([
            (said("wh_AccountYes", ["means.deception"]), true),
            (said("wh_AccountNo", ["means.deception"], "document", by: "work contract"), nil),
        ])
        let standing = try #require(both.contradictions.first)
        #expect(standing.atom == "means.deception" && standing.answer == .unknown)
        #expect(Set(standing.counting.map(\.source)) == [.person, .document])
        #expect(Classification(both).contradictions.first?.no == ["document: work contract"])
        let settled = try reading([
            (said("wh_AccountYes", ["means.deception"]), true),
            (said("wh_AccountNo", ["means.deception"], "document"), nil),
            (said("wh_AccountYes", ["means.deception"], "settled", on: "2026-01-02"), nil),
        ])
        #expect(settled.contradictions.isEmpty && settled.answer(to: "means.deception") == .yes)
    }

    @Test func `the person's later word replaces their earlier one, and nobody else's`() throws {
        let later = try reading([
            (said("wh_AccountNo", ["act.recruitment"], on: "2026-01-02"), true),
            (said("wh_AccountYes", ["act.recruitment"], on: "2026-02-02"), true),
        ])
        #expect(later.contradictions.isEmpty && later.answer(to: "act.recruitment") == .yes)
        let documents = try reading([
            (said("wh_AccountNo", ["act.recruitment"], "document"), nil),
            (said("wh_AccountYes", ["act.recruitment"], "document"), nil),
        ])
        #expect(documents.contradictions.count == 1, "two papers without a name are two voices")
    }

    @Test func `an account about somebody else in the case says nothing of this person`() throws {
        let other = try reading([(said("wh_AccountYes", ["means.deception"]), false)])
        #expect(other.answer(to: "means.deception") == .notAsked)
        #expect(
            try reading([(said("wh_AccountDeclined", ["means.deception"]), true)]).answer(to: "means.deception")
                == .declined)
    }

    @Test func `an age in an account is a claim like any other, and two that cannot both be true are a dispute`() throws
    {
        let one = try reading([(["wh_AccountAgeFrom": .number(15), "wh_AccountAgeTo": .number(19)], true)])
        #expect(one.sheet.claimedAge?.ages == 15...19)
        let two = try reading([
            (["wh_AccountAgeFrom": .number(15), "wh_AccountAgeTo": .number(16)], true),
            (["wh_AccountAgeFrom": .number(19), "wh_AccountSource": .codes(["document"])], true),
        ])
        #expect(two.sheet.claimedAge?.isContradicted == true)
        #expect(try reading([(["wh_AccountAgeTo": .number(900)], true)]).sheet.claimedAge?.ages == 0...150)
    }

    @Test func `answers in a file may name their source, and a list keeps several apart`() throws {
        let text = """
            {"atoms": {"means.deception": [{"answer": "yes", "source": "person", "by": "p"}, {"answer": "no", "source": \
            "document", "by": "contract", "on": "2025-01-02", "confidence": "high"}], "act.recruitment": ["yes", "no"]},
            "facts": {"cross_border": "no"}}
            """
        let sheet = try FactSheet(reading: Array(text.utf8), file: "f.json")
        #expect(sheet.contradictions().map(\.atom) == ["act.recruitment", "means.deception"])
        #expect(sheet.assertions.contains { $0.confidence == .high && $0.on == PartialDate("2025-01-02") })
        let apart = try FactSheet(
            reading: Array(#"{"atoms": {"fact.cross_border": "yes"}, "facts": {"cross_border": "no"}}"#.utf8), file: "f"
        )
        #expect(apart.contradictions().count == 1, "two places are two voices")
    }

    @Test(arguments: [
        (#"{"atoms": {"means.decepton": "yes"}}"#, "means.deception"),
        (#"{"atoms": {"act.recruitment": "maybe"}}"#, "yes, no"),
        (#"{"atoms": {"act.recruitment": "yes", "act.recruitment": "no"}}"#, "twice"), (#"{"atoms":"#, "not JSON"),
        (#"{"ageAtAct": {"from": 19, "to": 15}}"#, "before it begins"), (#"{"dateOfFacts": "2025-02-30"}"#, "date"),
        (#"{"countries": {"act": "Vietnam"}}"#, "3166"), (#"{"age": 3}"#, "belongs here"),
        (#"{"atoms": {"act.recruitment": {"source": "person"}}}"#, "missing"),
    ])
    func `a file of facts that is at fault is refused with its place`(text: String, says: String) {
        do {
            _ = try FactSheet(reading: Array(text.utf8), file: "f.json")
            Issue.record("it was taken: \(text)")
        } catch {
            #expect(error.description.contains(says), "\(error)")
        }
    }

    @Test func `a repeated name is found in the object in which it stands, and nowhere else`() {
        func first(_ text: String) -> String? { RepeatedName.first(in: Array(text.utf8)) }
        #expect(first(#"{"a": {"b": 1}, "c": {"b": 2}, "d": ["b", "b"], "e": "a\" \"c"}"#) == nil)
        #expect(first(#"{"a": {"b": 1, "c": [{"x": 1}], "b": 2}}"#) == "b")
        for broken in ["{\"", "\"", "{\"a\"", "}", "[,", "{\"a\":\"\\", ""] { #expect(first(broken) == nil) }
    }

    @Test(arguments: DefinitionCasesTests.files)
    func `held against the definitions, the cases decided by hand differ in nothing`(name: String) throws {
        let cases = try DefinitionCasesTests.read(name)
        #expect(cases.differences(under: .current, reporting: reportDay) == [])
    }

    @Test func `a case that is decided otherwise by hand is named`() throws {
        let text = """
            {"definition": "palermo-2000-art3", "cases": [{"name": "wrong", "yes": ["act.recruitment", \
            "means.deception", "purpose.forced_labour_or_services"], "age": [20, 30], "verdict": "not_met", \
            "flags": ["none"], "asks": ["act.recruitment"]}]}
            """
        let cases = try DefinitionCases(reading: Array(text.utf8), file: "c.json")
        #expect(cases.differences(under: .current, reporting: reportDay).count == 3)
        #expect(throws: DataRefused.self) {
            try DefinitionCases(
                reading: Array(#"{"definition": "x", "cases": [{"name": "y", "yes": ["z"]}]}"#.utf8), file: "c")
        }
    }
}
