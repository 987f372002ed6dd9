// SPDX-License-Identifier: Apache-2.0

import Standard
import Testing

@testable import Interchange

@Suite struct WorkbookTests {
    private let dateStyles =
        "<numFmts><numFmt numFmtId='170' formatCode='[$-409]d\\-mmm\\-yyyy;@'/></numFmts><cellXfs><xf numFmtId='0'/>"
        + "<xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='4'/></cellXfs>"

    @Test func `cells of every type are read`() throws {
        let bytes = HandMade.workbook(
            rows: """
                <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c>\
                <c r="D2" t="inlineStr"><is><r><t>one </t></r><r><t>two</t></r></is></c>\
                <c r="E2"><v>1.5</v></c><c r="F2" t="b"><v>1</v></c><c r="G2" t="e"><v>#N/A</v></c>\
                <c r="H2" t="str"><f>A1&amp;B1</f><v>sum</v></c>\
                <c r="I2"><f>1+1</f></c><c r="J2" t="d"><v>2001-05-03T00:00:00</v></c><c r="K2" s="1"/></row><row>\
                <c t="inlineStr"><is><t>next</t></is></c><c><v>2</v></c></row>
                """, shared: "<si><t>plain</t></si><si><r><t>ri</t></r><rPh><t>reading</t></rPh><r><t>ch</t></r></si>")
        let rows = try HandMade.rows(of: bytes)
        #expect(rows.map(\.number) == [2, 3])
        let expected: [(Int, CellValue)] = [
            (0, .text("plain")), (2, .text("rich")), (3, .text("one two")), (4, .number(1.5)), (5, .flag(true)),
            (6, .error("#N/A")),
            (7, .text("sum")), (8, .formula("1+1")), (9, .date(PartialDate("2001-05-03")!)),
        ]
        #expect(rows[0].cells.map(\.column) == expected.map(\.0))
        #expect(rows[0].cells.map(\.value) == expected.map(\.1))
        #expect(rows[1].cells.map(\.column) == [0, 1])
    }

    @Test func `dates count from 1900 with its false leap day, or from 1904`() {
        #expect(ExcelDate.date(1, uses1904: false)?.description == "1900-01-01")
        #expect(ExcelDate.date(59, uses1904: false)?.description == "1900-02-28")
        #expect(ExcelDate.date(60, uses1904: false) == nil)
        #expect(ExcelDate.date(61, uses1904: false)?.description == "1900-03-01")
        #expect(ExcelDate.date(36_526.75, uses1904: false)?.description == "2000-01-01")
        #expect(ExcelDate.date(35_064, uses1904: true)?.description == "2000-01-01")
        #expect(ExcelDate.date(0, uses1904: true)?.description == "1904-01-01")
        #expect(ExcelDate.date(-1, uses1904: false) == nil)
        #expect(ExcelDate.date(2_958_465, uses1904: false)?.description == "9999-12-31")
        for text in ["1900-03-01", "1999-12-31", "2000-02-29", "2026-11-21", "9999-12-31"] {
            let serial = ExcelDate.serial(PartialDate(text)!)!
            #expect(ExcelDate.date(Double(serial), uses1904: false)?.description == text)
        }
    }

    @Test(arguments: [false, true])
    func `a number is a date when its style says so, in both systems`(is1904: Bool) throws {
        let bytes = HandMade.workbook(
            rows:
                "<row r='1'><c r='A1' s='1'><v>40000</v></c><c r='B1' s='2'><v>40000</v></c><c r='C1' s='3'><v>"
                + "40000</v></c></row>",
            styles: dateStyles, date1904: is1904)
        let cells = try HandMade.rows(of: bytes)[0].cells.map(\.value)
        let day = PartialDate(is1904 ? "2013-07-07" : "2009-07-06")!
        #expect(cells == [.date(day), .date(day), .number(40_000)])
    }

    @Test(arguments: [
        ("yyyy-mm-dd", true), ("mm/yy", true), ("mmm", true), ("[h]:mm", false), ("h:mm", false),
        ("0.00\" days\"", false),
        ("General", false), ("#,##0 [$dkk]", false), ("\\d0", false), ("0;d", false),
    ])
    func `format codes that show a day are told from others`(code: String, shows: Bool) {
        #expect(StylesPart.showsDate(code) == shows)
    }

    @Test func `escapes of control characters are undone and made again`() {
        for text in ["a_x000D_b", "_x0041_", "a\rb\u{1}c", "_x005F_", "__x0041_x0042_", "plain", "_x00zz_", "é\n\t_"] {
            var out: [UInt8] = []
            CellText.encode(text, into: &out)
            #expect(CellText.decode(out) == text.replacing("&amp;", with: "&"))
        }
        #expect(CellText.decode(Array("a_x000D_b".utf8)) == "a\rb")
    }

    @Test func `columns beyond those of a spreadsheet are refused`() {
        let bytes = HandMade.workbook(rows: "<row r='1'><c r='XFE1'><v>1</v></c></row>")
        #expect(throws: InterchangeError.overLimit(what: "columns", limit: 16_384)) { try HandMade.rows(of: bytes) }
        let last = HandMade.workbook(rows: "<row r='1'><c r='XFD1'><v>1</v></c></row>")
        #expect(try! HandMade.rows(of: last)[0].cells[0].column == 16_383)
        #expect(ColumnLetters.of(16_383) == "XFD")
        #expect(ColumnLetters.column("XFD") == 16_383)
    }

    @Test func `prefixes on every element and the strict namespaces make no difference`() throws {
        let rel = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        let bytes = HandMade.zip([
            (
                "_rels/.rels",
                "<Relationships><Relationship Id='a' Type='\(rel)/officeDocument' Target='xl/workbook.xml'/>"
                    + "</Relationships>"
            ),
            (
                "xl/workbook.xml",
                "<x:workbook xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main' xmlns:r='\(rel)'><x:sheets>"
                    + "<x:sheet name='S' sheetId='1' r:id='q'/></x:sheets></x:workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id='q' Type='\(rel)/worksheet' Target='../xl/worksheets/./s.xml'/>"
                    + "</Relationships>"
            ),
            (
                "xl/worksheets/s.xml",
                "<x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData><x:row r='1'>"
                    + "<x:c r='B1'><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"
            ),
        ])
        #expect(try HandMade.rows(of: bytes)[0].cells[0].value == .number(7))
    }
}
