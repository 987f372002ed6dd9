// SPDX-License-Identifier: Apache-2.0

import Standard

/// Lays rows out as one of the official workbooks.
struct TemplateWriter {
    private let rows: [[FieldName: Value]]
    private let template: Template
    private let fields: [Field]
    private let lists: [String: DropdownList]

    init(rows: [[FieldName: Value]], template: Template, codebook: Codebook) {
        self.rows = rows
        self.template = template
        let layout = TemplateLayout.fields
        var used: Set<FieldName> = []
        for row in rows { used.formUnion(row.keys) }
        used.subtract(layout)
        fields = layout.compactMap { codebook[$0] } + codebook.fields.filter { used.contains($0.name) }
        var lists: [String: DropdownList] = [:]
        for field in fields {
            if case .picklist(let id, _) = field.kind, let picklist = codebook.picklists[id] {
                lists[id] = DropdownList(picklist)
            }
        }
        self.lists = lists
    }

    func write() -> [UInt8] {
        var cases = XLSXWriter.Sheet(name: template == .plain ? "Sheet1" : "Case Sheet")
        cases.frozenRows = 2
        cases.widths = [6] + fields.map { max(14, min(28, $0.label.count)) }
        cases.add([nil] + fields.map { .text($0.name.rawValue) }, isHidden: true)
        cases.add([nil] + fields.map { .header($0.label) })
        for (index, row) in rows.enumerated() {
            cases.add(
                [.number(Double(index + 1))]
                    + fields.map { field in row[field.name].flatMap { content($0, of: field) } })
        }
        if template == .plain { return XLSXWriter.write([cases]) }
        let ids = listIDs
        cases.lists = rules(ids)
        return XLSXWriter.write([cases, validation(ids)])
    }

    private func content(_ value: Value, of field: Field) -> XLSXWriter.Content? {
        switch value {
        case .text(let text): text.isEmpty ? nil : .text(text)
        case .number(let number): .number(number)
        case .flag(let flag): .flag(flag)
        case .absent(let absence): .text(PlainWords.marker(of: absence))
        case .date(let date):
            if !date.isApproximate, let day = ExcelDate.serial(date) { .day(day) } else { .text(date.description) }
        case .codes(let codes): codes.isEmpty ? nil : .text(spelled(codes, of: field))
        }
    }

    private func spelled(_ codes: [String], of field: Field) -> String {
        guard case .picklist(let id, _) = field.kind, let list = lists[id] else { return codes.joined(separator: "; ") }
        return codes.map { list.spelling[$0] ?? $0 }.joined(separator: "; ")
    }

    /// The lists in the order of their first field.
    private var listIDs: [String] {
        var ids: [String] = []
        for field in fields { if case .picklist(let id, _) = field.kind, !ids.contains(id) { ids.append(id) } }
        return ids
    }

    private func rules(_ ids: [String]) -> [XLSXWriter.ListRule] {
        fields.enumerated().compactMap { index, field in
            guard case .picklist(let id, let multiple) = field.kind, let at = ids.firstIndex(of: id),
                let list = lists[id]
            else { return nil }
            let letters = ColumnLetters.of(at + 1)
            let source = "validation!$\(letters)$4:$\(letters)$\(list.texts.count + 3)"
            return .init(column: index + 1, from: 3, source: source, allowsOthers: multiple && template == .multi)
        }
    }

    /// As in the official workbooks: a title in row 1, headings in row 3, the values from row 4 on, from column B.
    private func validation(_ ids: [String]) -> XLSXWriter.Sheet {
        var sheet = XLSXWriter.Sheet(name: "validation")
        let columns = ids.compactMap { lists[$0] }
        sheet.add([.header("Validation Lookups")])
        sheet.add([])
        sheet.add([nil] + ids.map { id in .header(fields.first { $0.kind.picklistID == id }?.label ?? id) })
        for row in 0..<(columns.map(\.texts.count).max() ?? 0) {
            sheet.add([nil] + columns.map { row < $0.texts.count ? .text($0.texts[row]) : nil })
        }
        return sheet
    }
}

/// One picklist as a dropdown shows it.
private struct DropdownList {
    let texts: [String]
    /// Value name → what is written for it.
    let spelling: [String: String]

    init(_ picklist: Picklist) {
        var spelling: [String: String] = [:]
        // A label that means another value, or none, is not written: the name always reads back.
        for value in picklist.values {
            spelling[value.name] =
                picklist.resolve(value.templateLabel) == value.name ? value.templateLabel : value.name
        }
        self.spelling = spelling
        texts = picklist.values.map { spelling[$0.name] ?? $0.name }
    }
}

extension FieldKind {
    var picklistID: String? { if case .picklist(let id, _) = self { id } else { nil } }
}
