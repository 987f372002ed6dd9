// SPDX-License-Identifier: Apache-2.0

/// Arabic letters, with those of Persian, Urdu, Kurdish and Pashto: consonants as they are mostly spelled in Latin,
/// long vowels as vowels. The article's `ال` comes out as `al` and is taken off with the other articles.
enum ArabicLetters {
    static let table: [UInt32: [UInt8]] = {
        var table: [UInt32: [UInt8]] = [:]
        for pair in pairs.split(separator: " ") {
            guard let letter = pair.unicodeScalars.first else { continue }
            table[letter.value] = Array(pair.utf8.dropFirst(String(letter).utf8.count))
        }
        // Marks and the stretching sign say nothing here; a doubled consonant counts once anyway.
        for mark in [0x610...0x61A, 0x640...0x640, 0x64B...0x65F, 0x670...0x670, 0x6D6...0x6ED] as [ClosedRange] {
            for scalar in mark where table[UInt32(scalar)] == nil { table[UInt32(scalar)] = [] }
        }
        for digit in UInt32(0)..<10 {
            table[0x660 + digit] = [48 + UInt8(digit)]
            table[0x6F0 + digit] = [48 + UInt8(digit)]
        }
        return table
    }()

    private static let pairs = """
        اa أa إi آa ٱa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw يy ىa ةa ء ؤw \
        ئy پp چch ژzh گg کk یy ہh ھh ےy ۀh ټt ډd ړr ښsh ڼn ڑr ٹt ڈd ںn ڤv ڵl ێe ۆo ەa ۇu ېe \u{64E}a \u{64F}u \u{650}i
        """
}
