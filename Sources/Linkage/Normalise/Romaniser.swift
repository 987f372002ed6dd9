// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Writes text of any script in lower-case Latin letters `a…z`, digits and single spaces.
///
/// Latin with marks, Cyrillic, Arabic, Sinhala and the nine scripts of India that Unicode lays out alike go by tables
/// of our own, near the spellings that passports use; Arabic keeps only what is written, so its short vowels are
/// missing. Other scripts go through ICU (`Any-Latin; Latin-ASCII; Lower`), many words at once; letters that ICU
/// cannot write (Khmer, Lao) stay as they are. Apostrophes join, hyphens and all else part words.
///
/// Cost: about 0.1 µs for ten letters by table. A word for ICU costs a millisecond or more when asked alone and a few
/// microseconds among many (`learn`).
struct Romaniser {
    private let latin = LatinLetters.table
    private var foreign: [[UInt32]: [UInt8]] = [:]
    private var word: [UInt32] = []

    /// Appends what the bytes say to `out`; nothing when they hold no letter and no digit.
    mutating func romanise(_ bytes: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        let start = out.count
        if !Self.plain(bytes, into: &out) {
            out.removeLast(out.count - start)
            var scalars = ScalarReader(bytes)
            write(&scalars, into: &out, from: start)
        }
        if out.count > start, out.last == Letter.space { out.removeLast() }
    }

    /// The same for a text.
    mutating func romanised(_ text: String) -> String {
        var out: [UInt8] = []
        var text = text
        text.withUTF8 { romanise($0, into: &out) }
        return String(decoding: out, as: UTF8.self)
    }

    /// ASCII in one pass; false when there is something else.
    private static func plain(_ bytes: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) -> Bool {
        var pending = false
        let start = out.count
        for byte in bytes {
            switch byte {
            case 97...122, 48...57, 65...90:
                if pending, out.count > start { out.append(Letter.space) }
                pending = false
                out.append(byte >= 65 && byte <= 90 ? byte | 32 : byte)
            case 39, 96: continue
            case 128...: return false
            default: pending = true
            }
        }
        return true
    }

    private mutating func write(_ scalars: inout ScalarReader, into out: inout [UInt8], from start: Int) {
        var brahmic = BrahmicWriter()
        word.removeAll(keepingCapacity: true)
        while let scalar = scalars.next() {
            if let letters = BrahmicWriter.block(of: scalar) {
                endForeign(&out)
                brahmic.take(scalar, in: letters, into: &out)
                continue
            }
            if scalar == 0x200D || scalar == 0x200C { continue }
            brahmic.end(into: &out)
            switch scalar {
            case 0..<0x250, 0x1E00..<0x1F00:
                endForeign(&out)
                append(latin[LatinLetters.place(scalar)], to: &out, from: start)
            case 0x2B0..<0x370, 0x2018...0x201B, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069: continue
            case 0x400..<0x530: append(CyrillicLetters.table[scalar], to: &out, from: start)
            case 0x600..<0x700: append(ArabicLetters.table[scalar], to: &out, from: start)
            default: take(foreign: scalar, into: &out, from: start)
            }
        }
        brahmic.end(into: &out)
        endForeign(&out)
    }

    private func append(_ letters: [UInt8]?, to out: inout [UInt8], from start: Int) {
        guard let letters else { return part(&out, from: start) }
        out.append(contentsOf: letters)
    }

    private func part(_ out: inout [UInt8], from start: Int) {
        if out.count > start, out.last != Letter.space { out.append(Letter.space) }
    }

    private mutating func take(foreign scalar: UInt32, into out: inout [UInt8], from start: Int) {
        let properties = Unicode.Scalar(scalar)?.properties
        if properties?.isAlphabetic == true || properties?.generalCategory == .nonspacingMark {
            word.append(scalar)
        } else {
            endForeign(&out)
            part(&out, from: start)
        }
    }

    private mutating func endForeign(_ out: inout [UInt8]) {
        if word.isEmpty { return }
        if foreign[word] == nil { learn([word]) }
        out.append(contentsOf: foreign[word] ?? [])
        word.removeAll(keepingCapacity: true)
    }

    /// Makes the words of scripts without a table known, all at one go.
    mutating func learn(_ texts: [UnsafeBufferPointer<UInt8>]) {
        var words: Set<[UInt32]> = []
        for text in texts {
            var word: [UInt32] = []
            for scalar in ScalarReader(text) {
                if Self.isForeign(scalar) {
                    word.append(scalar)
                } else if !word.isEmpty {
                    words.insert(word)
                    word.removeAll()
                }
            }
            if !word.isEmpty { words.insert(word) }
        }
        learn(words.filter { foreign[$0] == nil }.sorted { $0.lexicographicallyPrecedes($1) })
    }

    /// True when a text holds a letter that only ICU can write.
    static func needsLearning(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.contains(where: { $0 >= 0xCD }) else { return false }
        return ScalarReader(text).contains(where: isForeign)
    }

    private static func isForeign(_ scalar: UInt32) -> Bool {
        if scalar < 0x370 || BrahmicWriter.block(of: scalar) != nil { return false }
        switch scalar {
        case 0x400..<0x530, 0x600..<0x700, 0x1E00..<0x1F00, 0x2000..<0x2070: return false
        default:
            let properties = Unicode.Scalar(scalar)?.properties
            return properties?.isAlphabetic == true || properties?.generalCategory == .nonspacingMark
        }
    }

    private mutating func learn(_ words: [[UInt32]]) {
        let transform = StringTransform("Any-Latin; Latin-ASCII; Lower")
        for start in stride(from: 0, to: words.count, by: 4_096) {
            let some = words[start..<min(start + 4_096, words.count)]
            let lines = some.map { word in
                word.reduce(into: "") { text, scalar in
                    if let scalar = Unicode.Scalar(scalar) { text.unicodeScalars.append(scalar) }
                }
            }
            let joined = lines.joined(separator: "\n")
            let latin = (joined.applyingTransform(transform, reverse: false) ?? joined)
                .split(separator: "\n", omittingEmptySubsequences: false)
            let answers = latin.count == lines.count ? latin.map { String($0) } : lines
            for (word, answer) in zip(some, answers) {
                foreign[word] = answer.utf8.filter { $0 >= 128 || Letter.isWord($0 | 32) && Letter.isWord($0) }
            }
        }
    }
}

/// Bytes that the normaliser looks at.
enum Letter {
    static let space = UInt8(ascii: " ")

    /// True for `a…z` and digits.
    static func isWord(_ byte: UInt8) -> Bool { (97...122).contains(byte) || (48...57).contains(byte) }

    static func isVowel(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "a") || byte == UInt8(ascii: "i") || byte == UInt8(ascii: "u")
            || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "o")
    }
}
