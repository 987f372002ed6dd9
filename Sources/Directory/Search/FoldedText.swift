// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A text as a search compares it: in small letters, without accents on letters that have them for decoration. Vowel
/// signs of Tamil, Thai and the like stay: without them it is another word.
struct FoldedText: Sendable, Hashable {
    /// UTF-8 with a zero at its end, and none before.
    private let characters: [CChar]

    init(_ text: String) { characters = Array(Self.fold(text).utf8CString.filter { $0 != 0 }) + [0] }

    /// The words of what somebody looks for; all of them have to stand in a text.
    static func words(_ text: String) -> [FoldedText] {
        text.split(whereSeparator: \.isWhitespace).map { FoldedText(String($0)) }.filter { $0.characters.count > 1 }
    }

    /// Whether another stands anywhere in it. Below a microsecond for a paragraph.
    func contains(_ other: FoldedText) -> Bool {
        characters.withUnsafeBufferPointer { text in
            other.characters.withUnsafeBufferPointer { sought in
                guard let text = text.baseAddress, let sought = sought.baseAddress else { return false }
                return strstr(text, sought) != nil
            }
        }
    }

    static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 128 }) { return text.lowercased() }
        var folded = ""
        for scalar in text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars {
            switch scalar.value {
            // Marks above and below Latin, Greek and Cyrillic letters; points of Hebrew and Arabic.
            case 0x300...0x36F, 0x591...0x5C7, 0x64B...0x65F, 0x670: continue
            default:
                if let letters = undecomposed[scalar] {
                    folded += letters
                } else {
                    folded.unicodeScalars.append(scalar)
                }
            }
        }
        return folded
    }

    /// Small letters whose stroke is no mark of its own to Unicode.
    private static let undecomposed: [Unicode.Scalar: String] = [
        "đ": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ð": "d", "þ": "th", "ħ": "h",
    ]
}
