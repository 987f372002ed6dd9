// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard

@testable import Interchange

/// Published artefacts beside the repository; nil, and said loudly, where they are not.
enum Shared {
    static func bytes(_ path: String) -> [UInt8]? {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<8 {
            folder.deleteLastPathComponent()
            let file = folder.appendingPathComponent("shared").appendingPathComponent(path)
            if let data = try? Data(contentsOf: file) { return Array(data) }
        }
        FileHandle.standardError.write(Data("NOTE: \(path) is not here; a test that needs it is skipped\n".utf8))
        return nil
    }

    static let workbooks = [
        "HTCDS Excel Spreadsheet v2.0.xlsx", "HTCDS Excel Spreadsheet single select with validation v2.0.xlsx",
        "HTCDS Excel Spreadsheet multi select with validation v2.0.xlsm",
    ]
}

/// Workbooks made by hand, part by part.
enum HandMade {
    static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

    static func zip(_ parts: [(String, String)]) -> [UInt8] {
        var zip = ZipWriter()
        for (name, text) in parts { zip.add(name, Array(text.utf8)) }
        return zip.finish()
    }

    /// A workbook of one sheet from the XML of its rows.
    static func workbook(
        rows: String, after: String = "", shared: String? = nil, styles: String = "", date1904: Bool = false,
        prefix: String = ""
    ) -> [UInt8] {
        let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        var parts = [
            (
                "xl/workbook.xml",
                "\(head)<workbook xmlns:r=\"\(rel)\"><workbookPr date1904=\"\(date1904 ? 1 : 0)\"/><sheets><sheet "
                    + "name=\"Cases\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"r1\" Type=\"\(rel)/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                    + "<Relationship Id=\"r2\" Type=\"\(rel)/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
                    + "<Relationship Id=\"r3\" Type=\"\(rel)/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
            ("xl/worksheets/sheet1.xml", "\(prefix)<worksheet><sheetData>\(rows)</sheetData>\(after)</worksheet>"),
            ("xl/vbaProject.bin", "not looked at"),
        ]
        if let shared { parts.append(("xl/sharedStrings.xml", "<sst>\(shared)</sst>")) }
        if !styles.isEmpty { parts.append(("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>")) }
        return zip(parts)
    }

    /// A row of texts; empty texts leave the cell out.
    static func row(_ number: Int, _ texts: [String], more: String = "") -> String {
        let cells = texts.enumerated().filter { !$1.isEmpty }.map {
            "<c r=\"\(ColumnLetters.of($0))\(number)\" t=\"inlineStr\"><is><t>\($1)</t></is></c>"
        }
        return "<row r=\"\(number)\">\(cells.joined())\(more)</row>"
    }

    static func rows(of workbook: [UInt8]) throws -> [TableRow] {
        let book = try XLSXReader(workbook)
        var rows: [TableRow] = []
        try book.rows(of: book.sheets[0]) {
            rows.append($0)
            return true
        }
        return rows
    }
}

func csv(_ text: String) -> [UInt8] { Array(text.utf8) }

extension ImportReading {
    func codes(_ severity: Finding.Severity? = nil) -> [String] {
        findings.filter { severity == nil || $0.severity == severity }.map(\.code.rawValue)
    }
}
