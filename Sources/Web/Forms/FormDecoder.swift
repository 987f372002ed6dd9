// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Reads what a form sent into values of the codebook.
public struct FormDecoder: Sendable {
    public let codebook: Codebook
    public let words: Words
    /// For "about 17 years old".
    public let today: PartialDate

    public init(_ context: PageContext) {
        codebook = context.codebook
        words = context.words
        today = context.today
    }

    /// What could be read, and a finding for each field that could not; those fields are left out of the values.
    ///
    /// A field whose inputs are all empty has no value. What is typed counts more than a reason for having no answer.
    public func decode(_ pairs: FormPairs, fields: [FieldName]) -> (values: [FieldName: Value], findings: [Finding]) {
        var values: [FieldName: Value] = [:]
        var findings: [Finding] = []
        for name in fields {
            guard let field = codebook[name] else { continue }
            switch read(field, pairs) {
            case .value(let value): values[name] = value
            case .nothing:
                if let absence = pairs[InputName.absent(name)].flatMap(Absence.init) { values[name] = .absent(absence) }
            case .unreadable(let code, let message, let suggestion):
                findings.append(Finding(code, severity: .error, field: name, message, suggestion: suggestion))
            }
        }
        return (values, findings)
    }

    /// The fields of the codebook that a form speaks of, in the codebook's order.
    public func fields(in pairs: FormPairs) -> [FieldName] {
        let named = Set(pairs.pairs.map { pair in FieldName(String(pair.name.prefix { $0 != "." })) })
        return codebook.fields.map(\.name).filter { named.contains($0) }
    }

    enum Reading {
        case value(Value)
        case nothing
        case unreadable(Finding.Code, String, suggestion: String? = nil)
    }

    private func read(_ field: Field, _ pairs: FormPairs) -> Reading {
        let name = field.name.rawValue
        let typed = pairs[name].map(Self.trimmed) ?? ""
        switch FieldShape(field, codebook: codebook) {
        case .line: return typed.isEmpty ? .nothing : .value(.text(typed))
        case .paragraph: return typed.isEmpty ? .nothing : .value(.text(Self.oneLineEnd(typed)))
        case .number(let whole): return typed.isEmpty ? .nothing : number(typed, whole: whole)
        case .date: return DateBoxes(pairs, of: field.name).read(words, today: today)
        case .yesNo:
            if let absence = InputName.absence(choice: typed) { return .value(.absent(absence)) }
            return typed == "yes" ? .value(.flag(true)) : typed == "no" ? .value(.flag(false)) : .nothing
        case .radios(let list), .select(let list):
            if let absence = InputName.absence(choice: typed) { return .value(.absent(absence)) }
            return typed.isEmpty ? .nothing : codes([typed], of: list)
        case .ticks(let list): return codes(pairs.all(name), of: list)
        case .complete(let list, let several):
            return codes(several ? pairs.all(name).map(Self.trimmed) : [typed], of: list)
        }
    }

    private func number(_ typed: String, whole: Bool) -> Reading {
        let plain = DateBoxes.asciiDigits(typed).replacing(",", with: ".")
        guard let number = Double(plain), number.isFinite else {
            return .unreadable(.wrongKind, words["form.error.number"])
        }
        if whole, number < 0 || number.rounded() != number {
            return .unreadable(.outOfRange, words["form.error.whole"])
        }
        return .value(.number(number))
    }

    private func codes(_ typed: [String], of list: Picklist) -> Reading {
        var codes: [String] = []
        for text in typed where !text.isEmpty {
            guard let code = code(text, of: list) else {
                return .unreadable(
                    .unknownValue, words["form.error.choice"],
                    suggestion: list.nearest(to: text).flatMap { list[$0] }.map { words.label(of: $0, in: list) })
            }
            if !codes.contains(code) { codes.append(code) }
        }
        return codes.isEmpty ? .nothing : .value(.codes(codes))
    }

    /// The value that was meant: as the catalogue calls it, or as the codebook knows it.
    private func code(_ text: String, of list: Picklist) -> String? {
        if list[text] != nil { return text }
        let wanted = text.lowercased()
        let found = list.values.filter { words.label(of: $0, in: list).lowercased() == wanted }
        return found.count == 1 ? found[0].name : list.resolve(text)
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// Browsers send CRLF between lines; the register keeps LF.
    private static func oneLineEnd(_ text: String) -> String { text.replacing("\r\n", with: "\n") }
}
