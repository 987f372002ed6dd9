// SPDX-License-Identifier: Apache-2.0

/// How many people share each combination of attributes, up to a length.
///
/// Every combination that at least `least` rows have is there exactly once. In order: short before long, frequent
/// before rare, then by attribute numbers; the order of the rows plays no part.
public struct Combinations: Sendable {
    /// One combination, packed, and the number of rows that have it.
    struct Entry: Sendable {
        /// Attribute numbers in ascending order from the highest bits down.
        let key: UInt128
        let count: UInt32
    }

    /// The longest combination that can be asked for.
    public static let lengthMax = 8

    /// By length − 1.
    let entries: [[Entry]]
    let bits: Int
    public let rows: AttributeRows

    /// - Parameters:
    ///   - length: 1 to `lengthMax` (a precondition).
    ///   - least: The fewest rows, 1 or more.
    public init(of rows: AttributeRows, length: Int, least: Int) {
        precondition((1...Self.lengthMax).contains(length), "a length beyond the limit")
        // 128 bits hold eight numbers of 16 bits; there are never more attributes than that that occur often enough
        // to matter, but where there are, only shorter combinations fit.
        let bits = max(1, Int.bitWidth - max(1, rows.attributes.count - 1).leadingZeroBitCount)
        precondition(bits * length <= 128, "too many attributes for this length")
        var entries: [[Entry]] = Array(repeating: [], count: length)
        CombinationWalk(rows, length: length, least: least).each { attributes, count in
            entries[attributes.count - 1].append(Entry(key: Self.key(attributes, bits), count: count.first))
        }
        for index in entries.indices {
            entries[index].sort { $0.count != $1.count ? $0.count > $1.count : $0.key < $1.key }
        }
        (self.entries, self.bits, self.rows) = (entries, bits, rows)
    }

    /// How many combinations there are of each length, from 1.
    public var countsByLength: [Int] { entries.map(\.count) }

    /// Calls `visit` with the attribute numbers, ascending, and the number of rows of each combination, in order.
    public func each(_ visit: ([Int], Int) throws -> Void) rethrows {
        let mask = (UInt128(1) << UInt128(bits)) - 1
        for (index, list) in entries.enumerated() {
            var attributes = [Int](repeating: 0, count: index + 1)
            for entry in list {
                for place in 0...index {
                    attributes[place] = Int((entry.key >> UInt128(bits * (index - place))) & mask)
                }
                try visit(attributes, Int(entry.count))
            }
        }
    }

    /// How many attributes a table may have at most for combinations of this length.
    public static func attributesMax(length: Int) -> Int { 128 / length >= 32 ? .max : 1 << (128 / length) }

    private static func key(_ attributes: UnsafeBufferPointer<UInt32>, _ bits: Int) -> UInt128 {
        // Insertion into a few sorted numbers, which are never more than eight.
        var key: UInt128 = 0
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: attributes.count) { sorted in
            for (at, attribute) in attributes.enumerated() {
                var place = at
                while place > 0, sorted[place - 1] > attribute {
                    sorted[place] = sorted[place - 1]
                    place -= 1
                }
                sorted[place] = attribute
            }
            for attribute in sorted { key = key << UInt128(bits) | UInt128(attribute) }
        }
        return key
    }
}
