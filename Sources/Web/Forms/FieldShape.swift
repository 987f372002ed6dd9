// SPDX-License-Identifier: Apache-2.0

import Standard

/// How a field is asked on a screen, decided by the codebook alone.
enum FieldShape: Sendable {
    case line, paragraph, date
    case number(whole: Bool)
    case yesNo
    /// All choices in sight; absence is one of them.
    case radios(Picklist)
    /// A closed list that opens; absence is one of them.
    case select(Picklist)
    /// Tick boxes, several.
    case ticks(Picklist)
    /// A box that completes what is typed, for lists too long to show; several boxes when several may be chosen.
    case complete(Picklist, several: Bool)

    /// Most choices that are shown at once for a single answer.
    static let radiosMax = 8
    /// Most choices in a list that opens, or as tick boxes.
    static let shownMax = 40

    init(_ field: Field, codebook: Codebook) {
        switch field.kind {
        case .text, .lookup: self = .line
        case .longText: self = .paragraph
        case .date: self = .date
        case .number(let whole): self = .number(whole: whole)
        case .latitude, .longitude: self = .number(whole: false)
        case .checkbox: self = .yesNo
        case .picklist(_, let several):
            guard let list = codebook.picklist(of: field) else {
                self = .line
                return
            }
            if list.values.count > Self.shownMax {
                self = .complete(list, several: several)
            } else if several {
                self = .ticks(list)
            } else {
                self = list.values.count > Self.radiosMax ? .select(list) : .radios(list)
            }
        }
    }

    /// True when the reason for having no answer is one of the choices, rather than a question of its own.
    var absenceIsAChoice: Bool {
        switch self {
        case .yesNo, .radios, .select: true
        default: false
        }
    }
}

/// The names of a field's inputs in a form.
enum InputName {
    static func id(_ field: FieldName, _ part: String = "") -> String { "f-\(field)\(part.isEmpty ? "" : "-\(part)")" }
    static func part(_ field: FieldName, _ part: String) -> String { "\(field).\(part)" }
    static func absent(_ field: FieldName) -> String { part(field, "absent") }
    /// How an absence stands among the choices of one input.
    static func choice(_ absence: Absence) -> String { "?\(absence.rawValue)" }
    static func absence(choice: String) -> Absence? {
        choice.hasPrefix("?") ? Absence(rawValue: String(choice.dropFirst())) : nil
    }
}

extension Words {
    /// What the field is called, in this language when the catalogue has it.
    func label(of field: Field) -> String { self[ifPresent: "label.\(field.name)"] ?? field.label }
    /// What the value is called.
    func label(of value: PicklistValue, in list: Picklist) -> String {
        self[ifPresent: "value.\(list.id).\(value.name)"] ?? value.label
    }
    /// The field as a question to put to somebody; its label when there is none.
    func question(for field: Field) -> String { self[ifPresent: "question.\(field.name)"] ?? label(of: field) }
    /// What it means.
    func help(for field: Field) -> String { self[ifPresent: "help.\(field.name)"] ?? field.definition }
}
