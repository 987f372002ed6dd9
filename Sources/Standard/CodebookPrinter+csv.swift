// SPDX-License-Identifier: Apache-2.0

extension CodebookPrinter {
    /// One table (RFC 4180, UTF-8, CRLF): a row for every field, then a row for every value of every list.
    ///
    /// Columns: `what` (`field` or `value`), `picklist`, `name`, `label`, `definition`, `section`, `type`, `kind`,
    /// `multiple`, `core`, `status`, `class`, `role`, `downgrade`. Rows of values leave what only fields have empty;
    /// lists stand in the order of their ids.
    public static func csv(_ codebook: Codebook) -> String {
        var rows = [
            [
                "what", "picklist", "name", "label", "definition", "section", "type", "kind", "multiple", "core",
                "status",
                "class", "role", "downgrade",
            ]
        ]
        rows += codebook.fields.map(row)
        for id in codebook.picklists.keys.sorted() {
            rows += codebook.picklists[id]!.values.map { value in
                ["value", id, value.name, value.label, value.definition]
                    + [String](repeating: "", count: 8) + [value.downgrade?.words ?? ""]
            }
        }
        return rows.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func row(of field: Field) -> [String] {
        [
            "field", field.picklistID ?? "", field.name.rawValue, field.label, field.definition, field.section.rawValue,
            field.standardType, field.kind.code, field.isMultiple ? "TRUE" : "FALSE", field.isCore ? "TRUE" : "FALSE",
            field.status.rawValue, field.fieldClass.rawValue, field.role.rawValue, field.downgrade?.words ?? "",
        ]
    }

    private static func quoted(_ cell: String) -> String {
        let needs = cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
        if !needs { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
