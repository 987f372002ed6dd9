// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Identification

struct CaseReadingTests {
    private func stored(_ kind: RecordKind, _ values: [FieldName: Value], _ links: [Link: EntityID] = [:]) throws
        -> Stored
    {
        let record = try Draft(kind, values, links: links).checked(under: .current)
        return Stored(id: .random(), version: 1, day: reportDay, isRemoved: false, record: record)
    }

    private func file() throws -> (file: CaseFile, victim: Stored) {
        let caseID = EntityID.random()
        let person = try stored(
            .person, ["prs_Birthdate": .date(PartialDate("2008-02-03")!), "prs_Citizenship": .codes(["VN"])])
        let victim = try stored(
            .participation,
            [
                "vic_TypeOfExploitation": .codes(["SexualExploitation"]),
                "vic_TypeOfSexExploitation": .codes(["Prostitution"]),
                "wh_TraffickingStart": .date(PartialDate("2025-08-01")!),
            ], [.caseFile: caseID, .person: person.id])
        let event = try stored(
            .event, ["hte_Type": .codes(["Transit"]), "hte_Country": .codes(["CN"])], [.caseFile: caseID])
        return (CaseFile(id: caseID, records: [victim, event], people: [person.id: person]), victim)
    }

    @Test func `a case as it is kept is judged with its event, its person and what was asserted beside`() throws {
        let (file, victim) = try file()
        let library = DefinitionLibrary.current
        var reading = CaseReading(of: victim, in: file, reporting: reportDay)
        #expect(reading.panel["palermo-2000-art3"]?.atFacts.verdict == .met)
        #expect(reading.panel["vn-penalcode-150"]?.atFacts.verdict == .undetermined)
        let noMeans = AtomCatalogue.current.atoms(in: .means).map {
            Assertion($0.id, .no, source: .person, assertedBy: "interview")
        }
        reading = CaseReading(of: victim, in: file, further: noMeans, reporting: reportDay)
        #expect(reading.panel["vn-penalcode-150"]?.atFacts.verdict == .notMet)
        #expect(reading.panel["vn-law-53-2024-art2"]?.atFacts.verdict == .met)
        #expect(reading.touches(library.definition("vn-penalcode-150")!) == .yes)
        #expect(reading.touches(library.definition("lk-penalcode-360C")!) == .no)
        #expect(reading.touches(library.definition("palermo-2000-art3")!) == .yes)
    }

    /// What the line on a case page costs beside opening the case. Runs only when `WAYHOUSE_BENCH` is set.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["WAYHOUSE_BENCH"] != nil))
    func `the line of counts is cheap`() throws {
        let (file, victim) = try file()
        let reader = FactReader()
        let start = SpeedTests.cpu()
        for _ in 0..<10_000 {
            _ = DefinitionLibrary.current.verdicts(reader.sheet(of: victim, in: file).facts(), reporting: reportDay)
        }
        let micro = (SpeedTests.cpu() - start) * 100
        FileHandle.standardError.write(Data("facts read and judged: \(micro) µs a case\n".utf8))
    }

    @Test func `the classification names contradictions with both sources`() throws {
        let (file, victim) = try file()
        let both = [Answer.yes, .no].map { answer in
            Assertion("means.fraud", answer, source: answer == .yes ? .person : .document, assertedBy: "\(answer)")
        }
        let reading = CaseReading(of: victim, in: file, further: both, reporting: reportDay)
        let classification = Classification(reading)
        #expect(
            classification.contradictions == [.init(atom: "means.fraud", yes: ["person: yes"], no: ["document: no"])])
        #expect(classification.definitions.count == DefinitionLibrary.current.definitions.count)
        #expect(!classification.gaps.isEmpty)
        #expect(classification.definitions.allSatisfy { !$0.summary.isEmpty })
        #expect(classification.questions.allSatisfy { $0.answered == .notAsked || $0.atom == "means.fraud" })
        #expect(Classification(reading, only: "vn-law-53-2024-art2").definitions.map(\.id) == ["vn-law-53-2024-art2"])
        let json = String(decoding: try JSONEncoder().encode(classification), as: UTF8.self)
        #expect(json.contains("\"result\":\"met\"") && json.contains("\"provenance\":\"unverified\""))
    }

    @Test func `a screening is written out with its bounds and what to do next`() throws {
        var interview = Administration(
            of: try #require(InstrumentLibrary.current.instrument("ahtst")), with: Respondent())
        try interview.warn("questions", goOn: true)
        try interview.answer("id", .answer(.yes), by: "w")
        let report = ScreeningReport(Screening(of: interview))
        #expect(report.outcome == "positive" && report.sign == .positive)
        #expect(report.scores.map(\.least) == [1] && report.scores.map(\.most) == [8])
        #expect(report.next.contains("referral"))
        let six = ScreeningReport(Screening(of: interview, ruleSet: "six"))
        #expect(six.outcome == nil && six.possible == ["positive", "negative"])
        #expect(six.lower == "negative" && six.upper == "positive")
    }
}
