// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

extension Record {
    /// What is left of the record when some classes are shown through a mask.
    func masked(_ masks: [FieldClass: MaskKind], under codebook: Codebook) -> Record {
        let goesBy: FieldName = self["wh_PreferredName"] == nil ? "prs_FirstName" : "wh_PreferredName"
        let left = entries.compactMap { entry -> Record.Entry? in
            guard let fieldClass = codebook[entry.name]?.fieldClass, let mask = masks[fieldClass] else { return entry }
            switch mask {
            case .minimum: return entry.minimum
            case .firstName: return entry.name == goesBy ? entry : nil
            case .contact: return entry.lastTwo
            }
        }
        return Record(stored: kind, entries: left, links: links)
    }
}

extension Record {
    /// What is left of the record in some classes: what a share of these classes gives. Not checked again: a part need
    /// not be one that could be registered.
    package func keeping(_ classes: Set<FieldClass>, under codebook: Codebook) -> Record {
        let left = entries.filter { entry in codebook[entry.name].map { classes.contains($0.fieldClass) } ?? false }
        return Record(stored: kind, entries: left, links: links)
    }
}

extension Record.Entry {
    private static let minimumFields: Set<FieldName> = [
        "prs_Gender", "wh_StatedAge", "prs_PrimaryLanguage", "prs_SecondaryLanguage",
    ]

    /// Gender, age and languages; of the date of birth the year.
    fileprivate var minimum: Record.Entry? {
        if name == "prs_Birthdate", case .date(let date) = value { return .init(name, .date(date.yearOnly)) }
        return Self.minimumFields.contains(name) ? self : nil
    }

    /// That there is something, and how it ends.
    fileprivate var lastTwo: Record.Entry? {
        guard case .text(let text) = value else { return nil }
        return .init(name, .text("…" + text.suffix(text.count > 4 ? 2 : 0)))
    }
}
