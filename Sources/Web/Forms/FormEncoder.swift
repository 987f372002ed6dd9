// SPDX-License-Identifier: Apache-2.0

import Standard

/// Writes values of the codebook as a form's inputs, so that `FormDecoder` reads the same values back.
public struct FormEncoder: Sendable {
    public let codebook: Codebook
    public let words: Words

    public init(_ context: PageContext) {
        codebook = context.codebook
        words = context.words
    }

    /// The inputs of all values, by field name.
    public func encode(_ values: [FieldName: Value]) -> FormPairs {
        var pairs = FormPairs()
        for name in values.keys.sorted() { encode(values[name]!, of: name, into: &pairs) }
        return pairs
    }

    private func encode(_ value: Value, of name: FieldName, into pairs: inout FormPairs) {
        guard let field = codebook[name] else { return }
        let shape = FieldShape(field, codebook: codebook)
        switch value {
        case .absent(let absence) where shape.absenceIsAChoice: pairs.append(name.rawValue, InputName.choice(absence))
        case .absent(let absence): pairs.append(InputName.absent(name), absence.rawValue)
        case .date(let date): encode(date, of: name, into: &pairs)
        case .flag(let flag): pairs.append(name.rawValue, flag ? "yes" : "no")
        case .codes(let codes):
            for code in codes { pairs.append(name.rawValue, typed(code, shape)) }
        case .text(let text): pairs.append(name.rawValue, text)
        case .number(let number): pairs.append(name.rawValue, Value.canonical(number))
        }
    }

    private func encode(_ date: PartialDate, of name: FieldName, into pairs: inout FormPairs) {
        if let day = date.day { pairs.append(InputName.part(name, "day"), String(day)) }
        if let month = date.month { pairs.append(InputName.part(name, "month"), String(month)) }
        pairs.append(InputName.part(name, "year"), String(date.description.prefix(4)))
        if date.isApproximate { pairs.append(InputName.part(name, "about"), "yes") }
    }

    /// What stands in the box for a code: its label where people type labels, unless two codes share it.
    private func typed(_ code: String, _ shape: FieldShape) -> String {
        guard case .complete(let list, _) = shape, let value = list[code] else { return code }
        let label = words.label(of: value, in: list)
        let alike = list.values.filter { words.label(of: $0, in: list).lowercased() == label.lowercased() }
        return alike.count == 1 && list[label] == nil ? label : code
    }
}
