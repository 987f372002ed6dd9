// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Compares what people typed with what the codebook calls things.
enum Spelling {
    /// Letters and digits only, in lower case, without accents of Latin, Greek and Cyrillic script. Equal for
    /// `At_Work`, `at work` and `AT-WORK`; for `Curaçao` and `curacao`.
    static func fold(_ text: String) -> String {
        if let plain = foldedASCII(text) { return plain }
        var folded = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            switch scalar.value {
            case 0x300...0x36F, 0x640: continue  // combining accents; the Arabic stretch mark
            case 0x131: folded.append("i")  // dotless ı
            default: if isWordPart(scalar) { folded.append(scalar) }
            }
        }
        return String(folded)
    }

    /// White space at the ends removed, the no-break space included.
    static func trimmed(_ text: String) -> String {
        if let first = text.utf8.first, let last = text.utf8.last, (33...126).contains(first), (33...126).contains(last)
        {
            return text
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func foldedASCII(_ text: String) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 48...57, 97...122: bytes.append(byte)
            case 65...90: bytes.append(byte + 32)
            case 128...: return nil
            default: break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Marks stay: in Sinhala, Tamil, Thai or Burmese they are vowels.
    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: false
        }
    }

    /// The key of the candidate with a spelling nearest to `text`, at most one edit in four characters away. Of several
    /// that are equally near, the first.
    ///
    /// - Parameter minimumLength: texts shorter than this have no neighbours.
    static func nearest<Key>(to text: String, among candidates: [(Key, [String])], minimumLength: Int) -> Key? {
        let wanted = Array(fold(text).unicodeScalars.prefix(200))
        guard wanted.count >= minimumLength else { return nil }
        var best: (key: Key, edits: Int)?
        for (key, spellings) in candidates {
            for spelling in spellings {
                let known = Array(fold(spelling).unicodeScalars)
                let allowed = min(max(wanted.count, known.count) / 4, (best?.edits ?? Int.max) - 1)
                guard known.count >= minimumLength, allowed >= 0, abs(known.count - wanted.count) <= allowed else {
                    continue
                }
                if let edits = distance(wanted, known, atMost: allowed) { best = (key, edits) }
            }
        }
        return best?.key
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment;
    /// Damerau 1964). Nil when more than `limit`. Cost: |a|·|b| steps.
    static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost limit: Int) -> Int? {
        var before = [Int](repeating: 0, count: b.count + 1)
        var above = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in 0..<b.count {
                var least = min(above[j] + (a[i] == b[j] ? 0 : 1), above[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, before[j - 1] + 1) }
                row.append(least)
            }
            if row.min()! > limit { return nil }
            (before, above) = (above, row)
        }
        return above[b.count] <= limit ? above[b.count] : nil
    }
}
