// SPDX-License-Identifier: Apache-2.0

/// Under which keys a person is found: what somebody who may be the same person shares at least one of. Words count
/// wherever they stand, so that exchanged, missing and additional names do no harm.
struct TraitKeys {
    struct Key {
        let bits: UInt64
        /// Found by this alone many are: not looked at when a whole register is compared with itself.
        let isLoose: Bool
    }

    private(set) var keys: [Key] = []
    private static let mostWords = 6

    init(_ row: TraitRow, _ names: NameDomain) {
        let (date, year) = (row.birth, row.birth / 10_000)
        let isWhole = date % 100 != 0 && date / 100 % 100 != 0
        if row.document != 0 { add(1, UInt64(row.document)) }
        if isWhole {
            add(2, UInt64(date), UInt64(row.sex))
            let turned = year * 10_000 + date % 100 * 100 + date / 100 % 100
            add(2, UInt64(turned), UInt64(row.sex))
        }
        for name in row.names {
            let words = Self.words(name, names).prefix(Self.mostWords)
            for (place, word) in words.enumerated() {
                add(3, word, isLoose: true)
                if year != 0 { for near in [year, year + 1] { add(4, word, UInt64(near)) } }
                for other in words.dropFirst(place + 1) { add(5, min(word, other), max(word, other)) }
            }
        }
    }

    private mutating func add(_ kind: UInt64, _ one: UInt64, _ two: UInt64 = 0, isLoose: Bool = false) {
        let bits = mixed(mixed(one &+ kind &* 0x9E37_79B9_7F4A_7C15) ^ two &* 0xD6E8_FEB8_6659_FD93)
        if keys.contains(where: { $0.bits == bits }) { return }
        keys.append(Key(bits: bits, isLoose: isLoose))
    }

    /// The skeletons of the different words of a name, as numbers.
    private static func words(_ name: TraitRow.Name, _ names: NameDomain) -> [UInt64] {
        var words: [UInt64] = []
        for number in [name.given, name.surname] where number != 0 {
            names.sounds.withBytes(names.forms.base[Int(number)].sound) { sound in
                for part in sound.split(separator: Letter.space) {
                    var bone: [UInt8] = []
                    NameSound.skeleton(of: UnsafeBufferPointer(rebasing: part), into: &bone)
                    let bits = bone.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
                    if !words.contains(bits) { words.append(bits) }
                }
            }
        }
        return words
    }
}
