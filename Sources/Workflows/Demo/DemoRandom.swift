// SPDX-License-Identifier: Apache-2.0

import Standard

/// Choices for invented people, the same for the same seed on every machine.
struct DemoRandom: RandomNumberGenerator {
    private var numbers: SplitMix64

    init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

    mutating func next() -> UInt64 { numbers.next() }

    /// A whole number in the range. The small bias towards low numbers does not matter here.
    mutating func int(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// True in `percent` of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }

    /// One element of a list that is not empty.
    mutating func pick<Element>(_ list: [Element]) -> Element { list[int(0...list.count - 1)] }

    /// Between the two counts of elements, in the list's order.
    mutating func some<Element>(_ list: [Element], _ counts: ClosedRange<Int>) -> [Element] {
        var wanted = min(int(counts), list.count)
        var chosen: [Element] = []
        for (position, element) in list.enumerated() where wanted > 0 {
            if int(1...list.count - position) <= wanted {
                chosen.append(element)
                wanted -= 1
            }
        }
        return chosen
    }
}
