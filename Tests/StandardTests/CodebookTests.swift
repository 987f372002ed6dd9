// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

@Suite struct CodebookTests {
    let codebook = Codebook.current

    @Test func `every field's name has a number and numbers follow the names`() {
        let names = codebook.fields.map(\.name)
        #expect(names.compactMap(\.number).sorted() == Array(0..<FieldName.numberCount))
        #expect(names.sorted().map(\.rawValue) == names.map(\.rawValue).sorted())
        #expect(names.allSatisfy { FieldName(number: $0.number!) == $0 && FieldName($0.rawValue) == $0 })
    }

    @Test func `a name that the codebook does not know is as good a name`() {
        let (one, other): (FieldName, FieldName) = ("zz_One", "zz_Other")
        #expect(one.number == nil && one != other && one == FieldName("zz_One") && one.rawValue == "zz_One")
        #expect([one: 1, other: 2, "cas_Status": 3][FieldName("zz_Other")] == 2)
        #expect(one < other && "cas_Status" < one && !(one < "cas_Status"))
    }

    @Test func `no name stands twice, and every list has its field and every field its list`() {
        #expect(codebook.standardFields.count == 84 && codebook.fields.count == 307)
        for list in codebook.picklists.values {
            #expect(Set(list.values.map(\.name)).count == list.values.count)
            #expect(list.values.allSatisfy { $0.label == $0.label.trimmingCharacters(in: .whitespacesAndNewlines) })
            // Several values are joined by a semicolon.
            #expect(!list.values.contains { $0.name.contains(";") || $0.name.contains(" ") || $0.name.isEmpty })
        }
        let used = Set(codebook.fields.compactMap(\.picklistID))
        #expect(used == Set(codebook.picklists.keys))
        #expect(codebook.aliases.values.allSatisfy { codebook[$0] != nil })
        #expect(codebook.synonyms.values.allSatisfy { codebook[$0] != nil })
    }

    @Test func `every field has a definition and a label of its own`() {
        for field in codebook.fields {
            #expect(field.definition.hasSuffix(".") && field.definition.count >= 15, "\(field.name)")
            #expect(!field.label.isEmpty)
        }
        // A record that is older may say the same of two fields; the definitions never do.
        #expect(Set(codebook.fields.map(\.definition)).count >= codebook.fields.count - 3)
    }

    @Test func `names, contacts and free text are direct; whatever is coded is not`() {
        for field in codebook.fields {
            if case .longText = field.kind { #expect(field.role == .direct, "\(field.name)") }
            if case .picklist = field.kind { #expect(field.role != .direct, "\(field.name)") }
            if case .lookup = field.kind { #expect(field.role == .direct, "\(field.name)") }
            if field.name.rawValue.hasPrefix("per_") { #expect(field.fieldClass == .f8) }
            if field.name.rawValue.hasPrefix("org_") { #expect(field.fieldClass == .f4) }
        }
        #expect(codebook["prs_FirstName"]?.fieldClass == .f2 && codebook["prs_MobilePhone"]?.fieldClass == .f3)
        #expect(codebook["hte_Street"]?.fieldClass == .f7 && codebook["vic_LocationOfExploitation"]?.fieldClass == .f7)
        #expect(codebook["wh_PlaceAddress"]?.fieldClass == .f5 && codebook["wh_ClinicalNote"]?.fieldClass == .f6)
        #expect(codebook["prs_Gender"]?.role == .quasi && codebook["vic_TypeOfExploitation"]?.role == .sensitive)
        #expect(codebook["wh_RecordState"]?.fieldClass == .f0)
    }

    @Test func `the industries have their 88 divisions, each within its section`() {
        let divisions = codebook.picklists["labourDivision"]!.values
        #expect(divisions.count == 88)
        #expect(codebook.picklists["labourDivision"]?.resolve("1") == "01")
        for division in divisions {
            #expect(division.name.utf8.count == 2 && division.label.dropFirst(2).hasPrefix(division.name))
            guard case .to("vic_ForcedLabourIndustry", let section?)? = division.downgrade else {
                Issue.record("\(division.name) has no section")
                continue
            }
            #expect(section.first == division.label.first)
        }
    }

    @Test func `languages have three letters, and the ISO 639-2 ones no downgrade`() {
        let values = codebook.picklists["language"]!.values
        #expect(values.allSatisfy { $0.name.utf8.count == 3 })
        #expect(values.filter { $0.downgrade == nil }.count == 486)
    }
}
