// SPDX-License-Identifier: Apache-2.0

/// Rounds all cells of a table to multiples of a base by chance, so that the totals still add up, each cell moves by
/// less than the base, and on the average nothing moves (Cox, "A constructive procedure for unbiased controlled
/// rounding", Journal of the American Statistical Association 82, 1987).
enum ControlledRounding {
    /// - Parameter base: 2 or more (a precondition).
    /// O(cells²) at worst: each step settles a cell for good.
    static func round(
        _ table: CountTable, base: Int, using chance: inout some RandomNumberGenerator
    ) -> CountTable {
        precondition(base >= 2, "nothing to round to")
        let network = table.network(least: table.counts.map { _ in 0 })
        var counts = table.counts
        var openAt: [Int: Set<Int>] = [:]
        for (cell, arc) in network.arcs.enumerated() where counts[cell] % base != 0 {
            openAt[arc.from, default: []].insert(cell)
            openAt[arc.to, default: []].insert(cell)
        }
        while let start = openAt.filter({ !$0.value.isEmpty }).keys.min() {
            let round = cycle(from: start, network, openAt)
            // How far the whole round can be pushed one way and the other until a cell stands on a multiple.
            let ahead = round.map { $0.isForward ? base - counts[$0.cell] % base : counts[$0.cell] % base }.min()!
            let back = round.map { $0.isForward ? counts[$0.cell] % base : base - counts[$0.cell] % base }.min()!
            let push = Int.random(in: 0..<(ahead + back), using: &chance) < back ? ahead : -back
            for step in round {
                counts[step.cell] += step.isForward ? push : -push
                if counts[step.cell] % base == 0 {
                    openAt[network.arcs[step.cell].from]?.remove(step.cell)
                    openAt[network.arcs[step.cell].to]?.remove(step.cell)
                }
            }
        }
        return table.replacing(counts: counts)
    }

    private struct Step {
        let cell: Int
        let isForward: Bool
    }

    /// A round trip over cells that are no multiple yet. Where one such cell touches a sum, another does too, since all
    /// together are a multiple; so a walk never ends before it comes back to itself.
    private static func cycle(from start: Int, _ network: CellNetwork, _ openAt: [Int: Set<Int>]) -> [Step] {
        var (walk, placeOf, node): ([Step], [Int: Int], Int) = ([], [start: 0], start)
        while true {
            let last = walk.last?.cell
            let cell = openAt[node]!.filter { $0 != last }.min()!
            let arc = network.arcs[cell]
            let isForward = arc.from == node
            walk.append(Step(cell: cell, isForward: isForward))
            node = isForward ? arc.to : arc.from
            if let place = placeOf[node] { return Array(walk[place...]) }
            placeOf[node] = walk.count
        }
    }
}
