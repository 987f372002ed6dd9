// SPDX-License-Identifier: Apache-2.0

/// A name as it is compared, in three steps from what was typed to what any spelling of it shares.
public struct NameForms: Hashable, Sendable {
    /// Latin letters in lower case, one space between words, in the order written. Empty when the text holds no letter.
    public let plain: String
    /// How the words sound, sorted, one space between; particles and articles left out, nicknames and other spellings
    /// of one name replaced by one of them.
    public let sound: String
    /// The consonants of `sound`, word by word, sorted and joined: blind to vowels, word order and most spellings.
    public let skeleton: String

    public init(plain: String, sound: String, skeleton: String) {
        self.plain = plain
        self.sound = sound
        self.skeleton = skeleton
    }
}

/// Makes `NameForms`. Not for several threads at once; copies are independent. Making one costs about a millisecond;
/// a name costs about half a microsecond.
public struct NameNormaliser {
    private var romaniser = Romaniser()
    private let variants = NameVariants.bundled
    private var plain: [UInt8] = []
    private var sounds: [UInt8] = []
    private var skeletons: [UInt8] = []
    /// Over the words' skeletons, whatever their order.
    private var wordSum: UInt64 = 0

    public init() {}

    /// The forms of one name: a given name, a surname, or all names of a person in any order and number.
    public mutating func forms(_ name: String) -> NameForms {
        var name = name
        return name.withUTF8 { bytes in
            make(bytes)
            return NameForms(
                plain: String(decoding: plain, as: UTF8.self), sound: String(decoding: sounds, as: UTF8.self),
                skeleton: String(decoding: skeletons, as: UTF8.self))
        }
    }

    /// Text that is no name (a place, an address), in Latin letters, digits and single spaces.
    public mutating func plain(_ text: String) -> String { romaniser.romanised(text) }

    /// Makes words of scripts that only ICU can write known at one go: with many of them a hundred times faster.
    public mutating func learn(_ names: [String]) {
        for name in names {
            var name = name
            name.withUTF8 { learn([$0]) }
        }
    }

    mutating func learn(_ names: [UnsafeBufferPointer<UInt8>]) { romaniser.learn(names) }

    /// The forms of one name, for as long as `use` runs.
    mutating func withForms<T>(
        of name: UnsafeBufferPointer<UInt8>,
        _ use: (_ plain: [UInt8], _ sound: [UInt8], _ skeleton: [UInt8], _ wordSum: UInt64) -> T
    ) -> T {
        make(name)
        return use(plain, sounds, skeletons, wordSum)
    }

    /// The plain form alone.
    mutating func withPlain<T>(of text: UnsafeBufferPointer<UInt8>, _ use: ([UInt8]) -> T) -> T {
        plain.removeAll(keepingCapacity: true)
        romaniser.romanise(text, into: &plain)
        return use(plain)
    }

    private mutating func make(_ name: UnsafeBufferPointer<UInt8>) {
        plain.removeAll(keepingCapacity: true)
        sounds.removeAll(keepingCapacity: true)
        skeletons.removeAll(keepingCapacity: true)
        wordSum = 0
        romaniser.romanise(name, into: &plain)
        if plain.isEmpty { return }
        var words = NameWords.split(plain, variants)
        if words.count > 1 { words.sort { $0.lexicographicallyPrecedes($1) } }
        var bones: [[UInt8]] = []
        for word in words {
            if !sounds.isEmpty { sounds.append(Letter.space) }
            sounds.append(contentsOf: word)
            var bone: [UInt8] = []
            word.withUnsafeBufferPointer { NameSound.skeleton(of: $0, into: &bone) }
            wordSum &+= mixed(bone.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
            bones.append(bone)
        }
        if bones.count > 1 { bones.sort { $0.lexicographicallyPrecedes($1) } }
        for bone in bones { skeletons.append(contentsOf: bone) }
    }
}
