// SPDX-License-Identifier: Apache-2.0

/// How one word of a name sounds, whichever way it was spelled: vowels in three classes, spellings of one consonant
/// together, nothing doubled, no `h`. And its skeleton: the same without vowels and `w`, for scripts that write none.
///
/// Both are lossy on purpose. A shared skeleton is a reason to compare two people, never to call them one.
enum NameSound {
    /// Appends the sound of a word of `a…z` to `out`. Other bytes are kept as they are.
    static func sound(of word: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        let start = out.count
        var at = 0
        var afterH = false
        while at < word.count {
            let (sounds, length) = step(word, at)
            at += length
            // An h between two letters keeps them apart: محمد has two m.
            if sounds.0 != 0 {
                afterH && out.last == sounds.0 ? out.append(sounds.0) : add(sounds.0, to: &out, from: start)
            }
            afterH = sounds.0 == 0 && !Letter.isVowel(out.last ?? a)
            if sounds.1 != 0 { add(sounds.1, to: &out, from: start) }
        }
        // A last a (or e) that is not sounded or not written: Nicole and Nikol, राम and Ram.
        if out.count - start > 3, out.last == a { out.removeLast() }
    }

    /// Appends the skeleton of a sound; its first letter when nothing is left.
    static func skeleton(of sound: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        let start = out.count
        for byte in sound where byte != a && byte != i && byte != u && byte != w { out.append(byte) }
        if out.count == start, let first = sound.first { out.append(first) }
    }

    /// One letter after another: nothing twice, and no `i` before another vowel (Tatiana, Tatyana and Tatana).
    private static func add(_ letter: UInt8, to out: inout [UInt8], from start: Int) {
        if out.count > start {
            if out.last == letter { return }
            if out.last == i, letter == a || letter == u, out.count > start + 1 {
                out.removeLast()
                if out.last == letter { return }
            }
        }
        out.append(letter)
    }

    /// What is heard at a place, one or two letters, and how many letters were read.
    private static func step(_ word: UnsafeBufferPointer<UInt8>, _ at: Int) -> ((UInt8, UInt8), Int) {
        let letter = word[at]
        let next = at + 1 < word.count ? word[at + 1] : 0
        let hasH = next == h
        switch letter {
        case e where next == e: return ((i, 0), 2)
        case a, e: return ((a, 0), 1)
        case o: return ((u, 0), next == u ? 2 : 1)
        case h: return ((0, 0), 1)
        case y: return ((i, 0), 1)
        case UInt8(ascii: "p"): return ((hasH ? UInt8(ascii: "f") : letter, 0), hasH ? 2 : 1)
        case c, k:
            let joined = hasH || (letter == c && next == k)
            return ((k, 0), joined ? 2 : 1)
        case UInt8(ascii: "q"): return ((k, 0), 1)
        case UInt8(ascii: "g"), t, d, UInt8(ascii: "b"):
            if letter == d, next == j { return ((g, 0), 2) }
            return ((letter, 0), hasH ? 2 : 1)
        case s:
            if next == c, at + 2 < word.count, word[at + 2] == h { return ((s, 0), 3) }
            if hasH, at + 3 < word.count, word[at + 2] == c, word[at + 3] == h { return ((s, 0), 4) }
            return ((s, 0), hasH ? 2 : 1)
        case UInt8(ascii: "z"): return ((s, 0), hasH ? 2 : 1)
        case UInt8(ascii: "x"): return ((k, s), 1)
        case UInt8(ascii: "v"): return ((w, 0), 1)
        // Andrej and Andrei; but Juan, and Jamal as Gamal.
        case j: return ((next == 0 || !isVowelOrH(next) ? i : g, 0), hasH ? 2 : 1)
        default: return ((letter, 0), 1)
        }
    }

    private static func isVowelOrH(_ byte: UInt8) -> Bool { Letter.isVowel(byte) || byte == h || byte == y }

    private static let a = UInt8(ascii: "a")
    private static let c = UInt8(ascii: "c")
    private static let d = UInt8(ascii: "d")
    private static let e = UInt8(ascii: "e")
    private static let g = UInt8(ascii: "g")
    private static let h = UInt8(ascii: "h")
    private static let i = UInt8(ascii: "i")
    private static let j = UInt8(ascii: "j")
    private static let k = UInt8(ascii: "k")
    private static let o = UInt8(ascii: "o")
    private static let s = UInt8(ascii: "s")
    private static let t = UInt8(ascii: "t")
    private static let u = UInt8(ascii: "u")
    private static let w = UInt8(ascii: "w")
    private static let y = UInt8(ascii: "y")
}
