// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Foundation
import Standard
import Testing

@testable import Interchange

struct CTDCExportTests {
    typealias F = CTDCFixtures

    @Test func `ten like people are released, and the file holds them as they are`() throws {
        let release = try CTDCExport.release(of: (0..<10).map { _ in F.alike() })
        #expect(release.rowsKept == 10)
        #expect(release.rowsWithoutDetails == 0)
        let lines = String(decoding: CTDCWriter.csv(release), as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 12 && lines.last == "")
        #expect(String(lines[0]) == CTDCColumn.headers.joined(separator: ","))
        #expect(String(lines[1]) == Crosswalk(codebook: .current).row(of: F.alike()).joined(separator: ","))
    }

    @Test func `nine like people are refused with the columns to coarsen and nobody's row`() throws {
        let refusal = #expect(throws: DisclosureRefusal.self) {
            try CTDCExport.release(of: (0..<9).map { _ in F.alike() })
        }
        let message = try #require(refusal?.message)
        for column in ["yearOfRegistration", "ageBroad", "citizenship", "CountryOfExploitation"] {
            #expect(message.contains(column))
        }
        for value in ["MD", "Female", "24--26", "2023", " 9 ", "nine"] { #expect(!message.contains(value)) }
    }

    @Test func `nine among ten others are left out whatever sets them apart`() throws {
        let differences: [[FieldName: Value]] = [
            ["prs_Birthdate": F.date("2010")], ["prs_Citizenship": .codes(["PH"])],
            ["vic_AgeWhenTrafficked": .number(15)],
            ["vic_TypeOfExploitation": .codes(["ForcedLabour"])], ["wh_RecruiterRelation": .codes(["Family"])],
            ["wh_Abducted": .flag(true)], ["wh_LabourType": .codes(["Begging"])],
            ["wh_DataSourceType": .codes(["Hotline"])],
        ]
        for difference in differences {
            let people = (0..<10).map { _ in F.alike() } + (0..<9).map { _ in F.alike(difference) }
            let release = try CTDCExport.release(of: people)
            #expect(release.rowsKept == 10)
            #expect(release.rowsSuppressed == 9)
        }
    }

    @Test func `means that too few share are emptied for as many as it takes`() throws {
        let people = (0..<15).map { _ in F.alike() } + [F.alike(["vic_MethodsOfControl": .codes(["UsesChildren"])])]
        let release = try CTDCExport.release(of: people)
        #expect(release.rowsKept == 16)
        #expect(release.rowsWithoutDetails == 16)
        let means = CTDCColumn.span(.meansOfControlDebtBondage, .meansOfControlConcatenated)
        for row in 0..<16 { #expect(means.allSatisfy { release.table[row, $0.rawValue] == "" }) }
    }

    @Test func `columns that are left out free the rows that they held back`() throws {
        let people = ["1971", "1982", "1991", "1998", "2009"].flatMap { year in
            (0..<4).map { _ in F.alike(["prs_Birthdate": F.date(year)]) }
        }
        let refusal = #expect(throws: DisclosureRefusal.self) { try CTDCExport.release(of: people) }
        #expect(refusal?.message.contains("ageBroad (then about 20 could be published)") == true)
        let release = try CTDCExport.release(of: people, leavingOut: ["ageBroad"])
        #expect(release.rowsKept == 20)
        #expect(
            release.table.position(of: "majorityStatus").map { release.table[0, $0] } == "",
            "what follows from it goes with it")
    }

    @Test func `the order of the file is that of its texts, not of the register`() throws {
        let people = F.varied(600, seed: 5)
        var numbers = SplitMix64(seed: 9)
        let first = CTDCWriter.csv(try CTDCExport.release(of: people, k: 5))
        #expect(first == CTDCWriter.csv(try CTDCExport.release(of: people.shuffled(using: &numbers), k: 5)))
    }

    @Test func `nobody, and a k of one, are refused`() {
        #expect(throws: DisclosureRefusal.noRows) { try CTDCExport.release(of: []) }
        #expect(throws: DisclosureRefusal.thresholdTooSmall) { try CTDCExport.release(of: [F.alike()], k: 1) }
    }

    @Test func `every column is counted`() {
        let counted = QuasiIdentifiers.ctdc.counted + QuasiIdentifiers.ctdc.countedDetails
        #expect(Set(counted) == Set(CTDCColumn.headers))
        #expect(counted.count == 63)
    }

    @Test(arguments: 0..<4) func `a recount that shares no code with us agrees`(seed: UInt64) throws {
        let people = F.varied(2_000, seed: seed)
        let release = try CTDCExport.release(of: people)
        #expect(release.rowsKept > 100)
        #expect(try Self.recount(CTDCWriter.csv(release)) == 0)
    }

    @Test func `the same recount refuses the rows as they were before suppression`() throws {
        let crosswalk = Crosswalk(codebook: .current)
        let rows = [CTDCColumn.headers] + F.varied(2_000, seed: 1).map(crosswalk.row)
        let bytes = rows.map { $0.joined(separator: ",") + "\n" }.joined()
        #expect(try Self.recount(Array(bytes.utf8)) == 1, "positive control")
    }

    @Test func `the recount finds the faults that were planted for it`() throws {
        #expect(try Self.python(["--self-test"]) == 0)
    }

    private static func recount(_ bytes: [UInt8]) throws -> Int32 {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(bytes).write(to: file)
        return try python([file.path, "--k", "10"])
    }

    /// The exit code of the independent recount.
    private static func python(_ arguments: [String]) throws -> Int32 {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", tests.appendingPathComponent("independent/recount_ctdc.py").path] + arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
