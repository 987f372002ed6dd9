// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@Suite struct DowngradeTests {
    let codebook = Codebook.current

    /// True when the downgrade leads to a field, and value, of the standard.
    private func lands(_ downgrade: Downgrade?) -> Bool {
        switch downgrade {
        case nil: return false
        case .dropped(let reason)?: return !reason.isEmpty
        case .to(let name, let value)?:
            guard let field = codebook[name], field.isStandard else { return false }
            guard let value else { return true }
            guard let found = codebook.picklist(of: field)?[value] else { return false }
            return found.downgrade == nil
        }
    }

    @Test func `everything of our own says what strict HTCDS gets, and that exists`() {
        let standardLists = Set(codebook.standardFields.compactMap(\.picklistID))
        for field in codebook.fields {
            #expect(field.isStandard == (field.downgrade == nil))
            #expect(field.isStandard != field.name.rawValue.hasPrefix("wh_"))
            if !field.isStandard { #expect(lands(field.downgrade), "\(field.name)") }
        }
        for (id, list) in codebook.picklists {
            for value in list.values where value.downgrade != nil || !standardLists.contains(id) {
                #expect(lands(value.downgrade), "\(id) \(value.name)")
            }
        }
    }

    @Test func `strict HTCDS holds fields and values of the standard only, whatever went in`() {
        var values: [FieldName: Value] = ["xx_Unknown": .text("a")]
        for field in codebook.fields {
            switch field.kind {
            case .text, .longText, .lookup: values[field.name] = .text("text")
            case .date: values[field.name] = .date(PartialDate("1998-05")!)
            case .number, .latitude, .longitude: values[field.name] = .number(1)
            case .checkbox: values[field.name] = .flag(true)
            case .picklist(let id, let multiple):
                let names = codebook.picklists[id]!.values.map(\.name)
                values[field.name] = .codes(multiple ? names : [names.last!])
            }
        }
        let strict = codebook.strictHTCDS(values)
        for (name, value) in strict.values {
            #expect(codebook[name]?.isStandard == true)
            guard case .codes(let codes) = value, let list = codebook.picklist(of: codebook[name]!) else { continue }
            #expect(
                codes.allSatisfy { list[$0] != nil && list[$0]!.downgrade == nil } && Set(codes).count == codes.count)
        }
        // Each of our fields is accounted for, and so are the HTCDS fields that held values of ours.
        let lost = Set(strict.lost.map(\.field))
        #expect(lost.isSuperset(of: codebook.fields.filter { !$0.isStandard }.map(\.name)))
        #expect(
            lost.isSuperset(of: ["vic_MethodsOfControl", "vic_TypeOfExploitation", "prs_PrimaryLanguage", "xx_Unknown"])
        )
        #expect(strict.values.count == codebook.standardFields.count)
    }

    @Test func `a record of the standard alone passes unchanged`() {
        let values: [FieldName: Value] = [
            "prs_FirstName": .text("செல்வி"), "prs_Birthdate": .date(PartialDate("1998")!), "con_Consent": .flag(false),
            "vic_MethodsOfControl": .codes(["TakesEarnings", "DebtBondage"]), "prs_Citizenship": .codes(["NA"]),
        ]
        let strict = codebook.strictHTCDS(values)
        #expect(strict.values == values && strict.lost.isEmpty)
    }

    @Test func `a value of ours becomes Other once, and is said to be lost`() {
        let strict = codebook.strictHTCDS([
            "vic_MethodsOfControl": .codes(["RestrictsMovement", "Other", "UsesChildren"])
        ])
        #expect(strict.values == ["vic_MethodsOfControl": .codes(["Other"])])
        #expect(strict.lost.count == 2 && strict.lost.allSatisfy { $0.field == "vic_MethodsOfControl" })
        let dari = codebook.strictHTCDS(["prs_SecondaryLanguage": .codes(["prs"])])
        #expect(dari.values == ["prs_SecondaryLanguage": .codes(["fas"])])
    }

    @Test func `what HTCDS already says is never overwritten, only added to`() {
        let strict = codebook.strictHTCDS([
            "wh_LabourDivision": .codes(["41"]), "vic_ForcedLabourIndustry": .codes(["C_Manufacturing"]),
            "wh_Abducted": .flag(true), "wh_LabourType": .codes(["Begging", "Peddling"]),
            "vic_TypeOfExploitation": .codes(["ForcedBegging"]),
        ])
        #expect(
            strict.values == [
                "vic_ForcedLabourIndustry": .codes(["C_Manufacturing", "F_Construction"]),
                "vic_MethodOfRecruitment": .codes(["Other"]),
                "vic_TypeOfExploitation": .codes(["ForcedBegging", "ForcedLabour"]),
            ])
        #expect(Set(strict.lost.map(\.field)) == ["wh_LabourDivision", "wh_Abducted", "wh_LabourType"])
    }

    @Test func `a no of ours becomes nothing, why there is no answer stays in its field, and both are said to be lost`()
    {
        let strict = codebook.strictHTCDS([
            "wh_Abducted": .flag(false), "prs_Gender": .absent(.declined), "wh_PreferredName": .absent(.notAsked),
        ])
        #expect(strict.values == ["prs_Gender": .absent(.declined)])
        #expect(Set(strict.lost.map(\.field)) == ["prs_Gender", "wh_Abducted", "wh_PreferredName"])
    }
}
