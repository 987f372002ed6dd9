// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard

/// A text that stands in one field of one case only, so that an answer that holds it has told of that field.
struct Canary: Hashable {
    let tag: String
    let field: FieldName

    private static let names = Codebook.current.fields.map(\.name)
    private static let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    /// Letters only and one word, so that no fold, cut of words or spelling changes it.
    var text: String {
        let number = Self.numbers[field]!
        return "Zq\(tag)\(Self.letter(number / 26))\(Self.letter(number % 26))kestrel"
    }

    private static func letter(_ number: Int) -> Character { Character(UnicodeScalar(UInt8(97 + number))) }

    /// Every canary in some text, whatever its letter case.
    static func all(in text: String) -> Set<Canary> {
        Set(
            text.lowercased().matches(of: /zq([a-z]{2})([a-z]{2})kestrel/).compactMap { match in
                let digits = match.2.unicodeScalars.map { Int($0.value) - 97 }
                let number = digits[0] * 26 + digits[1]
                return names.indices.contains(number) ? Canary(tag: String(match.1), field: names[number]) : nil
            })
    }

    /// A canary in each text of the codebook that these classes and sections have.
    static func values(_ tag: String, _ sections: Set<Standard.Section>, _ classes: Set<FieldClass>) -> [FieldName:
        Value]
    {
        let fields = Codebook.current.fields.filter { field in
            sections.contains(field.section) && classes.contains(field.fieldClass) && field.isText
        }
        return Dictionary(uniqueKeysWithValues: fields.map { ($0.name, .text(Canary(tag: tag, field: $0.name).text)) })
    }
}

extension Field {
    var isText: Bool {
        switch kind {
        case .text, .longText: true
        default: false
        }
    }
}
