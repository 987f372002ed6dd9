// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Latin letters with marks as plain ones: by their canonical decomposition, and those that have none by a list.
enum LatinLetters {
    /// By `place`; nil where words part.
    static let table: [[UInt8]?] = {
        let scalars = Array(UInt32(0)..<0x250) + Array(UInt32(0x1E00)..<0x1F00)
        return scalars.map { value in Unicode.Scalar(value).flatMap { letters(of: $0) } }
    }()

    /// Where the table has a scalar of U+0000…U+024F or U+1E00…U+1EFF.
    static func place(_ scalar: UInt32) -> Int { scalar < 0x250 ? Int(scalar) : Int(scalar) - 0x1E00 + 0x250 }

    private static func letters(of scalar: Unicode.Scalar) -> [UInt8]? {
        if "'`´¨¸".unicodeScalars.contains(scalar) { return [] }
        if let known = undecomposed[scalar] { return Array(known.utf8) }
        let parts = String(scalar).decomposedStringWithCanonicalMapping.lowercased().unicodeScalars
        guard let base = parts.first, base.isASCII, Letter.isWord(UInt8(base.value)) else {
            return undecomposed[parts.first ?? " "].map { Array($0.utf8) }
        }
        return [UInt8(base.value)]
    }

    private static let undecomposed: [Unicode.Scalar: String] = [
        "đ": "d", "Đ": "d", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe",
        "ß": "ss", "ẞ": "ss", "ı": "i", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ħ": "h", "Ħ": "h", "ŋ": "ng",
        "Ŋ": "ng", "ə": "e", "Ə": "e", "ɓ": "b", "Ɓ": "b", "ɗ": "d", "Ɗ": "d", "ƙ": "k", "Ƙ": "k", "ƴ": "y",
        "Ƴ": "y", "ǝ": "e", "Ǝ": "e", "ɛ": "e", "Ɛ": "e", "ɔ": "o", "Ɔ": "o", "ª": "a", "º": "o",
    ]
}
