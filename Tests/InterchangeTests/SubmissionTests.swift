// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Interchange

@Suite struct SubmissionTests {
    private let row: [FieldName: Value] = [
        "con_Consent": .flag(true), "prs_FirstName": .text("සුනිල් & <Co>"),
        "prs_Birthdate": .date(PartialDate("1998-05")!),
        "prs_Citizenship": .codes(["LK", "NA"]), "vic_TypeOfExploitation": .codes(["ForcedLabour", "Servitude"]),
        "vic_ForcedLabourIndustry": .codes(["E_WaterSupplySewerageWasteManagement", "F_Construction"]),
        "prs_MailingCountry": .codes(["LK"]), "cas_IncomingReferralDetails": .text("Two\nlines"),
    ]

    @Test func `a submission goes out and comes back`() throws {
        let bytes = HTCDSWriter.xformSubmission(row, instanceID: "uuid:1")
        let reading = try HTCDSReader.read(bytes)
        #expect(reading.format == .xform)
        #expect(reading.rows.map(\.values) == [row])
        #expect(reading.rows[0].sourceID == "uuid:1")
        #expect(reading.findings.isEmpty)
    }

    @Test func `its elements are those of the official form, in order`() throws {
        guard let form = Shared.bytes("standards/htcds-2.0/htcds_xlsform.xml") else { return }
        let text = String(decoding: form, as: UTF8.self)
        let start = try #require(text.range(of: "<instance>")?.upperBound)
        let end = try #require(text.range(of: "</instance>")?.lowerBound)
        func names(_ xml: Substring) -> [String] { xml.matches(of: /<([a-zA-Z_]\w*)/).map { String($0.output.1) } }
        let ours = String(decoding: HTCDSWriter.xformSubmission([:], instanceID: "x"), as: UTF8.self)
        #expect(names(ours[...]) == names(text[start..<end]))
        #expect(throws: InterchangeError.notSubmission) { try HTCDSReader.read(form) }
    }

    @Test func `groups are looked through, and several submissions in one file are told apart`() throws {
        let one =
            "<data id='f' version='1'><start>2025-01-01T00:00:00Z</start><who><prs_First_Name>Ama</prs_First_Name>"
            + "</who><meta><instanceID>uuid:a</instanceID></meta></data>"
        let two =
            "<data id='f'><grp><sub><prs_Second_Name> Mensah </prs_Second_Name></sub></grp><orx:meta xmlns:orx='x'>"
            + "<orx:instanceID>uuid:b</orx:instanceID></orx:meta></data>"
        for text in ["<submissions>\(one)\(two)</submissions>", "<anything>\(one)\(two)</anything>"] {
            let reading = try HTCDSReader.read(csv(text))
            #expect(
                reading.rows.map(\.values) == [["prs_FirstName": .text("Ama")], ["prs_SecondName": .text("Mensah")]])
            #expect(reading.rows.map(\.sourceID) == ["uuid:a", "uuid:b"])
        }
        let grouped =
            "<data id='f'><who id='g'><prs_First_Name>Ama</prs_First_Name></who><prs_Gender>"
            + "Feminine</prs_Gender></data>"
        #expect(try HTCDSReader.read(csv(grouped)).rows.map(\.values.count) == [2])
        let plain = try HTCDSReader.read(csv("<htcds><prs_FirstName>Ama</prs_FirstName></htcds>"))
        #expect(plain.rows.count == 1)
    }

    @Test func `other XML is not a submission`() {
        #expect(throws: InterchangeError.notSubmission) { try HTCDSReader.read(csv("<note><to>x</to></note>")) }
    }

    @Test func `the choices of the official form are read`() throws {
        guard let bytes = Shared.bytes("standards/htcds-2.0/htcds_xlsform.xlsx") else { return }
        let choices = try XLSForm.choices(from: bytes)
        #expect(choices.count == 331)
        #expect(choices.first == XLSForm.Choice(list: "gender", name: "Feminine", label: "Feminine"))
        #expect(choices.contains(XLSForm.Choice(list: "citizenship", name: "NA", label: "Namibia")))
        #expect(throws: InterchangeError.self) { try HTCDSReader.read(bytes) }
    }

    @Test func `JSON is read in both shapes, and broken JSON refused`() throws {
        let rows =
            "[{\"prs_FirstName\": \"Ama\", \"vic_TypeOfExploitation\": [\"ForcedLabour\"], \"con_Consent\": true, "
            + "\"vic_AgeWhenTrafficked\": 17, \"prs_IdentityNumber\": 123456789012345678901, \"prs_Title\": "
            + "null, \"extra\": {\"a\": 1}}]"
        for text in [rows, "{\"standard\": \"HTCDS\", \"rows\": \(rows)}"] {
            let reading = try HTCDSReader.read(csv(text))
            #expect(
                reading.rows[0].values == [
                    "prs_FirstName": .text("Ama"), "vic_TypeOfExploitation": .codes(["ForcedLabour"]),
                    "con_Consent": .flag(true),
                    "vic_AgeWhenTrafficked": .number(17), "prs_IdentityNumber": .text("123456789012345678901"),
                ])
            #expect(reading.rows[0].leftovers.map(\.text) == ["a: 1"])
        }
        for text in [
            "{", "[1]", "{\"a\": 1}", "[{\"a\": }]", "[{\"a\": 1}", "[] x", "[{\"a\": \"\\q\"}]",
            String(repeating: "[", count: 100_000),
        ] {
            #expect(throws: InterchangeError.brokenJSON) { try HTCDSReader.read(csv(text)) }
        }
    }
}
