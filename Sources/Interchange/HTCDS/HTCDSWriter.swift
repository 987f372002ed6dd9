// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard

/// Writes rows as HTCDS files in memory. Reading the file again gives the same values.
///
/// Our own fields (`wh_`) are written only when asked for; without them a row should first go through
/// `Codebook.strictHTCDS`.
public enum HTCDSWriter {
    /// HTCDS CSV: UTF-8, a header of field names, one row a victim in a case, value names joined by `;`, ISO dates, LF.
    ///
    /// - Parameter fields: the columns; the standard's 84 in its order by default. An absent value is an empty field.
    public static func csv(
        _ rows: some Sequence<[FieldName: Value]>, fields: [FieldName]? = nil, codebook: Codebook = .current
    ) -> [UInt8] {
        let fields = fields ?? codebook.standardFields.map(\.name)
        var writer = CSVWriter()
        writer.add(fields.map(\.rawValue))
        for row in rows { writer.add(fields.lazy.map { row[$0]?.canonicalText ?? "" }) }
        return writer.bytes
    }

    /// HTCDS JSON: `{"standard": "HTCDS", "version": "2.0", "rows": [ … ]}`.
    ///
    /// Texts, single choices and dates (ISO) are strings, several choices lists of value names, checkboxes true or
    /// false, numbers numbers, absent values `{"absent": "declined"}`. Empty fields are left out.
    public static func json(_ rows: some Sequence<[FieldName: Value]>, codebook: Codebook = .current) -> [UInt8] {
        var out = Array("{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"rows\":[".utf8)
        var isFirst = true
        for row in rows {
            out += Array(isFirst ? "\n{".utf8 : ",\n{".utf8)
            isFirst = false
            var isFirstField = true
            for field in codebook.fields {
                guard let value = row[field.name] else { continue }
                if !isFirstField { out.append(UInt8(ascii: ",")) }
                isFirstField = false
                JSONText.append(field.name.rawValue, to: &out)
                out.append(UInt8(ascii: ":"))
                append(value, of: field, to: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
        out += Array("\n]}\n".utf8)
        return out
    }

    private static func append(_ value: Value, of field: Field, to out: inout [UInt8]) {
        switch value {
        case .text, .date: JSONText.append(value.canonicalText, to: &out)
        case .number: out += Array(value.canonicalText.utf8)
        case .flag(let flag): out += Array(flag ? "true".utf8 : "false".utf8)
        case .absent(let absence): out += Array("{\"absent\":\"\(absence.rawValue)\"}".utf8)
        case .codes(let codes):
            if case .picklist(_, false) = field.kind, codes.count == 1 { return JSONText.append(codes[0], to: &out) }
            out.append(UInt8(ascii: "["))
            for (index, code) in codes.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                JSONText.append(code, to: &out)
            }
            out.append(UInt8(ascii: "]"))
        }
    }

    /// A workbook in the official layout, with hidden names and visible labels that agree, and column AJ named.
    ///
    /// Fields beyond the layout's 38 that some row fills follow after column AM. Complete dates are date cells, partial
    /// ones texts; choices are written as the official dropdowns spell them.
    public static func xlsx(_ rows: [[FieldName: Value]], template: Template = .plain, codebook: Codebook = .current)
        -> [UInt8]
    {
        TemplateWriter(rows: rows, template: template, codebook: codebook).write()
    }

    /// One row as a submission of the official form; fields that the form does not ask for are left out.
    ///
    /// - Parameter instanceID: such as `uuid:` and a random UUID; the caller makes it.
    public static func xformSubmission(_ row: [FieldName: Value], instanceID: String) -> [UInt8] {
        let head =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data xmlns:orx=\"http://openrosa.org/xforms\" "
            + "id=\"htcds_xlsform\" version=\"\(TemplateLayout.formVersion)\"><start/><end/>"
        var out = Array(head.utf8)
        for (element, field) in TemplateLayout.form {
            var text = row[field]?.canonicalText ?? ""
            if case .codes(let codes)? = row[field] { text = codes.joined(separator: " ") }
            if text.isEmpty {
                out += Array("<\(element)/>".utf8)
            } else {
                out += Array("<\(element)>".utf8)
                XMLText.append(text, to: &out)
                out += Array("</\(element)>".utf8)
            }
        }
        out += Array("<__version__>\(TemplateLayout.formVersion)</__version__><meta><instanceID>".utf8)
        XMLText.append(instanceID, to: &out)
        return out + Array("</instanceID></meta></data>\n".utf8)
    }
}
