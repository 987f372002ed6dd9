// SPDX-License-Identifier: Apache-2.0

import Standard

/// The codebook as JSON for programs.
struct CodebookDocument: Encodable {
    struct Row: Encodable {
        let name: FieldName
        let section: Section
        let label: String
        let definition: String
        let isCore: Bool
        let status: Field.Status
        let fieldClass: FieldClass
        let role: IdentificationRole
        let picklist: String?
        let multiple: Bool
    }
    struct Entry: Encodable {
        let name: String
        let label: String
    }
    let fields: [Row]
    let picklists: [String: [Entry]]

    init(_ codebook: Codebook) {
        fields = codebook.fields.map { field in
            var list: (String, Bool)?
            if case .picklist(let id, let multiple) = field.kind { list = (id, multiple) }
            return Row(
                name: field.name, section: field.section, label: field.label, definition: field.definition,
                isCore: field.isCore,
                status: field.status, fieldClass: field.fieldClass, role: field.role, picklist: list?.0,
                multiple: list?.1 ?? false)
        }
        picklists = codebook.picklists.mapValues { list in list.values.map { Entry(name: $0.name, label: $0.label) } }
    }
}
