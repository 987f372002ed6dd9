// SPDX-License-Identifier: Apache-2.0

import Standard

/// Which coded field says which fact, and the other way about: data, not code.
public struct FieldMapping: Sendable {
    /// One line: a value of a field, and the facts that it shows.
    struct Rule: Sendable, Hashable {
        let field: FieldName
        /// A value of the field's list, `TRUE` or `FALSE`; nil for any value.
        let code: String?
        let yes: [AtomID]
        let no: [AtomID]
        /// Only when the person was certainly younger than this.
        let ifBelow: Int?
        /// The facts that are written back as this value.
        let back: [AtomID]
        /// Why it shows nothing, in words.
        let why: String?
    }
    struct Gap: Sendable, Hashable {
        let field: FieldName
        let asks: String
    }

    let rules: [Rule]
    let gaps: [Gap]
    let byField: [FieldName: [Rule]]

    /// The mapping of this program. Compiled in, read on first use.
    public static let current: FieldMapping = {
        do {
            return try FieldMapping(
                reading: BuiltIn.mapping, file: "mapping.json", catalogue: .current, under: .current)
        } catch {
            preconditionFailure("The mapping that is compiled in cannot be read: \(error)")
        }
    }()

    /// The fields that say something of facts, sorted.
    public var fields: [FieldName] { byField.keys.sorted() }

    init(
        reading bytes: [UInt8], file: String, catalogue: AtomCatalogue, under codebook: Codebook
    ) throws(DataRefused) {
        let data = try DataReader.root(bytes, file: file)
        rules = data.list("rules").map { Self.rule($0, catalogue, codebook) }
        gaps = data.list("gaps").map { item in
            let gap = Gap(field: Self.field(item, codebook), asks: item.text("asks"))
            item.close()
            return gap
        }
        byField = Dictionary(grouping: rules, by: \.field)
        data.close()
        try data.finish()
    }

    private static func field(_ item: DataReader, _ codebook: Codebook) -> FieldName {
        let name = FieldName(item.text("field"))
        if codebook[name] == nil { item.report("the codebook has no field “\(name)”") }
        return name
    }

    private static func rule(_ item: DataReader, _ catalogue: AtomCatalogue, _ codebook: Codebook) -> Rule {
        func atoms(_ name: String) -> [AtomID] {
            let ids = item.texts(name).map { AtomID($0) }
            for id in ids where catalogue[id] == nil { item.report("there is no atom “\(id)”") }
            return ids
        }
        let name = field(item, codebook)
        let code = item.optionalText("code")
        if let code, let field = codebook[name] {
            let known = codebook.picklist(of: field)?.names ?? ["TRUE", "FALSE"]
            if !known.contains(code) { item.report("“\(name)” has no value “\(code)”") }
        }
        let rule = Rule(
            field: name, code: code, yes: atoms("yes"), no: atoms("no"), ifBelow: item.whole("ifBelow", in: 1...120),
            back: atoms("back"), why: item.optionalText("why"))
        if rule.yes.isEmpty, rule.no.isEmpty, rule.why == nil { item.report("it shows nothing, and does not say why") }
        item.close()
        return rule
    }
}
