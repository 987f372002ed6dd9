// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Texts in Unicode's normalisation form C.
enum StableText {
    /// The text composed. Texts of letters that form C leaves alone, wherever they stand, come back as they are at a
    /// tenth of the cost: that is nearly every name.
    static func composed(_ text: String) -> String {
        text.unicodeScalars.allSatisfy { isStable($0.value) } ? text : text.precomposedStringWithCanonicalMapping
    }

    /// Scalars that are their own form C, combine with nothing before them and are never reordered: ranges of
    /// letters, digits and punctuation with neither marks nor singletons among them (Unicode NFC_Quick_Check = Yes,
    /// combining class 0).
    static let ranges: [ClosedRange<UInt32>] = [
        0...0x2FF,  // Latin
        0x400...0x482, 0x48A...0x52F,  // Cyrillic
        0x531...0x556, 0x561...0x586,  // Armenian
        0x5D0...0x5EA,  // Hebrew letters
        0x620...0x64A, 0x660...0x669, 0x671...0x6D3,  // Arabic letters and digits
        0xE01...0xE30,  // Thai consonants
        0x10D0...0x10FA,  // Georgian
        0x1200...0x1248,  // Ethiopic
        0x1E00...0x1EFF,  // Latin of Viet Nam
        0x2010...0x2027,  // dashes and quotation marks
        0x3041...0x3096, 0x30A1...0x30FA,  // Kana
        0x4E00...0x9FFF,  // Han
        0xAC00...0xD7A3,  // Hangul syllables
    ]

    private static func isStable(_ scalar: UInt32) -> Bool {
        scalar < 0x300 || ranges.contains { $0.contains(scalar) }
    }
}
