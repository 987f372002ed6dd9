// SPDX-License-Identifier: Apache-2.0

/// All ways of choosing a level for each column, cheapest first.
///
/// Costs rise with each level, so taking the cheapest known choice and adding its neighbours above gives all of them
/// in order without writing them all down first. Equal costs go by the levels, so the order is always the same.
struct RecodingLattice {
    private struct Node {
        let cost: Double
        let levels: [UInt8]

        func isBefore(_ other: Node) -> Bool {
            cost != other.cost ? cost < other.cost : levels.lexicographicallyPrecedes(other.levels)
        }
    }

    /// For each column, the cost of each of its levels, not falling.
    private let costs: [[Double]]
    private var heap: [Node] = []
    private var seen: Set<[UInt8]> = []

    init(costs: [[Double]]) {
        self.costs = costs
        add(Array(repeating: 0, count: costs.count))
    }

    /// The cheapest choice that was not given before; nil when there is none left.
    mutating func next() -> [Int]? {
        guard let node = takeFirst() else { return nil }
        for column in costs.indices where Int(node.levels[column]) + 1 < costs[column].count {
            var above = node.levels
            above[column] += 1
            add(above)
        }
        return node.levels.map { Int($0) }
    }

    private mutating func add(_ levels: [UInt8]) {
        guard seen.insert(levels).inserted else { return }
        var cost = 0.0
        for column in costs.indices { cost += costs[column][Int(levels[column])] }
        heap.append(Node(cost: cost, levels: levels))
        var at = heap.count - 1
        while at > 0, heap[at].isBefore(heap[(at - 1) / 2]) {
            heap.swapAt(at, (at - 1) / 2)
            at = (at - 1) / 2
        }
    }

    private mutating func takeFirst() -> Node? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var at = 0
        while true {
            var least = at
            for child in [2 * at + 1, 2 * at + 2] where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            if least == at { return first }
            heap.swapAt(at, least)
            at = least
        }
    }
}
