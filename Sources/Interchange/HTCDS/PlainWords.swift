// SPDX-License-Identifier: Apache-2.0

import Foundation
import Standard

/// Words that people write in boxes in English, French, Spanish and Portuguese, compared folded: lower case, no
/// accents.
enum PlainWords {
    /// Lower case, without accents, ASCII digits for those of any script, one space between words.
    static func fold(_ text: String) -> String {
        var folded = ""
        for scalar in text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            if (0x300...0x36F).contains(scalar.value) { continue }
            if scalar.value > 127, scalar.properties.numericType == .decimal, let digit = scalar.properties.numericValue
            {
                folded += String(Int(digit))
            } else if scalar == "\u{A0}" || scalar == "\u{202F}" || scalar == "\u{2019}" {
                folded += scalar == "\u{2019}" ? "'" : " "
            } else {
                folded.unicodeScalars.append(scalar)
            }
        }
        return folded.split(separator: " ").joined(separator: " ")
    }

    /// Letters and digits only: what two spellings of one label have in common.
    static func key(_ text: String) -> String { fold(text).filter { $0.isLetter || $0.isNumber } }

    static func flag(_ text: String) -> Bool? { flags[fold(text)] }

    static func absence(_ text: String) -> Absence? { absences[fold(text)] }

    /// `(unknown)`, `(declined)`, `(not asked)`: how our own files write an absence, in any kind of field.
    static func marker(_ text: String) -> Absence? { markers[text] }
    static func marker(of absence: Absence) -> String {
        switch absence {
        case .unknown: "(unknown)"
        case .declined: "(declined)"
        case .notAsked: "(not asked)"
        }
    }

    private static let markers = Dictionary(uniqueKeysWithValues: Absence.allCases.map { (marker(of: $0), $0) })

    private static let flags: [String: Bool] = {
        var table: [String: Bool] = [:]
        let yes = "true yes y 1 x ✓ ✔ ☑ checked on oui vrai si verdadero sim verdadeiro s o v"
        let no = "false no n 0 ☐ unchecked off non faux falso nao f"
        for word in yes.split(separator: " ") { table[String(word)] = true }
        for word in no.split(separator: " ") { table[String(word)] = false }
        return table
    }()

    private static let absences: [String: Absence] = {
        let words: [Absence: [String]] = [
            .unknown: [
                "unknown", "not known", "unk", "n/k", "don't know", "dont know", "does not know", "unsure", "?",
                "inconnu",
                "inconnue", "ne sait pas", "non connu", "desconocido", "desconocida", "no sabe", "no se sabe",
                "desconhecido", "desconhecida", "nao sabe", "ignorado",
            ],
            .declined: [
                "refused", "declined", "declined to answer", "refused to answer", "prefer not to say",
                "prefers not to say",
                "no answer", "refus", "refuse", "a refuse", "refuse de repondre", "prefere ne pas dire", "rechazado",
                "se nego",
                "no quiso responder", "prefiere no decir", "recusou", "recusado", "prefere nao dizer",
                "nao quis responder",
            ],
            .notAsked: [
                "not asked", "notasked", "non demande", "pas demande", "no preguntado", "no se pregunto",
                "nao perguntado",
            ],
        ]
        var table: [String: Absence] = [:]
        for (absence, list) in words { for word in list { table[word] = absence } }
        return table
    }()
}

extension String {
    /// Without white space, byte order marks, zero-width spaces and direction marks at the ends; inside, nothing
    /// changes.
    /// Joiners stay: in Sinhala or Persian they are spelling.
    var tidied: String {
        if let first = utf8.first, let last = utf8.last, first > 32, first < 127, last > 32, last < 127 { return self }
        let scalars = unicodeScalars
        guard let start = scalars.firstIndex(where: { !$0.isPadding }),
            let end = scalars.lastIndex(where: { !$0.isPadding })
        else {
            return ""
        }
        return String(scalars[start...end])
    }
}

extension Unicode.Scalar {
    fileprivate var isPadding: Bool {
        switch value {
        case 0x200B, 0xFEFF, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x61C: true
        default: properties.isWhitespace
        }
    }
}
