// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Interchange

@Suite struct ValueReaderTests {
    private func read(_ field: FieldName, _ cell: CellValue, mapping: Mapping? = nil) -> Answer {
        ValueReader(Codebook.current[field]!, mapping: mapping, codebook: .current).read(cell)
    }

    private func value(_ field: FieldName, _ text: String) -> Value? { read(field, .text(text)).value }

    @Test func `several choices are told apart, whatever stands between them`() {
        let two: Value = .codes(["ForcedLabour", "SexualExploitation"])
        for text in [
            "ForcedLabour;SexualExploitation", "Forced labour; Sexual exploitation",
            "Forced labour ;Sexual exploitation;",
            "Forced labour, Sexual exploitation", "ForcedLabour SexualExploitation",
            "Forced labour\nSexual exploitation",
            "forced labour; sexual exploitation; Forced labour",
        ] {
            #expect(value("vic_TypeOfExploitation", text) == two, "\(text)")
        }
        #expect(
            value("vic_TypeOfExploitation", "Sexual exploitation; Forced labour")
                == .codes(["SexualExploitation", "ForcedLabour"]))
    }

    @Test func `labels with separators inside stay whole`() {
        let water = "Water supply; sewerage, waste management and remediation"
        #expect(value("vic_ForcedLabourIndustry", water) == .codes(["E_WaterSupplySewerageWasteManagement"]))
        #expect(
            value("vic_ForcedLabourIndustry", "Construction; \(water);Manufacturing")
                == .codes(["F_Construction", "E_WaterSupplySewerageWasteManagement", "C_Manufacturing"]))
        #expect(
            value("vic_ForcedLabourIndustry", "Agriculture, forestry and fishing, Construction")
                == .codes(["A_AgricultureForestryAndFishing", "F_Construction"]))
    }

    @Test func `NA is Namibia, and countries go by name or code`() {
        #expect(value("prs_Citizenship", "NA") == .codes(["NA"]))
        #expect(value("prs_Citizenship", "Namibia;LK") == .codes(["NA", "LK"]))
        #expect(value("prs_MailingCountry", "Viet Nam") == .codes(["VN"]))
    }

    @Test(arguments: ["TRUE", "true", "Yes", "oui", "Sí", "sim", "1", "x", "✓"])
    func `yes in four languages`(text: String) { #expect(value("con_Consent", text) == .flag(true)) }

    @Test(arguments: ["FALSE", "No", "non", "não", "0"])
    func `no in four languages`(text: String) { #expect(value("con_Consent", text) == .flag(false)) }

    @Test func `unknown and refused are answers, but not names`() {
        #expect(value("prs_Birthdate", "Unknown") == .absent(.unknown))
        #expect(value("con_Consent", "refusé") == .absent(.declined))
        #expect(value("vic_AgeWhenTrafficked", "no preguntado") == .absent(.notAsked))
        #expect(value("prs_FirstName", "Unknown") == .text("Unknown"))
        #expect(value("prs_FirstName", "(unknown)") == .absent(.unknown))
    }

    @Test func `text keeps its joiners and loses marks at its ends`() {
        #expect(value("prs_FirstName", "\u{FEFF} \u{200E}Zoë\u{200D}\u{200B} ") == .text("Zoë\u{200D}"))
        #expect(value("prs_FirstName", "علي\u{200C}رضا") == .text("علي\u{200C}رضا"))
        #expect(value("prs_FirstName", " \u{200B} ") == nil)
    }

    @Test func `numbers become texts, dates or numbers as the field asks`() {
        #expect(read("prs_MailingPostalCode", .number(10_115)).value == .text("10115"))
        #expect(read("prs_Birthdate", .number(1_998)).value == .date(PartialDate("1998")!))
        #expect(read("prs_Birthdate", .number(36_526)).value == .date(PartialDate("2000-01-01")!))
        #expect(read("prs_Birthdate", .number(20_000_101)).value == .date(PartialDate("2000-01-01")!))
        #expect(read("prs_Birthdate", .number(60)).problem?.code.rawValue == "not-a-date")
        #expect(read("vic_AgeWhenTrafficked", .text("17")).value == .number(17))
        #expect(read("vic_AgeWhenTrafficked", .text("-3")).problem?.code.rawValue == "out-of-range")
        #expect(read("prs_MailingLatitude", .text("6,9271")).value == .number(6.9271))
        #expect(read("prs_MailingLatitude", .number(91)).problem?.leftover == "91")
    }

    @Test func `an unknown choice proposes the nearest and keeps the text`() {
        let answer = read("prs_Gender", .text("Femnine"))
        #expect(answer.value == nil)
        #expect(answer.problem?.suggestion == "Feminine")
        #expect(answer.problem?.leftover == "Femnine")
        #expect(answer.problem?.severity == .draft)
        #expect(answer.problem?.message.contains("Femnine") == false)
    }

    @Test func `two answers to a question of one are nobody's guess`() {
        let answer = read("prs_Gender", .text("Feminine; Masculine"))
        #expect(answer.problem?.code.rawValue == "two-answers")
        #expect(answer.problem?.leftover == "Feminine; Masculine")
    }

    @Test func `a mapping's own values and order of dates count`() {
        let mapping = Mapping(dateOrder: .monthFirst, values: ["prs_Gender": ["F": "Feminine"]])
        #expect(read("prs_Gender", .text("F"), mapping: mapping).value == .codes(["Feminine"]))
        #expect(read("prs_Birthdate", .text("03/04/2001"), mapping: mapping).value == .date(PartialDate("2001-03-04")!))
    }
}
