// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Names as they are compared: any script to Latin letters, without accents, in lower case.
///
/// Transliteration is ICU's `Any-Latin; Latin-ASCII; Lower` (CLDR transform rules). Well under 1 µs for a name in
/// ASCII, about 2 µs for another in Latin letters or of words met before; a new word of another script takes a
/// millisecond or more, for ICU makes its rules anew each time: `learn` many at once.
public enum NameFold {
    private static let transform = StringTransform("Any-Latin; Latin-ASCII; Lower")

    /// The words of a name, in ASCII letters and digits (letters of scripts that ICU cannot
    /// transliterate stay as they are), in the order written.
    public static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        func end() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
        }
        for scalar in folded(name).unicodeScalars {
            switch scalar.value {
            case 48...57, 97...122: word.append(UInt8(scalar.value))
            case 65...90: word.append(UInt8(scalar.value) + 32)
            // apostrophes and their like join: N'Golo and Ngolo are one word
            case 39, 96, 0x2019, 0x2B0...0x2FF: continue
            case 128...:
                if scalar.properties.isAlphabetic { word.append(contentsOf: String(scalar).utf8) } else { end() }
            default: end()
            }
        }
        end()
        return words
    }

    /// Makes the words of other scripts in these names known all at one go, for the price of one.
    public static func learn(_ names: some Sequence<String>) {
        var words: Set<Substring> = []
        for name in names where !isPlain(name) && latin(name) == nil {
            for word in name.split(separator: " ") where !word.contains(where: \.isNewline) { words.insert(word) }
        }
        if words.isEmpty { return }
        let new = remembered.withLock { known in words.filter { known[String($0)] == nil } }.map { String($0) }
        guard new.count > 1, let plain = new.joined(separator: "\n").applyingTransform(transform, reverse: false) else {
            return
        }
        let lines = plain.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.count == new.count { remember(zip(new, lines.map { String($0) })) }
    }

    /// The consonants of a word, each run once, `y` and `w` among the vowels: what is left of a name that was written
    /// in a script without vowels, or transliterated another way. Nil when fewer than three remain.
    public static func skeleton(_ word: String) -> String? {
        var kept: [UInt8] = []
        for byte in word.utf8 {
            switch byte {
            case 97, 101, 105, 111, 117, 119, 121: continue
            case 113: if kept.last != 107 { kept.append(107) }  // q as k
            default: if kept.last != byte { kept.append(byte) }
            }
        }
        return kept.count >= 3 ? String(decoding: kept, as: UTF8.self) : nil
    }

    private static func folded(_ name: String) -> String {
        if isPlain(name) { return name }
        return latin(name) ?? name.split(separator: " ").map { transliterated(String($0)) }.joined(separator: " ")
    }

    /// One word of another script by ICU, remembered: ICU makes its rules anew each time, and names recur.
    private static func transliterated(_ word: String) -> String {
        if let known = remembered.withLock({ $0[word] }) { return known }
        let plain = word.applyingTransform(transform, reverse: false) ?? word
        remember(CollectionOfOne((word, plain)))
        return plain
    }

    /// Forgets every word met so far: after somebody was erased.
    public static func forget() { remembered.withLock { $0 = [:] } }

    private static func remember(_ words: some Sequence<(String, String)>) {
        remembered.withLock { remembered in
            if remembered.count >= rememberedMax { remembered.removeAll(keepingCapacity: true) }
            for (word, plain) in words { remembered[word] = plain }
        }
    }

    private static let remembered = Mutex<[String: String]>([:])
    private static let rememberedMax = 32_768

    private static func isPlain(_ name: String) -> Bool { name.utf8.allSatisfy { $0 < 128 } }

    /// Latin letters without their marks; nil when there is a letter of another script, or one not listed here.
    /// Saves ICU's 30 µs for a name in Vietnamese, French or Danish.
    private static func latin(_ name: String) -> String? {
        guard name.unicodeScalars.allSatisfy({ mayBeLatin($0.value) }) else { return nil }
        var plain = ""
        for scalar in name.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar.value {
            case 0..<128: plain.unicodeScalars.append(scalar)
            case 0x300...0x36F: continue
            default:
                guard let letters = undecomposed[scalar] else { return nil }
                plain += letters
            }
        }
        return plain
    }

    private static func mayBeLatin(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x370, 0x1E00...0x1EFF, 0x2018, 0x2019: true
        default: false
        }
    }

    /// Latin letters that have no decomposition, as ICU's Latin-ASCII writes them.
    private static let undecomposed: [Unicode.Scalar: String] = [
        "đ": "d", "Đ": "d", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe",
        "ß": "ss",
        "ı": "i", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ħ": "h", "Ħ": "h", "’": "'", "‘": "'",
    ]
}
