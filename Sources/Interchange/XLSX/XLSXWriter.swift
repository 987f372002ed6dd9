// SPDX-License-Identifier: Apache-2.0

import Standard

/// Writes a workbook (ECMA-376, transitional) in memory: nothing of it ever lies on a disk in the clear.
struct XLSXWriter {
    /// Indices into the four cell styles that `styles` declares.
    enum Style: Int {
        case plain, header, date, text
    }

    enum Content {
        /// Always typed as text, so that no program takes it for a formula.
        case text(String)
        case header(String)
        case number(Double)
        /// Day number of the 1900 system.
        case day(Int)
        case flag(Bool)
    }

    /// One sheet, row by row from the top.
    struct Sheet {
        let name: String
        /// Rows that stay in sight when scrolling.
        var frozenRows = 0
        /// In characters.
        var widths: [Int] = []
        var lists: [ListRule] = []
        private(set) var data: [UInt8] = []
        private var row = 0

        init(name: String) { self.name = name }

        /// The next row; nil leaves a cell empty.
        mutating func add(_ cells: [Content?], isHidden: Bool = false) {
            row += 1
            data += Array("<row r=\"\(row)\"\(isHidden ? " hidden=\"1\"" : "")>".utf8)
            for (column, content) in cells.enumerated() {
                if let content { XLSXWriter.append(content, "\(ColumnLetters.of(column))\(row)", to: &data) }
            }
            data += Array("</row>".utf8)
        }
    }

    /// A dropdown: cells of `column` from row `from` on take one of the texts in `source`, such as
    /// `validation!$B$4:$B$9`.
    struct ListRule {
        let column: Int
        let from: Int
        let source: String
        /// True when other texts may be typed, such as several choices with `;` between them.
        let allowsOthers: Bool
    }

    /// The workbook's bytes; equal sheets give equal bytes.
    static func write(_ sheets: [Sheet]) -> [UInt8] {
        var zip = ZipWriter()
        zip.add("[Content_Types].xml", types(sheets.count))
        zip.add("_rels/.rels", relations([("officeDocument", "xl/workbook.xml")]))
        zip.add("xl/workbook.xml", workbook(sheets))
        let parts = sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") } + [("styles", "styles.xml")]
        zip.add("xl/_rels/workbook.xml.rels", relations(parts))
        zip.add("xl/styles.xml", Array(styles.utf8))
        for (index, sheet) in sheets.enumerated() { zip.add("xl/worksheets/sheet\(index + 1).xml", worksheet(sheet)) }
        return zip.finish()
    }

    fileprivate static func append(_ content: Content, _ reference: String, to out: inout [UInt8]) {
        switch content {
        case .text(let text): append(text, reference, SpreadsheetText.isRisky(text) ? .text : .plain, to: &out)
        case .header(let text): append(text, reference, .header, to: &out)
        case .number(let number): out += Array("<c r=\"\(reference)\"><v>\(Value.canonical(number))</v></c>".utf8)
        case .day(let day): out += Array("<c r=\"\(reference)\" s=\"\(Style.date.rawValue)\"><v>\(day)</v></c>".utf8)
        case .flag(let flag): out += Array("<c r=\"\(reference)\" t=\"b\"><v>\(flag ? 1 : 0)</v></c>".utf8)
        }
    }

    private static func append(_ text: String, _ reference: String, _ style: Style, to out: inout [UInt8]) {
        let mark = style == .plain ? "" : " s=\"\(style.rawValue)\""
        out += Array("<c r=\"\(reference)\"\(mark) t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8)
        CellText.encode(text, into: &out)
        out += Array("</t></is></c>".utf8)
    }
}

extension XLSXWriter {
    private static let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    private static func types(_ sheets: Int) -> [UInt8] {
        var text = xml + "<Types xmlns=\"\(package)/content-types\">"
        text += "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        text += "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        text += "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(kind).sheet.main+xml\"/>"
        text += "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(kind).styles+xml\"/>"
        for number in 1...sheets {
            text += "<Override PartName=\"/xl/worksheets/sheet\(number).xml\" ContentType=\"\(kind).worksheet+xml\"/>"
        }
        return Array((text + "</Types>").utf8)
    }

    private static func relations(_ targets: [(type: String, path: String)]) -> [UInt8] {
        var text = xml + "<Relationships xmlns=\"\(package)/relationships\">"
        for (index, target) in targets.enumerated() {
            text += "<Relationship Id=\"rId\(index + 1)\" Type=\"\(office)/\(target.type)\" Target=\"\(target.path)\"/>"
        }
        return Array((text + "</Relationships>").utf8)
    }

    private static func workbook(_ sheets: [Sheet]) -> [UInt8] {
        var out = Array((xml + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>").utf8)
        for (index, sheet) in sheets.enumerated() {
            out += Array("<sheet name=\"".utf8)
            CellText.encode(sheet.name, into: &out)
            out += Array("\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>".utf8)
        }
        return out + Array("</sheets></workbook>".utf8)
    }

    private static let styles =
        xml
        + "<styleSheet xmlns=\"\(main)\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" "
        + "formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
        + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name "
        + "val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
        + "patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
        + "<cellXfs count=\"4\">"
        + "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" "
        + "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>"
        + "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\" "
        + "applyNumberFormat=\"1\"/>"
        + "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
        + "</styleSheet>"

    private static func worksheet(_ sheet: Sheet) -> [UInt8] {
        var text = xml + "<worksheet xmlns=\"\(main)\"><sheetViews><sheetView workbookViewId=\"0\">"
        if sheet.frozenRows > 0 {
            text +=
                "<pane ySplit=\"\(sheet.frozenRows)\" topLeftCell=\"A\(sheet.frozenRows + 1)\" "
                + "activePane=\"bottomLeft\" state=\"frozen\"/>"
        }
        text += "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
        if !sheet.widths.isEmpty {
            let columns = sheet.widths.enumerated().map {
                "<col min=\"\($0 + 1)\" max=\"\($0 + 1)\" width=\"\($1)\" customWidth=\"1\"/>"
            }
            text += "<cols>\(columns.joined())</cols>"
        }
        var out = Array((text + "<sheetData>").utf8)
        out += sheet.data
        return out + Array(("</sheetData>" + validations(sheet.lists) + "</worksheet>").utf8)
    }

    private static func validations(_ rules: [ListRule]) -> String {
        if rules.isEmpty { return "" }
        let each = rules.map { rule in
            let letters = ColumnLetters.of(rule.column)
            return
                "<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" "
                + "showErrorMessage=\"\(rule.allowsOthers ? 0 : 1)\""
                + " sqref=\"\(letters)\(rule.from):\(letters)\(Limits.rows)\"><formula1>\(rule.source)</formula1>"
                + "</dataValidation>"
        }
        return "<dataValidations count=\"\(rules.count)\">\(each.joined())</dataValidations>"
    }
}
