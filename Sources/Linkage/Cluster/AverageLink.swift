// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Puts records of one person together: strongest pair first, two groups become one when all pairs between them,
/// compared or not, speak for it on average. One wrong pair then does not chain two people together, as it does where
/// any path of pairs makes a group.
///
/// Cost: that of sorting the pairs, and a comparison for each pair of rows across groups that are tried.
public struct AverageLink: Sendable {
    /// The group of each row, from 0 in the order of the groups' first rows.
    public let groups: [UInt32]
    public let count: Int
    public let largest: Int
    /// Times that two groups were kept apart because together they would have been larger than the guard allows.
    public let refusedBySize: Int

    /// What can be chosen.
    public struct Options: Sendable {
        /// The least weight of a pair that may bring two groups together.
        public var seed = 0.0
        /// The least mean weight over all pairs between two groups; each counts between −12 and 12.
        public var mean = 0.0
        /// Records of one person at most. More are a household, an interpreter or a default value.
        public var mostRecords = 50

        public init() {}
    }

    public init(_ linkage: Linkage, options: Options = Options()) {
        let scorer = Scorer(linkage.shared)
        self.init(rows: linkage.table.count, pairs: linkage.kept, options: options) { i, j in
            scorer.weight(i, j) + linkage.logOdds
        }
    }

    /// The same over any weights.
    ///
    /// - Parameters:
    ///   - pairs: weight falling.
    ///   - weight: of any two rows.
    init(rows: Int, pairs: [ScoredPair], options: Options, weight: (Int, Int) -> Double) {
        let forest = Forest(rows)
        var refused = 0
        for pair in pairs {
            if pair.weight < options.seed { break }
            let (a, b) = (forest.root(Int(pair.a)), forest.root(Int(pair.b)))
            if a == b { continue }
            if forest.size(a) + forest.size(b) > options.mostRecords {
                refused += 1
                continue
            }
            if forest.size(a) * forest.size(b) > 1 {
                var sum = 0.0
                forest.forEachMember(a) { x in forest.forEachMember(b) { y in sum += max(-12, min(12, weight(x, y))) } }
                if sum < options.mean * Double(forest.size(a) * forest.size(b)) { continue }
            }
            forest.join(a, b)
        }
        refusedBySize = refused
        (groups, count, largest) = forest.groups()
    }
}

/// Groups of rows as rings, joined in constant time.
private struct Forest {
    private let parent: Column<UInt32>
    private let next: Column<UInt32>
    private let sizes: Column<UInt32>

    init(_ rows: Int) {
        parent = Column(unfilled: rows)
        next = Column(unfilled: rows)
        sizes = Column(repeating: 1, count: rows)
        for row in 0..<rows {
            parent[row] = UInt32(truncatingIfNeeded: row)
            next[row] = UInt32(truncatingIfNeeded: row)
        }
    }

    func size(_ root: Int) -> Int { Int(sizes[root]) }

    func root(_ row: Int) -> Int {
        var row = row
        while Int(parent[row]) != row {
            parent[row] = parent[Int(parent[row])]
            row = Int(parent[row])
        }
        return row
    }

    func forEachMember(_ root: Int, _ body: (Int) -> Void) {
        var row = root
        repeat {
            body(row)
            row = Int(next[row])
        } while row != root
    }

    func join(_ a: Int, _ b: Int) {
        let (large, small) = sizes[a] >= sizes[b] ? (a, b) : (b, a)
        parent[small] = UInt32(large)
        sizes[large] += sizes[small]
        (next[large], next[small]) = (next[small], next[large])
    }

    func groups() -> (groups: [UInt32], count: Int, largest: Int) {
        var numbers = [UInt32](repeating: .max, count: parent.count)
        var groups = [UInt32](repeating: 0, count: parent.count)
        var count: UInt32 = 0
        var largest = 0
        for row in 0..<parent.count {
            let root = root(row)
            if numbers[root] == .max {
                numbers[root] = count
                count += 1
                largest = max(largest, size(root))
            }
            groups[row] = numbers[root]
        }
        return (groups, Int(count), largest)
    }
}
