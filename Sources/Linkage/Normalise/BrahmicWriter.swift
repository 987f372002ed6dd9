// SPDX-License-Identifier: Apache-2.0

/// Scripts whose consonants carry an `a` unless a sign says otherwise: Sinhala, and those from Devanagari to Malayalam,
/// which Unicode lays out alike, 128 places each.
struct BrahmicWriter {
    /// Which script, and what its places are.
    enum Block { case devanagari, tamil, other, sinhala }

    private var carriesA = false
    private var before: UInt32 = 0
    private var consonant: UInt32 = 0

    static func block(of scalar: UInt32) -> Block? {
        guard scalar >= 0x900, scalar < 0xE00 else { return nil }
        if scalar >= 0xD80 { return .sinhala }
        return scalar >= 0xB80 && scalar < 0xC00 ? .tamil : scalar < 0x980 ? .devanagari : .other
    }

    /// Writes one sign; the `a` of a consonant waits for what follows.
    mutating func take(_ scalar: UInt32, in block: Block, into out: inout [UInt8]) {
        let place = block == .sinhala ? scalar - 0xD80 : (scalar - 0x900) & 0x7F
        let table = block == .sinhala ? Self.sinhala : block == .tamil ? Self.tamil : Self.indic
        defer { before = place }
        let sign = table[Int(place)]
        switch sign.kind {
        case .consonant:
            end(into: &out)
            write(sign.letters, place, in: block, into: &out)
            carriesA = true
            consonant = place
        case .vowelSign:
            carriesA = false
            out.append(contentsOf: sign.letters)
        case .silencer: carriesA = false
        case .letter:
            end(into: &out)
            out.append(contentsOf: sign.letters)
        case .mark: return
        case .none: end(into: &out)
        }
    }

    /// The last consonant's `a`, when nothing took it away.
    mutating func end(into out: inout [UInt8]) {
        if carriesA { out.append(UInt8(ascii: "a")) }
        carriesA = false
    }

    /// In Tamil ங்க is ng and ற்ற is tr.
    private func write(_ letters: [UInt8], _ place: UInt32, in block: Block, into out: inout [UInt8]) {
        if block == .tamil, before == 0x4D, place == 0x15, consonant == 0x19 { return out.append(UInt8(ascii: "g")) }
        if block == .tamil, before == 0x4D, place == 0x31, consonant == 0x31 { out[out.count - 1] = UInt8(ascii: "t") }
        out.append(contentsOf: letters)
    }

    private enum Kind { case none, consonant, vowelSign, silencer, letter, mark }
    private typealias Sign = (kind: Kind, letters: [UInt8])

    private static let indic = table(
        consonants: indicConsonants, from: 0x15, vowels: indicVowels, from: 0x05, signs: indicSigns, from: 0x3E,
        others: [
            0x01: "n", 0x02: "n", 0x03: "h", 0x5F: "y", 0x58: "q", 0x59: "kh", 0x5A: "gh", 0x5B: "z", 0x5C: "r",
            0x5D: "rh", 0x5E: "f",
        ], silencer: 0x4D, marks: [0x3C, 0x3D])
    private static let tamil = table(
        consonants: tamilConsonants, from: 0x15, vowels: indicVowels, from: 0x05, signs: indicSigns, from: 0x3E,
        others: [0x03: "h"], silencer: 0x4D, marks: [])
    private static let sinhala = table(
        consonants: sinhalaConsonants, from: 0x1A, vowels: sinhalaVowels, from: 0x05, signs: sinhalaSigns, from: 0x4F,
        others: [0x02: "n", 0x03: "h"], silencer: 0x4A, marks: [])

    private static let indicConsonants =
        "k kh g gh n ch ch j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h"
    private static let tamilConsonants =
        "k - - - n s - j - n t - - - n t - - - n n p - - - m y r r l l zh v s sh s h"
    private static let indicVowels = "a aa i ii u uu ri l e e e ai o o o au"
    private static let indicSigns = "aa i ii u uu ri ri e e e ai o o o au"
    private static let sinhalaConsonants =
        "k kh g gh ng ng ch chh j jh gn gn nj t th d dh n nd th th d dh n - nd p ph b bh m mb y r - l - - w sh sh s h l f"
    private static let sinhalaVowels = "a aa ae ae i ii u uu ru ru lu lu e e ai o o au"
    private static let sinhalaSigns = "aa ae ae i ii u - uu - ru e e ai o o au ru"

    private static func table(
        consonants: String, from firstConsonant: Int, vowels: String, from firstVowel: Int, signs: String,
        from firstSign: Int, others: [Int: String], silencer: Int, marks: [Int]
    ) -> [Sign] {
        var table = [Sign](repeating: (.none, []), count: 128)
        func fill(_ list: String, _ first: Int, _ kind: Kind) {
            for (place, letters) in list.split(separator: " ").enumerated() where letters != "-" {
                table[first + place] = (kind, Array(letters.utf8))
            }
        }
        fill(vowels, firstVowel, .letter)
        fill(consonants, firstConsonant, .consonant)
        fill(signs, firstSign, .vowelSign)
        for (place, letters) in others { table[place] = (place > 0x50 ? .consonant : .letter, Array(letters.utf8)) }
        table[silencer] = (.silencer, [])
        for mark in marks { table[mark] = (.mark, []) }
        for digit in 0..<10 where firstConsonant == 0x15 { table[0x66 + digit] = (.letter, [48 + UInt8(digit)]) }
        return table
    }
}
