// SPDX-License-Identifier: Apache-2.0

/// Words for sexes as numbers.
enum SexForms {
    /// The number of the first word that is neither female nor male.
    static let firstOther: UInt32 = 3

    /// 1 for female, 2 for male, 3 and on for other words; 0 for none and for words that say nothing is known.
    static func number(_ field: UnsafeBufferPointer<UInt8>, _ others: TextPool) -> UInt32 {
        if field.count == 1 {
            if field[0] | 32 == UInt8(ascii: "f") { return 1 }
            if field[0] | 32 == UInt8(ascii: "m") { return 2 }
        }
        let word = field.prefix(12).map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 }
        switch String(decoding: word, as: UTF8.self) {
        case "f", "female", "woman", "girl", "femme", "fille", "mujer", "feminino", "femenino", "féminin", "w": return 1
        case "m", "male", "man", "boy", "homme", "garçon", "hombre", "masculino", "masculin": return 2
        case "", "u", "unknown", "x?", "?", "na", "n/a", "-", "not known": return 0
        default: return others.number(word) + firstOther - 1
        }
    }
}
