// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What a staff password must be, after NIST SP 800-63B: long, and nothing that is tried first. No classes of
/// characters, no expiry, any script; pasting is welcome.
///
/// What everybody uses (common words, runs along the alphabet or the keyboard, repeats) and what everybody knows about
/// this person and office adds next to nothing, so it does not count: 8 other characters must remain.
public enum PasswordRules {
    /// Code points (after NFKC) that a password has at least.
    public static let minimum = 15
    /// Code points that a password has at most: bounds the work, not the imagination.
    public static let maximum = 512
    /// Characters that remain when all that is easily guessed is taken out.
    static let remaining = 8

    /// Why a password is refused. The raw value is the key of the sentence in the catalogue of words.
    public enum Reason: String, Sendable, CaseIterable {
        /// Under ``minimum`` code points.
        case tooShort = "password.too-short"
        /// Over ``maximum`` code points.
        case tooLong = "password.too-long"
        /// Little but repeats and runs such as 1234 or qwerty.
        case patterned = "password.patterned"
        /// Little but words that are tried first.
        case common = "password.common"
        /// Little but the person's or the office's own names.
        case ownWords = "password.own-words"
    }

    /// The first reason to refuse the password, or nil when it is good. `words` are what others know: user name,
    /// person's name, organisation, town. Case, accents, separators and 3-for-E spelling make no difference. About
    /// 0.2 ms for a usual length, 3 ms for the longest.
    public static func check(_ password: String, notContaining words: [String] = []) -> Reason? {
        let normal = password.precomposedStringWithCompatibilityMapping
        let count = normal.unicodeScalars.count
        if count < minimum { return .tooShort }
        if count > maximum { return .tooLong }
        let folded = fold(normal)
        let distinct = withoutRuns(withoutRepeats(folded))
        if distinct.count < remaining { return .patterned }
        let others = without(parts(of: words), in: distinct)
        if others.count < remaining { return .ownWords }
        if without(CommonPasswordWords.all, in: others).count < remaining { return .common }
        return nil
    }

    /// Lower case, without accents and without the marks people put between words.
    private static func fold(_ text: String) -> [Character] {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .filter { !$0.isWhitespace && !"-_.,;:/|+".contains($0) }
    }

    /// The words of three letters or more.
    private static func parts(of words: [String]) -> [[Character]] {
        words.flatMap { $0.split { !$0.isLetter && !$0.isNumber } }.map { fold(String($0)) }.filter { $0.count >= 3 }
            .sorted { $0.count > $1.count }
    }

    /// A text that is one piece over and over (`abcabcabc…`) as that piece; any other as it is.
    private static func withoutRepeats(_ text: [Character]) -> [Character] {
        for period in 1...max(1, text.count / 2)
        where text.indices.dropFirst(period).allSatisfy({ text[$0] == text[$0 - period] }) {
            return Array(text.prefix(period))
        }
        return text
    }

    /// Without stretches of four or more that step by the same way: 1234, dcba, aaaa, qwert.
    private static func withoutRuns(_ text: [Character]) -> [Character] {
        var kept: [Character] = []
        var start = 0
        while start < text.count {
            var end = start + 1
            var step: Int?
            while end < text.count, let next = Self.step(text[end - 1], text[end]), step == nil || step == next {
                step = next
                end += 1
            }
            if end - start >= 4 {
                start = end
            } else {
                kept.append(text[start])
                start += 1
            }
        }
        return kept
    }

    private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "azerty", "qwertzu", "1234567890"]
        .map { Array($0) }

    /// 0 for the same character, ±1 for neighbours in code or on the keyboard, nil for no step.
    private static func step(_ left: Character, _ right: Character) -> Int? {
        if left == right { return 0 }
        if let one = left.unicodeScalars.first?.value, let other = right.unicodeScalars.first?.value {
            if other == one + 1 { return 1 }
            if one == other + 1 { return -1 }
        }
        for row in rows {
            guard let one = row.firstIndex(of: left), let other = row.firstIndex(of: right) else { continue }
            if abs(one - other) == 1 { return other - one }
        }
        return nil
    }

    /// The text without the words (longest first), also where a digit or sign stands for a letter.
    private static func without(_ words: [[Character]], in text: [Character]) -> [Character] {
        var (kept, plain) = (text, text.map { spelled[$0] ?? $0 })
        for word in words {
            var at = 0
            while at + word.count <= plain.count {
                if plain[at..<at + word.count].elementsEqual(word) || kept[at..<at + word.count].elementsEqual(word) {
                    plain.removeSubrange(at..<at + word.count)
                    kept.removeSubrange(at..<at + word.count)
                } else {
                    at += 1
                }
            }
        }
        return kept
    }

    private static let spelled: [Character: Character] = [
        "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "€": "e",
    ]
}
