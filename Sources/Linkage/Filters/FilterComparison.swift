// SPDX-License-Identifier: Apache-2.0

import CFilters

/// Every pair of two lists of filters that is alike enough, by Dice's coefficient: twice the bits in common over the
/// bits of both; 0 for two empty filters.
public struct FilterComparison {
    /// A pair: places in the two lists, and how alike.
    public struct Pair: Sendable, Equatable {
        public let first: Int
        public let second: Int
        public let dice: Double
    }

    /// How bits are counted; the quickest that the processor can is taken.
    public enum Path: UInt32, Sendable, CaseIterable {
        case portable = 0
        case popcnt = 1
        case avx2 = 2
        case avx512 = 3

        /// Whether this processor can.
        public var isPossible: Bool { wayhouse_filter_can(wayhouse_filter_path(rawValue: rawValue)) == 1 }

        public static var best: Path { allCases.last { $0.isPossible } ?? .portable }
    }

    private let path: Path
    private let columns: Int
    /// Words of eight filters side by side; the last group is filled up with empty ones.
    private let groups: [UInt64]
    private let groupBits: [UInt64]

    private static let lanes = wayhouse_filter_group
    private static let rowsAtOnce = wayhouse_filter_rows
    /// Groups that fit into a core's own memory together with what they are compared with.
    private static let groupsAtOnce = 256

    /// - Parameters:
    ///   - second: The second list.
    ///   - path: Another than the quickest in tests and measurements only.
    public init(with second: [PersonFilter], path: Path = .best) {
        self.path = path
        columns = second.count
        let count = (second.count + Self.lanes - 1) / Self.lanes
        var groups = [UInt64](repeating: 0, count: count * Self.lanes * PersonFilter.wordCount)
        var bits = [UInt64](repeating: 0, count: count * Self.lanes)
        for (place, filter) in second.enumerated() {
            let start = place / Self.lanes * Self.lanes * PersonFilter.wordCount + place % Self.lanes
            for (word, value) in filter.words.enumerated() { groups[start + word * Self.lanes] = value }
            bits[place] = UInt64(filter.bits)
        }
        (self.groups, groupBits) = (groups, bits)
    }

    /// - Parameter threshold: Above 0, up to 1.
    /// - Returns: by the first list, then by the second.
    /// - Complexity: all pairs; 1.6 thousand million a second and core with AVX-512.
    public func pairs(of first: [PersonFilter], atLeast threshold: Double) -> [Pair] {
        let missing = (Self.rowsAtOnce - first.count % Self.rowsAtOnce) % Self.rowsAtOnce
        let words = first.flatMap(\.words) + [UInt64](repeating: 0, count: missing * PersonFilter.wordCount)
        let bits = first.map { UInt32($0.bits) } + [UInt32](repeating: 0, count: missing)
        let count = groupBits.count / Self.lanes
        var found: [Pair] = []
        withUnsafeTemporaryAllocation(
            of: wayhouse_filter_hit.self, capacity: Self.rowsAtOnce * Self.lanes * Self.groupsAtOnce
        ) { hits in
            for start in stride(from: 0, to: count, by: Self.groupsAtOnce) {
                for row in stride(from: 0, to: bits.count, by: Self.rowsAtOnce) {
                    let block = Block(row: row, group: start, groups: min(Self.groupsAtOnce, count - start))
                    for hit in hits.prefix(compare(words, bits, block, threshold, hits)) {
                        let (one, other) = (row + Int(hit.row), start * Self.lanes + Int(hit.column))
                        guard one < first.count, other < columns else { continue }
                        let both = Double(bits[one]) + Double(groupBits[other])
                        found.append(Pair(first: one, second: other, dice: 2 * Double(hit.common) / both))
                    }
                }
            }
        }
        return found.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }

    /// Some rows of the first list and some groups of the second.
    private struct Block {
        let row: Int
        let group: Int
        let groups: Int
    }

    private func compare(
        _ words: [UInt64], _ bits: [UInt32], _ block: Block, _ threshold: Double,
        _ hits: UnsafeMutableBufferPointer<wayhouse_filter_hit>
    ) -> Int {
        groups.withUnsafeBufferPointer { groups in
            groupBits.withUnsafeBufferPointer { sizes in
                words.withUnsafeBufferPointer { words in
                    bits.withUnsafeBufferPointer { bits in
                        guard let groups = groups.baseAddress, let sizes = sizes.baseAddress,
                            let words = words.baseAddress, let bits = bits.baseAddress, let hits = hits.baseAddress
                        else { return 0 }
                        return wayhouse_filter_compare(
                            wayhouse_filter_path(rawValue: path.rawValue),
                            words + block.row * PersonFilter.wordCount, bits + block.row,
                            groups + block.group * Self.lanes * PersonFilter.wordCount,
                            sizes + block.group * Self.lanes, block.groups, threshold, hits)
                    }
                }
            }
        }
    }
}
