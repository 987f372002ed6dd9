// SPDX-License-Identifier: Apache-2.0

/// The words of a name that tell people apart, as they sound: without articles, particles and titles, and with the
/// servant's names of Arabic (Abd al-Rahman, Abdulrahman, Abderrahmane) in one word.
enum NameWords {
    /// At least one word when the name has one: a name of particles alone keeps them.
    static func split(_ plain: [UInt8], _ variants: NameVariants) -> [[UInt8]] {
        plain.withUnsafeBufferPointer { bytes in
            let words = bytes.split(separator: Letter.space, omittingEmptySubsequences: true)
            var sounds: [[UInt8]] = []
            var servant = false
            for word in words {
                if isParticle(word), words.count > 1 { continue }
                if words.count > 1, word.elementsEqual(abd) {
                    servant = true
                    continue
                }
                var sound: [UInt8] = []
                if servant { sound = [97, 98, 100] }
                servant = false
                append(word, variants, to: &sound)
                sounds.append(sound)
            }
            if servant { sounds.append([97, 98, 100]) }
            if sounds.isEmpty, let last = words.last {
                var sound: [UInt8] = []
                append(last, variants, to: &sound)
                sounds.append(sound)
            }
            return sounds
        }
    }

    private static func append(
        _ word: Slice<UnsafeBufferPointer<UInt8>>, _ variants: NameVariants, to out: inout [UInt8]
    ) {
        if out.isEmpty, let known = variants.sound(of: word) {
            out.append(contentsOf: known)
            return
        }
        let rest = withoutArticle(word)
        if let rest = servantName(rest) {
            out.append(contentsOf: [97, 98, 100])
            NameSound.sound(of: UnsafeBufferPointer(rebasing: rest), into: &out)
            return
        }
        if out.isEmpty, rest.count < word.count, let known = variants.sound(of: rest) {
            out.append(contentsOf: known)
            return
        }
        NameSound.sound(of: UnsafeBufferPointer(rebasing: rest), into: &out)
    }

    /// Alhassan and Elmasry without al, el.
    private static func withoutArticle(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
        guard word.count > 5 || (word.count > 3 && !word.dropFirst().contains(where: Letter.isVowel)),
            let first = word.first, first == 97 || first == 101,
            word[word.startIndex + 1] == UInt8(ascii: "l")
        else { return word }
        return word.dropFirst(2)
    }

    /// What follows abd- in one word: abdulrahman, abdelrahman, abderrahmane; nil when the word is no such name.
    private static func servantName(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>>? {
        guard word.count > 5, word.starts(with: abd) else { return nil }
        let rest = word.dropFirst(3)
        let start = rest.startIndex
        guard let vowel = rest.first, Letter.isVowel(vowel) else { return nil }
        let (one, two) = (rest[start + 1], rest[start + 2])
        if one == UInt8(ascii: "l") { return rest.dropFirst(2) }
        return one == two ? rest.dropFirst(2) : nil
    }

    private static let abd = Array("abd".utf8)

    private static func isParticle(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        if word.count > 5 { return false }
        return particles.contains(key(word))
    }

    /// Up to eight letters as a number.
    private static func key(_ word: some Collection<UInt8>) -> UInt64 { word.reduce(0) { $0 << 8 | UInt64($1) } }

    /// Of Arabic, Portuguese, Spanish, French, Italian, Dutch, German and Vietnamese; and what people write before
    /// names.
    private static let particles: Set<UInt64> = Set(
        """
        al el ul as ad ar ash abu abou umm bin ibn ben bint binti binte da das de del dela della des di do dos du la las \
        le los van von der den ter ten thi y e mr mrs ms miss dr sr jr mme mlle
        """.split(separator: " ").map { key($0.utf8) }
    )
}
