// SPDX-License-Identifier: Apache-2.0

/// All different names of a table: their plain forms have numbers, and each number leads to how it sounds and to its
/// skeleton. Number 0 is no name.
final class NameDomain: @unchecked Sendable {
    let plain = TextPool(capacity: 1 << 12)
    let sounds = TextPool(capacity: 1 << 12)
    let skeletons = TextPool(capacity: 1 << 12)
    /// What a name leads to.
    struct Forms: BitwiseCopyable {
        var sound: UInt32 = 0
        var skeleton: UInt32 = 0
    }

    /// By plain number.
    private(set) var forms = Growing<Forms>()
    /// By plain number: a sum over the skeletons of the words, so that names in any order and column add up alike.
    private(set) var wordSums = Growing<UInt64>()
    private var normaliser = NameNormaliser()

    init() {
        forms.append(Forms())
        wordSums.append(0)
    }

    /// Numbers of plain forms for each number of a pool of names as typed.
    func numbers(of raw: TextPool) -> [UInt32] {
        learn(raw)
        var numbers: [UInt32] = [0]
        numbers.reserveCapacity(raw.count)
        plain.reserve(raw.count)
        sounds.reserve(raw.count / 2)
        skeletons.reserve(raw.count / 4)
        for number in 1..<max(1, raw.count) { numbers.append(raw.withBytes(UInt32(number)) { add($0) }) }
        return numbers
    }

    /// How many there are of each form, to be handed to `forget`.
    var counts: (plain: Int, sounds: Int, skeletons: Int) { (plain.count, sounds.count, skeletons.count) }

    /// Forgets the names that were added since.
    func forget(from counts: (plain: Int, sounds: Int, skeletons: Int)) {
        if plain.count == counts.plain { return }
        forms.removeLast(plain.count - counts.plain)
        wordSums.removeLast(plain.count - counts.plain)
        plain.forget(from: counts.plain)
        sounds.forget(from: counts.sounds)
        skeletons.forget(from: counts.skeletons)
    }

    private func learn(_ raw: TextPool) {
        let foreign = (1..<max(1, raw.count)).filter { number in
            raw.withBytes(UInt32(number)) { Romaniser.needsLearning($0) }
        }
        if foreign.isEmpty { return }
        let view = raw.view
        normaliser.learn(foreign.map { view[UInt32($0)] })
    }

    /// The number of one name, a new one when it is new.
    func add(_ name: UnsafeBufferPointer<UInt8>) -> UInt32 {
        normaliser.withForms(of: name) { plainForm, soundForm, skeletonForm, sum in
            let number = plain.number(plainForm)
            if Int(number) == forms.count {
                forms.append(Forms(sound: sounds.number(soundForm), skeleton: skeletons.number(skeletonForm)))
                wordSums.append(sum)
            }
            return number
        }
    }
}
