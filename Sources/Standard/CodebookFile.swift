// SPDX-License-Identifier: Apache-2.0

/// The codebook as `Scripts/make-codebook.py` writes it: one JSON object, compiled in.
struct CodebookFile: Decodable {
    let version: String
    let standard: String
    let fields: [FieldRow]
    let picklists: [String: [ValueRow]]
    let aliases: [String: String]
    /// Visible labels of the official workbooks' case sheet → field name.
    let template: [String: String]
    /// Words at the head of a column → field name, proposed only.
    let synonyms: [String: String]

    struct FieldRow: Decodable {
        let name: String
        let section: Section
        let type: String
        let kind: String
        let label: String
        let definition: String
        let core: Bool
        let status: Field.Status
        let `class`: FieldClass
        let role: IdentificationRole
        let picklist: String?
        let multiple: Bool?
        let downgrade: DowngradeRow?
    }

    struct ValueRow: Decodable {
        let name: String
        let label: String
        let template: String?
        let definition: String?
        let codes: [String]?
        let also: [String]?
        let downgrade: DowngradeRow?
    }

    struct DowngradeRow: Decodable {
        let dropped: String?
        let to: String?
        let value: String?
    }
}

extension Codebook {
    /// The codebook that a file describes. The file is our own: a row that makes no sense is our mistake.
    init(_ file: CodebookFile) {
        self.init(
            fields: file.fields.map(Field.init),
            picklists: .init(
                uniqueKeysWithValues: file.picklists.map { id, rows in
                    (id, Picklist(id: id, values: rows.map(PicklistValue.init)))
                }),
            aliases: file.aliases.mapValues { FieldName($0) },
            templateLabels: file.template.mapValues { FieldName($0) },
            synonyms: file.synonyms.mapValues { FieldName($0) },
            version: file.version, standard: file.standard)
    }
}

extension Field {
    init(_ row: CodebookFile.FieldRow) {
        self.init(
            name: FieldName(row.name), section: row.section, kind: FieldKind(row), label: row.label,
            definition: row.definition, isCore: row.core, status: row.status, fieldClass: row.class, role: row.role,
            downgrade: row.downgrade.map(Downgrade.init), standardType: row.type)
    }
}

extension FieldKind {
    fileprivate init(_ row: CodebookFile.FieldRow) {
        switch row.kind {
        case "text": self = .text
        case "longText": self = .longText
        case "date": self = .date
        case "whole": self = .number(whole: true)
        case "number": self = .number(whole: false)
        case "latitude": self = .latitude
        case "longitude": self = .longitude
        case "checkbox": self = .checkbox
        case "picklist": self = .picklist(row.picklist!, multiple: row.multiple!)
        default:
            let lookup = row.kind.hasPrefix("lookup:") ? Lookup(rawValue: String(row.kind.dropFirst(7))) : nil
            precondition(lookup != nil, "codebook.json holds a kind that nobody knows: \(row.kind)")
            self = .lookup(lookup!)
        }
    }
}

extension PicklistValue {
    fileprivate init(_ row: CodebookFile.ValueRow) {
        self.init(
            name: row.name, label: row.label, templateLabel: row.template, definition: row.definition ?? "",
            downgrade: row.downgrade.map(Downgrade.init), codes: row.codes ?? [], spellings: row.also ?? [])
    }
}

extension Downgrade {
    fileprivate init(_ row: CodebookFile.DowngradeRow) {
        if let to = row.to { self = .to(FieldName(to), value: row.value) } else { self = .dropped(row.dropped!) }
    }
}
