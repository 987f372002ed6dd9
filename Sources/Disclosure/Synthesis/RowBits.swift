// SPDX-License-Identifier: Apache-2.0

/// For each frequent attribute one bit a row, to count the rows that have several attributes at once.
///
/// Rows stand in an order of their own, like beside like, so that most words of an intersection are empty and the cost
/// does not depend on the order in the file.
struct RowBits {
    let wordCount: Int
    private let words: [UInt64]
    /// For each attribute the place of its bits; nothing is ever asked of one that is too rare to have them.
    private let slots: [Int]
    /// The words of each slot that are not empty, one slot behind the other.
    private let filled: [UInt32]
    private let filledStarts: [Int]

    /// - Parameter counts: How many rows have each attribute; those below `least` get no bits.
    init(_ rows: AttributeRows, in distinct: DistinctRows, counts: [Int], least: Int) {
        let wordCount = (rows.rowCount + 63) / 64
        let frequent = counts.indices.filter { counts[$0] >= least }
        var slots = [Int](repeating: -1, count: counts.count)
        for (slot, attribute) in frequent.enumerated() { slots[attribute] = slot }
        var words = [UInt64](repeating: 0, count: wordCount * frequent.count)
        var place = 0
        for (row, size) in zip(distinct.rows, distinct.sizes) {
            for place in place..<place + size {
                for item in rows.row(row) where slots[Int(item)] >= 0 {
                    words[slots[Int(item)] * wordCount + place >> 6] |= 1 << UInt64(place & 63)
                }
            }
            place += size
        }
        var (filled, starts): ([UInt32], [Int]) = ([], [0])
        for slot in frequent.indices {
            for word in 0..<wordCount where words[slot * wordCount + word] != 0 { filled.append(UInt32(word)) }
            starts.append(filled.count)
        }
        (self.wordCount, self.words, self.filled, filledStarts) = (wordCount, words, filled, starts)
        self.slots = slots
    }

    /// The rows that have every one of the attributes (one or more), counted no further than `cap`.
    func support(_ attributes: [UInt32], cap: Int) -> Int {
        words.withUnsafeBufferPointer { words in
            withUnsafeTemporaryAllocation(of: UnsafePointer<UInt64>.self, capacity: attributes.count) { lists in
                var rarest = 0
                for (place, attribute) in attributes.enumerated() {
                    lists[place] = words.baseAddress! + slots[Int(attribute)] * wordCount
                    let isRarer = filledCount(attribute) < filledCount(attributes[rarest])
                    if isRarer { rarest = place }
                }
                let start = filledStarts[slots[Int(attributes[rarest])]]
                return filled.withUnsafeBufferPointer { filled in
                    let places = filled[start..<start + filledCount(attributes[rarest])]
                    return Self.common(lists, at: UnsafeBufferPointer(rebasing: places), cap: cap)
                }
            }
        }
    }

    private func filledCount(_ attribute: UInt32) -> Int {
        filledStarts[slots[Int(attribute)] + 1] - filledStarts[slots[Int(attribute)]]
    }

    private static func common(
        _ lists: UnsafeMutableBufferPointer<UnsafePointer<UInt64>>, at places: UnsafeBufferPointer<UInt32>, cap: Int
    ) -> Int {
        var count = 0
        for place in places {
            var common = UInt64.max
            for list in lists {
                common &= list[Int(place)]
                if common == 0 { break }
            }
            if common == 0 { continue }
            count += common.nonzeroBitCount
            if count >= cap { return cap }
        }
        return count
    }

    /// Calls `body` with the bits of one attribute.
    func with<Result>(_ attribute: UInt32, _ body: (UnsafePointer<UInt64>) -> Result) -> Result {
        words.withUnsafeBufferPointer { body($0.baseAddress! + slots[Int(attribute)] * wordCount) }
    }

    /// The bits that two lists share, counted no further than `cap`.
    static func common(_ one: UnsafePointer<UInt64>, _ other: UnsafePointer<UInt64>, _ words: Int, cap: Int) -> Int {
        var count = 0
        for word in 0..<words {
            let both = one[word] & other[word]
            if both == 0 { continue }
            count += both.nonzeroBitCount
            if count >= cap { return cap }
        }
        return count
    }
}
