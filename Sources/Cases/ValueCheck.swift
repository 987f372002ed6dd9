// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard

/// Decides whether a value may stand in one field.
struct ValueCheck: Sendable {
    enum Verdict {
        case keep(Value)
        case empty
        case refuse(Finding.Code, String)
    }

    private enum Rule {
        case text(longest: Int)
        case date
        case number(whole: Bool)
        case degrees(limit: Double)
        case checkbox
        case codes(Set<String>?, multiple: Bool)
    }
    private let rule: Rule

    /// Longest text in Unicode scalars.
    static let textLengthMax = 1_000
    static let longTextLengthMax = 100_000

    init(_ field: Field, under codebook: Codebook) {
        rule =
            switch field.kind {
            case .text, .lookup: .text(longest: Self.textLengthMax)
            case .longText: .text(longest: Self.longTextLengthMax)
            case .date: .date
            case .number(let whole): .number(whole: whole)
            case .latitude: .degrees(limit: 90)
            case .longitude: .degrees(limit: 180)
            case .checkbox: .checkbox
            case .picklist(let id, let multiple): .codes(codebook.picklists[id]?.names, multiple: multiple)
            }
    }

    func callAsFunction(_ value: Value) -> Verdict {
        if case .absent = value { return .keep(value) }
        switch rule {
        case .text(let longest): return Self.text(value, longest: longest)
        case .date:
            guard case .date = value else {
                return .refuse(.wrongKind, "This field takes a date, such as 1998, 1998-05 or 1998-05-12.")
            }
            return .keep(value)
        case .number(let whole): return Self.number(value, whole: whole)
        case .degrees(let limit): return Self.degrees(value, limit: limit)
        case .checkbox:
            guard case .flag = value else { return .refuse(.wrongKind, "This field takes yes or no.") }
            return .keep(value)
        case .codes(let names, let multiple): return Self.codes(value, from: names, multiple: multiple)
        }
    }

    private static func text(_ value: Value, longest: Int) -> Verdict {
        guard case .text(let typed) = value else { return .refuse(.wrongKind, "This field takes text.") }
        if isPlain(typed) { return typed.isEmpty ? .empty : .keep(value) }
        let text = StableText.composed(trimmed(typed))
        if text.isEmpty { return .empty }
        if text.unicodeScalars.count > longest {
            return .refuse(.tooLong, "This text is longer than \(longest) characters.")
        }
        if text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" && $0 != "\t" && $0 != "\r" }) {
            return .refuse(.badText, "This text holds control characters that no keyboard types.")
        }
        return .keep(.text(text))
    }

    private static func trimmed(_ text: String) -> String {
        guard let first = text.first, let last = text.last, first.isWhitespace || last.isWhitespace else { return text }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Short printable ASCII without white space at its ends needs no normalising.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.count <= 200 && bytes.first != 32 && bytes.last != 32
                && bytes.allSatisfy { $0 >= 32 && $0 < 127 }
        } ?? false
    }

    private static func number(_ value: Value, whole: Bool) -> Verdict {
        guard case .number(let number) = value, number.isFinite else {
            return .refuse(.wrongKind, "This field takes a number.")
        }
        if whole, number < 0 || number.rounded() != number || number > 1_000_000 {
            return .refuse(.outOfRange, "This field takes a whole number, 0 or more.")
        }
        return .keep(value)
    }

    private static func degrees(_ value: Value, limit: Double) -> Verdict {
        guard case .number(let number) = value, number.isFinite else {
            return .refuse(.wrongKind, "This field takes decimal degrees, such as 6.9271.")
        }
        guard abs(number) <= limit else {
            return .refuse(.outOfRange, "Degrees lie between -\(Int(limit)) and \(Int(limit)) here.")
        }
        return .keep(value)
    }

    private static func codes(_ value: Value, from names: Set<String>?, multiple: Bool) -> Verdict {
        guard case .codes(let codes) = value, let names else {
            return .refuse(.wrongKind, "This field takes a choice from its list.")
        }
        if codes.isEmpty { return .empty }
        if codes.contains(where: { !names.contains($0) }) {
            return .refuse(.unknownValue, "This is not one of the values of the list.")
        }
        if !multiple, codes.count > 1 { return .refuse(.wrongKind, "This field takes one choice only.") }
        if codes.count > 1, Set(codes).count != codes.count {
            return .refuse(.wrongKind, "The same choice stands twice.")
        }
        return .keep(value)
    }
}

extension Codebook {
    /// What is wrong with a value in a field; nil when nothing is.
    public func finding(for value: Value, in name: FieldName) -> Finding? {
        guard let field = self[name] else {
            return Finding(.unknownField, field: name, "There is no field of this name.")
        }
        if case .refuse(let code, let message) = ValueCheck(field, under: self)(value) {
            return Finding(code, field: name, message)
        }
        return nil
    }
}
