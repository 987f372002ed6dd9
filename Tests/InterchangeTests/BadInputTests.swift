// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Testing

@testable import Interchange

@Suite struct BadInputTests {
    private func error(_ bytes: [UInt8], format: ImportFormat = .auto) -> InterchangeError? {
        do { _ = try HTCDSReader.read(bytes, format: format) } catch { return error }
        return nil
    }

    @Test func `every kind of wrong file is called by its name`() {
        #expect(error([]) == .empty)
        #expect(
            error([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 512))
                == .notAWorkbook(.oldExcel))
        #expect(
            error([0xD0, 0xCF, 0x11, 0xE0] + "EncryptedPackage".utf8.flatMap { [$0, UInt8(0)] }) == .encryptedWorkbook)
        #expect(
            error(
                HandMade.zip([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<a/>")]))
                == .notAWorkbook(.openDocument))
        #expect(error(csv("%PDF-1.7\n…")) == .notAWorkbook(.pdf))
        #expect(error(csv("<!DOCTYPE html><html><body>Sign in</body></html>")) == .notAWorkbook(.html))
        #expect(error(HandMade.zip([("word/document.xml", "<a/>")])) == .notAWorkbook(.word))
        #expect(error(HandMade.zip([("photo.jpg", "…")])) == .notAWorkbook(.archive))
        #expect(error([0x7F, 0x45, 0x4C, 0x46, 0, 0, 1]) == .notAWorkbook(.unknown))
        #expect(
            error(csv("prs_FirstName\nAma\n"), format: .htcdsXLSX)
                == .unsupportedFormat(asked: .htcdsXLSX, found: .text))
    }

    @Test func `every error has a code and says what to do`() {
        let all: [InterchangeError] = [
            .empty, .tooLarge(megabytes: 256), .notAWorkbook(.pdf), .notAWorkbook(.oldExcel), .notAWorkbook(.html),
            .encryptedWorkbook,
            .encryptedEntry, .brokenArchive("x"), .bomb, .brokenXML(part: "x", line: 1), .doctype(part: "x"),
            .overLimit(what: "rows", limit: 1),
            .brokenWorkbook("x"), .noSheet, .badText(line: 1), .unknownEncoding, .brokenJSON, .notSubmission,
            .unsupportedFormat(asked: .xform, found: .pdf), .badMapping("x"), .stopped,
        ]
        for error in all {
            #expect(error.message.count > 30 && error.message.hasSuffix(".") && !error.code.isEmpty, "\(error)")
        }
    }

    @Test func `cut-off workbooks are refused at every length`() {
        let whole = HTCDSWriter.xlsx([["prs_FirstName": .text("Ama")]])
        for length in stride(from: 2, to: whole.count, by: 97) { #expect(error(Array(whole[..<length])) != nil) }
        #expect(error(whole) == nil)
    }

    @Test func `a gigabyte of zeros is refused in no time and little memory`() throws {
        // Deflate packs zeros a thousandfold; 64 MiB of them stand for the gigabyte.
        let zeros = HandMade.zip([("xl/workbook.xml", String(repeating: "\0", count: 64 << 20))])
        let refused = try #require(error(zeros))
        #expect([.bomb, .brokenXML(part: "xl/workbook.xml", line: 1)].contains(refused))
        let spaces = "<row r='1'>" + String(repeating: " ", count: 64 << 20) + "</row>"
        #expect(error(HandMade.workbook(rows: spaces)) == .bomb)
    }

    @Test func `DOCTYPE is refused in workbooks and submissions`() {
        let sheet = HandMade.workbook(rows: "", prefix: "<!DOCTYPE x [<!ENTITY a 'b'>]>")
        #expect(error(sheet) == .doctype(part: "xl/worksheets/sheet1.xml"))
        #expect(
            error(
                csv(
                    "<?xml version=\"1.0\"?><!DOCTYPE data [<!ENTITY a \"aa\">]><data id='x'><prs_First_Name>"
                        + "&a;</prs_First_Name></data>"
                )) == .doctype(part: "The submission"))
    }

    @Test func `pre-numbered empty rows are no cases`() throws {
        let rows =
            HandMade.row(1, ["", "prs_FirstName"])
            + (2...1_001).map {
                "<row r='\($0)'><c r='A\($0)'><v>\($0 - 1)</v></c>"
                    + "\($0 == 7 ? "<c r='B7' t='inlineStr'><is><t>Ama</t></is></c>" : "")</row>"
            }.joined()
        let reading = try HTCDSReader.read(HandMade.workbook(rows: rows))
        #expect(reading.rows.map(\.row) == [7])
        #expect(reading.emptyRows == 999)
        #expect(reading.rows[0].leftovers.isEmpty)
    }

    @Test func `merged cells, formulas and errors are said`() throws {
        let rows =
            HandMade.row(1, ["prs_FirstName", "prs_SecondName", "cas_Status"])
            + "<row r='2'><c r='A2' t='str'><f>\"A\"&amp;\"ma\"</f><v>Ama</v></c><c r='B2' t='str'><f>cmd|' /C "
            + "calc'!A0</f></c><c r='C2' t='e'><v>#REF!</v></c></row>"
        let reading = try HTCDSReader.read(
            HandMade.workbook(
                rows: rows, after: "<mergeCells><mergeCell ref='A2:A5'/><mergeCell ref='A1:C1'/></mergeCells>"))
        #expect(reading.rows[0].values == ["prs_FirstName": .text("Ama")])
        #expect(reading.rows[0].leftovers.map(\.text) == ["=cmd|' /C calc'!A0", "#REF!"])
        #expect(Set(reading.codes()) == ["formula-without-value", "error-cell", "merged-cells"])
        #expect(reading.rows[0].isDraft)
    }

    @Test func `a formula's text typed as text stays text, out and back`() throws {
        let evil: [FieldName: Value] = [
            "prs_FirstName": .text("=cmd|' /C calc'!A0"), "prs_SecondName": .text("@SUM(1)"),
            "prs_MobilePhone": .text("+94771234567"),
        ]
        let book = HTCDSWriter.xlsx([evil])
        #expect(try HTCDSReader.read(book).rows[0].values == evil)
        let cells = try HandMade.rows(of: book)[2].cells
        #expect(!cells.contains { if case .formula = $0.value { true } else { false } })
        let text = String(decoding: HTCDSWriter.csv([evil]), as: UTF8.self)
        #expect(text.contains("'=cmd|") && text.contains("'@SUM") && text.contains(",+94771234567,"))
        #expect(try HTCDSReader.read(csv(text)).rows[0].values == evil)
    }

    @Test func `a date cell as text, as number, and in both systems`() throws {
        for is1904 in [false, true] {
            let serial = is1904 ? 35_064 : 36_526
            let rows =
                HandMade.row(1, ["prs_FirstName", "prs_Birthdate", "hte_Date", "spl_PlannedEndDate"])
                + HandMade.row(
                    2, ["Ama", "", "", "2000-01-01"],
                    more: "<c r='B2' s='1'><v>\(serial)</v></c><c r='C2'><v>\(serial)</v></c>")
            let reading = try HTCDSReader.read(
                HandMade.workbook(
                    rows: rows, styles: "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>", date1904: is1904))
            let day: Value = .date(PartialDate("2000-01-01")!)
            #expect(reading.rows[0].values["prs_Birthdate"] == day)
            #expect(reading.rows[0].values["hte_Date"] == day)
            #expect(reading.rows[0].values["spl_PlannedEndDate"] == day)
        }
    }

    @Test func `names of every script come through unchanged`() throws {
        let names = [
            "සුනිල්", "கண்ணன்", "Nguyễn Thị Ánh", "محمد‌علی", "Zoë\u{200D}", "👩‍👧 Ama", "李", "NULL", "True", "0042",
            "Line\nBreak",
        ]
        let rows: [[FieldName: Value]] = names.map { ["prs_FirstName": .text($0), "prs_Citizenship": .codes(["NA"])] }
        for bytes in [
            HTCDSWriter.csv(rows), HTCDSWriter.json(rows), HTCDSWriter.xlsx(rows),
            HTCDSWriter.xlsx(rows, template: .multi),
        ] {
            #expect(try HTCDSReader.read(bytes).rows.map(\.values) == rows)
        }
    }

    /// Whatever the bytes, reading ends with rows or an error.
    @Test func `ten thousand damaged files crash nothing`() {
        let row: [FieldName: Value] = [
            "prs_FirstName": .text("Ama"), "prs_Birthdate": .date(PartialDate("1998-05-12")!),
            "prs_Citizenship": .codes(["GH", "NA"]),
        ]
        let inner = HandMade.row(1, ["prs_FirstName", "prs_Birthdate"]) + HandMade.row(2, ["Ama", "1998"])
        let seeds = [
            HTCDSWriter.xlsx([row]), HTCDSWriter.csv([row]), HTCDSWriter.json([row]),
            HTCDSWriter.xformSubmission(row, instanceID: "uuid:1"),
            HandMade.workbook(rows: inner, shared: "<si><t>a</t></si>"),
        ]
        var state: UInt64 = 2_026
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        for turn in 0..<10_000 {
            var bytes = seeds[turn % seeds.count]
            for _ in 0...random(4) {
                switch random(4) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.removeSubrange(random(bytes.count)...)
                case 2:
                    bytes.insert(
                        contentsOf: [UInt8](repeating: UInt8(random(256)), count: random(9)),
                        at: random(bytes.count + 1))
                default: bytes[random(bytes.count)] ^= UInt8(1 << random(8))
                }
                if bytes.isEmpty { break }
            }
            _ = try? HTCDSReader.read(bytes)
        }
    }
}
