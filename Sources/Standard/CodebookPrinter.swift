// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes a whole codebook for people and programs outside: JSON, CSV, HTML. Pure; each takes a few milliseconds.
public enum CodebookPrinter {
    /// One JSON object, keys sorted, UTF-8, a line feed at its end:
    ///
    /// ```
    /// { "version": "2.0-6", "standard": "HTCDS 2.0 by IOM, CC BY 4.0",
    ///   "fields": [ { "name": "vic_MethodsOfControl", "section": "victim", "type": "Multiselect Picklist",
    ///                 "kind": "picklist", "label": "…", "definition": "…", "core": true, "status": "DRAFT",
    ///                 "class": "F1", "role": "sensitive", "picklist": "methodsOfControl", "multiple": true,
    ///                 "downgrade": null } ],
    ///   "picklists": { "methodsOfControl": [ { "name": "…", "label": "…", "templateLabel": "…", "definition": "…",
    ///                                          "codes": [], "downgrade": null } ] },
    ///   "aliases": { "prs_First_Name": "prs_FirstName" } }
    /// ```
    ///
    /// `kind` is `FieldKind.code`; `picklist` is null and `multiple` false where there is no list; `status` is `DRAFT`,
    /// `DEPRECATED` or `OWN`; `downgrade` is null, `{"dropped": "why"}` or `{"to": "field", "value": "name or null"}`.
    /// Fields and values stand in the codebook's order.
    public static func json(_ codebook: Codebook) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let page = Page(
            version: codebook.version, standard: codebook.standard, fields: codebook.fields.map(FieldRow.init),
            picklists: codebook.picklists.mapValues { $0.values.map(ValueRow.init) },
            aliases: codebook.aliases.mapValues(\.rawValue))
        do {
            return String(decoding: try encoder.encode(page), as: UTF8.self) + "\n"
        } catch {
            // Strings, booleans and arrays of them always encode.
            preconditionFailure("A codebook that is no JSON: \(error)")
        }
    }

    private struct Page: Encodable {
        let version: String
        let standard: String
        let fields: [FieldRow]
        let picklists: [String: [ValueRow]]
        let aliases: [String: String]
    }

    private struct FieldRow: Encodable {
        let field: Field

        init(_ field: Field) { self.field = field }

        enum Key: String, CodingKey {
            case name, section, type, kind, label, definition, core, status, `class`, role, picklist, multiple,
                downgrade
        }

        func encode(to encoder: any Encoder) throws {
            var row = encoder.container(keyedBy: Key.self)
            try row.encode(field.name, forKey: .name)
            try row.encode(field.section, forKey: .section)
            try row.encode(field.standardType, forKey: .type)
            try row.encode(field.kind.code, forKey: .kind)
            try row.encode(field.label, forKey: .label)
            try row.encode(field.definition, forKey: .definition)
            try row.encode(field.isCore, forKey: .core)
            try row.encode(field.status, forKey: .status)
            try row.encode(field.fieldClass, forKey: .class)
            try row.encode(field.role.rawValue, forKey: .role)
            try row.encode(field.picklistID, forKey: .picklist)
            try row.encode(field.isMultiple, forKey: .multiple)
            try row.encode(field.downgrade.map(DowngradeRow.init), forKey: .downgrade)
        }
    }

    private struct ValueRow: Encodable {
        let value: PicklistValue

        init(_ value: PicklistValue) { self.value = value }

        enum Key: String, CodingKey { case name, label, templateLabel, definition, codes, downgrade }

        func encode(to encoder: any Encoder) throws {
            var row = encoder.container(keyedBy: Key.self)
            try row.encode(value.name, forKey: .name)
            try row.encode(value.label, forKey: .label)
            try row.encode(value.templateLabel, forKey: .templateLabel)
            try row.encode(value.definition, forKey: .definition)
            try row.encode(value.codes, forKey: .codes)
            try row.encode(value.downgrade.map(DowngradeRow.init), forKey: .downgrade)
        }
    }

    private struct DowngradeRow: Encodable {
        let downgrade: Downgrade

        init(_ downgrade: Downgrade) { self.downgrade = downgrade }

        enum Key: String, CodingKey { case dropped, to, value }

        func encode(to encoder: any Encoder) throws {
            var row = encoder.container(keyedBy: Key.self)
            switch downgrade {
            case .dropped(let reason): try row.encode(reason, forKey: .dropped)
            case .to(let field, let value):
                try row.encode(field, forKey: .to)
                try row.encode(value, forKey: .value)
            }
        }
    }
}
