// SPDX-License-Identifier: Apache-2.0

/// All different names of a table: their plain forms have numbers, and each number leads to how it sounds and to its
/// skeleton. Number 0 is no name.
final class NameDomain: @unchecked Sendable {
    let plain = TextPool(capacity: 1 << 12)
    let sounds = TextPool(capacity: 1 << 12)
    let skeletons = TextPool(capacity: 1 << 12)
    /// By plain number.
    private(set) var sound: [UInt32] = [0]
    private(set) var skeleton: [UInt32] = [0]
    /// By plain number: a sum over the skeletons of the words, so that names in any order and column add up alike.
    private(set) var wordSum: [UInt64] = [0]
    /// `skeleton` and `wordSum` for inner loops, as they stand once all names are there.
    private(set) lazy var skeletonColumn = Column(skeleton)
    private(set) lazy var wordSumColumn = Column(wordSum)
    private var normaliser = NameNormaliser()

    /// Numbers of plain forms for each number of a pool of names as typed.
    func numbers(of raw: TextPool) -> [UInt32] {
        learn(raw)
        var numbers: [UInt32] = [0]
        numbers.reserveCapacity(raw.count)
        for number in 1..<max(1, raw.count) { numbers.append(raw.withBytes(UInt32(number)) { add($0) }) }
        // Made here, by one thread.
        _ = (skeletonColumn.count, wordSumColumn.count)
        return numbers
    }

    private func learn(_ raw: TextPool) {
        let foreign = (1..<max(1, raw.count)).filter { number in
            raw.withBytes(UInt32(number)) { Romaniser.needsLearning($0) }
        }
        if foreign.isEmpty { return }
        let view = raw.view
        normaliser.learn(foreign.map { view[UInt32($0)] })
    }

    private func add(_ name: UnsafeBufferPointer<UInt8>) -> UInt32 {
        normaliser.withForms(of: name) { plainForm, soundForm, skeletonForm, sum in
            let number = plain.number(plainForm)
            if Int(number) < sound.count { return number }
            sound.append(sounds.number(soundForm))
            skeleton.append(skeletons.number(skeletonForm))
            wordSum.append(sum)
            return number
        }
    }
}
