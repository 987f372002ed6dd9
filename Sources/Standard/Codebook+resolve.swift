// SPDX-License-Identifier: Apache-2.0

extension Codebook {
    /// The field that a column's name means: its exact name, a name that the standard's own files use in its place
    /// (`prs_First_Name`), or the same letters in another case or with other `_`, `-` and spaces. Nil when none.
    ///
    /// A name without its prefix is no field name; see `resolve(label:in:)`. Cost: below a microsecond.
    public func resolve(fieldName text: String) -> FieldName? {
        if let field = self[FieldName(text)] { return field.name }
        return aliases[text] ?? nameIndex[Spelling.fold(text)]
    }

    /// The field that a column's visible label means, when only one can be meant. Case, spaces and punctuation do not
    /// matter.
    ///
    /// Labels of the official workbooks' columns mean what they mean there (`Status` is the case's). Any other label
    /// must belong to one field and not be the tail of another's label: `Phone` alone is nil, for it may be the mobile
    /// or the home phone. Labels of parts that stand beside a case many times (`City` of an event, `Purpose` of a
    /// consent) are too bare to mean anything without their section.
    ///
    /// - Parameter section: looks in this part of the record only, where `City` may well be clear.
    public func resolve(label text: String, in section: Section? = nil) -> FieldName? {
        let folded = Spelling.fold(text)
        if folded.isEmpty { return nil }
        if let section {
            let found = fields(in: section).filter { Spelling.fold($0.label) == folded }
            return found.count == 1 ? found[0].name : nil
        }
        return labelIndex[folded]
    }

    /// The field whose name, label or everyday word is nearest to `text`: at most one edit in four characters. Nil when
    /// nothing is near. For proposals: the person decides. Cost: well below a millisecond.
    public func nearestField(to text: String) -> FieldName? {
        if let name = resolve(fieldName: text) ?? resolve(label: text) { return name }
        var candidates: [(FieldName, [String])] = fields.map { field in
            let bare = field.name.rawValue.split(separator: "_", maxSplits: 1).last.map(String.init) ?? ""
            return (field.name, [field.name.rawValue, bare, field.label])
        }
        candidates += synonyms.sorted { $0.key < $1.key }.map { ($1, [$0]) }
        return Spelling.nearest(to: text, among: candidates, minimumLength: 3)
    }

    /// Folded field names; those that fold alike are left out.
    static func nameIndex(of fields: [Field], aliases: [String: FieldName]) -> [String: FieldName] {
        var index = Dictionary(
            fields.map { (Spelling.fold($0.name.rawValue), $0.name) }, uniquingKeysWith: { first, _ in first })
        for (alias, name) in aliases where index[Spelling.fold(alias)] == nil { index[Spelling.fold(alias)] = name }
        return index
    }

    /// Folded labels that mean one field, see `resolve(label:in:)`.
    static func labelIndex(of fields: [Field], template: [String: FieldName]) -> [String: FieldName] {
        let barelyLabelled = fields.filter { field in
            field.section == .event || !field.section.isFlat
                || !field.isStandard && [.referral, .comment, .consent, .assessment].contains(field.section)
        }.map(\.name)
        // What a flat row never holds is no rival of what it may.
        let labels = fields.filter(\.section.isFlat).map { (Spelling.fold($0.label), $0.name) }
        var index: [String: FieldName] = [:]
        for (label, name) in labels {
            if barelyLabelled.contains(where: { $0 == name }) { continue }
            // Tails are compared folded: "city" ends "mailingcity".
            if labels.contains(where: { $0.1 != name && $0.0.hasSuffix(label) }) { continue }
            index[label] = name
        }
        for (label, name) in template { index[Spelling.fold(label)] = name }
        return index
    }
}
