// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard
import Testing

/// The codebook against the standard's own table: nothing missing, nothing more, nothing spelt otherwise.
@Suite struct StandardTableTests {
    let codebook = Codebook.current

    /// Every difference between a codebook and the published table, in words.
    private func differences(_ codebook: Codebook, _ rows: [Published.Row]) -> [String] {
        var found: [String] = []
        let fields = codebook.standardFields
        if fields.map(\.name.rawValue) != rows.map(\.name) { found.append("names or their order") }
        for row in rows {
            guard let field = codebook[FieldName(row.name)] else {
                found.append("\(row.name) is missing")
                continue
            }
            if !row.label.isEmpty, field.label != row.label { found.append("\(row.name): label") }
            if field.isCore != row.isCore { found.append("\(row.name): core") }
            if field.status.rawValue != row.status { found.append("\(row.name): status") }
            if field.standardType != row.type { found.append("\(row.name): type") }
            if field.definition == row.description || field.definition.isEmpty {
                found.append("\(row.name): definition")
            }
            if row.valueNames.isEmpty || row.valueNames[0].hasPrefix("Use ISO") { continue }
            let values = codebook.picklist(of: field)?.values.filter { $0.downgrade == nil } ?? []
            if values.map(\.name) != row.valueNames { found.append("\(row.name): value names") }
            if values.map(\.label) != row.valueLabels { found.append("\(row.name): value labels") }
        }
        return found
    }

    @Test func `the codebook and the published table differ in nothing`() throws {
        let rows = try Published.rows()
        guard !rows.isEmpty else { return }
        #expect(rows.count == 84)
        #expect(differences(codebook, rows).isEmpty)
        #expect(codebook.standardFields.filter { $0.status == .deprecated }.count == 3)
    }

    @Test func `the comparison notices one changed letter`() throws {
        let rows = try Published.rows()
        guard !rows.isEmpty else { return }
        let list = codebook.picklists["relationshipToTrafficker"]!
        let values = list.values.map {
            $0.name == "Unaquainted" ? PicklistValue(name: "Unacquainted", label: $0.label) : $0
        }
        var lists = codebook.picklists
        lists["relationshipToTrafficker"] = Picklist(id: list.id, values: values)
        let spoilt = Codebook(fields: codebook.fields, picklists: lists, aliases: [:])
        #expect(differences(spoilt, rows) == ["vic_RelationshipToTrafficker: value names"])
        let short = Codebook(fields: Array(codebook.fields.dropFirst()), picklists: lists, aliases: [:])
        #expect(differences(short, rows).contains("org_Name is missing"))
    }

    @Test func `a list of countries or languages stands wherever the standard asks for ISO codes`() {
        for name in ["org_ShippingCountry", "prs_MailingCountry", "hte_Country"] as [FieldName] {
            #expect(codebook[name]?.kind == .picklist("country", multiple: false))
        }
        #expect(codebook["prs_Citizenship"]?.kind == .picklist("country", multiple: true))
        #expect(codebook["prs_PrimaryLanguage"]?.kind == .picklist("language", multiple: false))
        #expect(codebook["prs_SecondaryLanguage"]?.kind == .picklist("language", multiple: false))
        #expect(codebook["vic_ForcedLabourIndustry"]?.kind == .picklist("forcedLabourIndustry", multiple: true))
        #expect(
            codebook["org_ShippingLongitude"]?.kind == .longitude && codebook["prs_MailingLatitude"]?.kind == .latitude)
        #expect(codebook["prs_NumberOfChildren"]?.kind == .number(whole: true))
        #expect(codebook["cas_CaseOwner"]?.kind == .lookup(.user))
        #expect(codebook["con_Consent"]?.kind == .checkbox)
        #expect(codebook["cas_ReferringOrganisation"]?.section == .referral)
    }

    @Test func `every value in the templates' dropdown lists resolves, and is written as the template writes it`()
        throws
    {
        for workbook in ["multi select with validation v2.0.xlsm", "single select with validation v2.0.xlsx"] {
            let rows = try Published.cells(sheet: 3, of: "HTCDS Excel Spreadsheet " + workbook)
            guard let head = rows.first(where: { $0.values.contains("Gender") }) else { continue }
            var checked = 0
            for row in rows.drop(while: { $0 != head }).dropFirst() {
                for (column, text) in row {
                    guard let list = list(under: head[column] ?? "") else { continue }
                    let value = list.resolve(text).flatMap { list[$0] }
                    #expect(value != nil, "\(head[column]!): \(text)")
                    if head[column] == "Country" { #expect(value?.name == row["D"]) }
                    if head[column] != "Country Code" { #expect(value?.templateLabel == Published.trimmed(text)) }
                    checked += 1
                }
            }
            #expect(checked > 550)
        }
    }

    private func list(under heading: String) -> Picklist? {
        if heading.hasPrefix("Country") { return codebook.picklists["country"] }
        let field = codebook.fields.first { $0.label == heading && ($0.name != "org_Type") }
        return field.flatMap(codebook.picklist(of:))
    }

    @Test func `every choice of the published form resolves to itself`() throws {
        let fieldOf = [
            "gender": "prs_Gender", "citizenship": "prs_Citizenship", "methodofrecruitment": "vic_MethodOfRecruitment",
            "methodsofcontrol": "vic_MethodsOfControl", "typeofexploitation": "vic_TypeOfExploitation",
            "forcedlabourindustry": "vic_ForcedLabourIndustry", "typeofsexexploitation": "vic_TypeOfSexExploitation",
            "status": "cas_Status", "traffickingstatus": "vic_TraffickingStatus",
            "traffickingstatusdecisionmakingorg": "vic_TraffickingStatusDecisionMakingOrg",
        ]
        let rows = try Published.cells(sheet: 2, of: "htcds_xlsform.xlsx")
        guard !rows.isEmpty else { return }
        var checked = 0
        for row in rows {
            guard let id = row["A"], let field = fieldOf[id].flatMap({ codebook[FieldName($0)] }),
                let list = codebook.picklist(of: field), let name = row["B"], let label = row["C"]
            else { continue }
            #expect(list.resolve(name) == Published.trimmed(name), "\(id) \(name)")
            #expect(list.resolve(label) == Published.trimmed(name), "\(id) \(label)")
            checked += 1
        }
        #expect(checked == 329)
    }

    @Test func `every column of the published form and workbooks is a known field`() throws {
        let form = try Published.cells(sheet: 1, of: "htcds_xlsform.xlsx")
        for name in form.compactMap({ $0["B"] }) where name.contains("_") && !name.hasPrefix("__") {
            #expect(codebook.resolve(fieldName: name) != nil, "\(name)")
        }
        for cell in (try Published.cells(sheet: 1, of: "HTCDS Excel Spreadsheet v2.0.xlsx")).prefix(2).flatMap(\.values)
        {
            #expect(codebook.resolve(fieldName: cell) ?? codebook.resolve(label: cell) != nil, "\(cell)")
        }
    }
}
