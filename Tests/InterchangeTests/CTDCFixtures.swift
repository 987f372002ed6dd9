// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@testable import Interchange

/// Invented people for the CTDC tests.
enum CTDCFixtures {
    static func person(_ values: [FieldName: Value], events: [CTDCEvent] = [], on day: String = "2024-06-15")
        -> CTDCPerson
    {
        CTDCPerson(values: values, events: events, registeredOn: PartialDate(day)!)
    }

    static func date(_ text: String) -> Value { .date(PartialDate(text)!) }

    static func cells(_ person: CTDCPerson) -> [CTDCColumn: String] {
        let row = Crosswalk(codebook: .current).row(of: person)
        return Dictionary(uniqueKeysWithValues: zip(CTDCColumn.allCases, row))
    }

    static func cells(_ values: [FieldName: Value]) -> [CTDCColumn: String] { cells(person(values)) }

    /// The columns of a span that hold a text.
    static func columns(with text: String, in span: [CTDCColumn], of cells: [CTDCColumn: String]) -> [CTDCColumn] {
        span.filter { cells[$0] == text }
    }

    /// A woman of 25 from Moldova exploited in Spain, like every other that this makes.
    static func alike(_ values: [FieldName: Value] = [:]) -> CTDCPerson {
        let base: [FieldName: Value] = [
            "wh_RegistrationDate": date("2023-03-01"), "prs_Gender": .codes(["Feminine"]),
            "prs_Birthdate": date("1997-08-20"),
            "prs_Citizenship": .codes(["MD", "RO"]), "vic_TypeOfExploitation": .codes(["SexualExploitation"]),
            "vic_MethodsOfControl": .codes(["DebtBondage", "PhysicalThreats"]),
            "wh_CountryOfExploitation": .codes(["ES"]),
            "wh_RecruiterRelation": .codes(["Friend"]), "wh_DataSourceType": .codes(["CaseManagement"]),
        ]
        return person(base.merging(values) { $1 })
    }

    /// Varied people from a seed: a few countries, years and kinds, so that some classes are large and many small.
    static func varied(_ count: Int, seed: UInt64) -> [CTDCPerson] {
        var numbers = SplitMix64(seed: seed)
        func pick(_ all: [String]) -> String { all[Int(numbers.next() % UInt64(all.count))] }
        return (0..<count).map { _ in
            var values: [FieldName: Value] = [:]
            values["wh_RegistrationDate"] = date(pick(["2022-01-10", "2023-05-02", "2023-11-30"]))
            values["prs_Gender"] = .codes([pick(["Feminine", "Feminine", "Masculine", "NonConforming"])])
            values["prs_Birthdate"] = date(pick(["1999", "1998-04", "2001-02-28", "2008-12-31", "1970"]))
            values["prs_Citizenship"] = .codes([pick(["NA", "LK", "VN", "LK", "LK"])])
            values["vic_TypeOfExploitation"] = .codes([
                pick(["ForcedLabour", "ForcedLabour", "SexualExploitation", "Servitude"])
            ])
            if numbers.next() % 3 > 0 {
                values["vic_MethodsOfControl"] = .codes([
                    pick(["DebtBondage", "Other", "PhysicalAbuse", "UsesChildren"])
                ])
            }
            if numbers.next() % 2 > 0 { values["vic_ForcedLabourIndustry"] = .codes(["F_Construction"]) }
            if numbers.next() % 4 == 0 { values["wh_CountryOfExploitation"] = .codes(["KW"]) }
            return person(values)
        }
    }

    /// A folder `shared` beside the repository or beside its parent; nil, said loudly, when there is none.
    static func shared(_ path: String, sourceFile: String = #filePath) -> URL? {
        var folder = URL(fileURLWithPath: sourceFile).deletingLastPathComponent()
        while folder.path != "/" {
            let found = folder.appendingPathComponent("shared").appendingPathComponent(path)
            if FileManager.default.fileExists(atPath: found.path) { return found }
            folder.deleteLastPathComponent()
        }
        FileHandle.standardError.write(
            Data("SKIPPED: shared/\(path) is not beside this repository; nothing was checked against it\n".utf8))
        return nil
    }
}
