// SPDX-License-Identifier: Apache-2.0

/// The same numbers for the same seed on every machine (SplitMix64: Steele, Lea and Flood 2014,
/// "Fast splittable pseudorandom number generators"). For invented people only, never for keys.
struct DemoRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

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
