// SPDX-License-Identifier: Apache-2.0

/// A set of atoms by their numbers, 0…127. Two machine words: joining, comparing and counting cost nanoseconds.
public struct AtomSet: Sendable, Hashable {
    private var low: UInt64
    private var high: UInt64

    /// Stands for the age at the act in sets of questions.
    static let age = 126
    /// Stands for the date of the facts in sets of questions.
    static let date = 127
    /// How many numbers the catalogue may use.
    static let room = 120

    public init() { (low, high) = (0, 0) }
    public init(_ numbers: some Sequence<Int>) {
        self.init()
        for number in numbers { insert(number) }
    }
    private init(_ low: UInt64, _ high: UInt64) { (self.low, self.high) = (low, high) }

    public var isEmpty: Bool { low | high == 0 }
    public var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

    public func contains(_ number: Int) -> Bool {
        (number < 64 ? low >> UInt64(number) : high >> UInt64(number - 64)) & 1 == 1
    }
    public mutating func insert(_ number: Int) {
        if number < 64 { low |= 1 << UInt64(number) } else { high |= 1 << UInt64(number - 64) }
    }
    public mutating func remove(_ number: Int) {
        if number < 64 { low &= ~(1 << UInt64(number)) } else { high &= ~(1 << UInt64(number - 64)) }
    }
    public func union(_ other: AtomSet) -> AtomSet { AtomSet(low | other.low, high | other.high) }
    public func intersection(_ other: AtomSet) -> AtomSet { AtomSet(low & other.low, high & other.high) }
    public func subtracting(_ other: AtomSet) -> AtomSet { AtomSet(low & ~other.low, high & ~other.high) }
    public func meets(_ other: AtomSet) -> Bool { low & other.low | high & other.high != 0 }
    public func isSubset(of other: AtomSet) -> Bool { low & ~other.low | high & ~other.high == 0 }

    /// Its members in rising order.
    public var numbers: [Int] {
        var found: [Int] = []
        found.reserveCapacity(count)
        for (word, base) in [(low, 0), (high, 64)] {
            var rest = word
            while rest != 0 {
                found.append(base + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return found
    }
}
