// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Other spellings and short forms of one name, as data: each line of `Resources/name-variants.txt` is a group that
/// begins with the name by which all of it is compared.
struct NameVariants: Sendable {
    private let sounds: [UInt64: [UInt8]]

    /// The list that the program carries.
    static let bundled = NameVariants(text: String(decoding: PackageResources.name_variants_txt, as: UTF8.self))

    /// - Parameter text: a group a line, names parted by spaces, `#` before remarks. A name in two groups stays in the
    ///   first.
    init(text: String) {
        var sounds: [UInt64: [UInt8]] = [:]
        var romaniser = Romaniser()
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let names = line.split(separator: " ").map { Array(romaniser.romanised(String($0)).utf8) }
            guard let first = names.first else { continue }
            var sound: [UInt8] = []
            first.withUnsafeBufferPointer { NameSound.sound(of: $0, into: &sound) }
            for name in names where !name.isEmpty {
                let key = Self.key(name[...])
                if sounds[key] == nil { sounds[key] = sound }
            }
        }
        self.sounds = sounds
    }

    /// How a word sounds by the list; nil when it does not stand there.
    func sound(of word: some Collection<UInt8>) -> [UInt8]? { sounds[Self.key(word)] }

    /// FNV-1a over the letters: two names of the list that meet by chance were looked for and there are none.
    private static func key(_ word: some Collection<UInt8>) -> UInt64 {
        word.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
