// SPDX-License-Identifier: Apache-2.0

/// A table of counts with its totals as a network: every cell an arc, every row and column that must add up a node.
///
/// In a table of one or two ways each cell stands in at most two sums, once on each side, so the sums are the balances
/// of a network, and the least and the most that a withheld cell can be are whole numbers that flows find exactly
/// (its matrix is totally unimodular: linear and whole-number bounds are the same).
struct CellNetwork {
    struct Arc {
        let from: Int
        let to: Int
        let value: Int
        /// What everybody may know the cell holds at least.
        var least = 0
    }

    private(set) var arcs: [Arc]
    private let touching: [[Int]]
    private(set) var isHidden: [Bool]
    /// Values while flow is pushed about; the true ones in between.
    private var moved: [Int]

    init(arcs: [Arc], nodes: Int) {
        self.arcs = arcs
        var touching = [[Int]](repeating: [], count: nodes)
        for (index, arc) in arcs.enumerated() {
            touching[arc.from].append(index)
            touching[arc.to].append(index)
        }
        self.touching = touching
        isHidden = arcs.map { _ in false }
        moved = arcs.map(\.value)
    }

    mutating func setHidden(_ arc: Int, _ hidden: Bool) { isHidden[arc] = hidden }

    /// How far a withheld cell can move from its true value, down and up, each looked at up to `enough` only.
    mutating func play(of arc: Int, enough: Int) -> (down: Int, up: Int) {
        let down = shift(arc, up: false, by: min(enough, arcs[arc].value - arcs[arc].least), through: nil)
        let up = shift(arc, up: true, by: enough, through: nil)
        return (down.done, up.done)
    }

    /// Withholds the cheapest further cells found until the cell can move by `width` in all.
    ///
    /// - Parameter cost: What withholding a cell costs that is not withheld yet.
    /// - Returns: False when even all cells together do not hide it.
    mutating func protect(_ arc: Int, width: Int, cost: @escaping (Int) -> Int) -> Bool {
        let own = play(of: arc, enough: width)
        var missing = width - own.down - own.up
        if missing <= 0 { return true }
        for isUp in [true, false] {
            let room = isUp ? Int.max / 4 : arcs[arc].value - arcs[arc].least
            let target = min(room, (isUp ? own.up : own.down) + missing)
            let found = shift(arc, up: isUp, by: target, through: cost)
            for other in found.used { isHidden[other] = true }
            missing -= found.done - (isUp ? own.up : own.down)
            if missing <= 0 { return true }
        }
        let now = play(of: arc, enough: width)
        return now.down + now.up >= width
    }

    /// Pushes a cell up or down by as much as `amount`, the others making up for it.
    ///
    /// - Parameter through: nil to move withheld cells only; else what each further cell costs.
    /// - Returns: How far it went, and which cells moved that were not withheld.
    private mutating func shift(
        _ arc: Int, up: Bool, by amount: Int, through cost: ((Int) -> Int)?
    ) -> (done: Int, used: [Int]) {
        let (start, end) = up ? (arcs[arc].to, arcs[arc].from) : (arcs[arc].from, arcs[arc].to)
        var (done, used, touched): (Int, Set<Int>, [Int]) = (0, [], [])
        while done < amount {
            // A way that carries all that is missing withholds fewer cells than several narrow ones.
            var way = cost == nil ? nil : path(start, end, without: arc, carrying: amount - done, cost, used)
            way = way ?? path(start, end, without: arc, carrying: 1, cost, used)
            guard let way else { break }
            let step = way.reduce(amount - done) { min($0, room($1)) }
            for move in way {
                moved[move.arc] += move.isForward ? step : -step
                touched.append(move.arc)
                if !isHidden[move.arc] { used.insert(move.arc) }
            }
            done += step
        }
        for index in touched { moved[index] = arcs[index].value }
        return (done, used.sorted())
    }

    private struct Move {
        let arc: Int
        let isForward: Bool
    }

    private func room(_ move: Move) -> Int {
        move.isForward ? Int.max : moved[move.arc] - arcs[move.arc].least
    }

    /// The cheapest way between two nodes along which `carrying` can be moved (Dijkstra).
    private func path(
        _ start: Int, _ end: Int, without own: Int, carrying: Int, _ cost: ((Int) -> Int)?, _ used: Set<Int>
    ) -> [Move]? {
        var reached: [Int: (cost: Int, by: Move?, from: Int)] = [start: (0, nil, start)]
        var settled: Set<Int> = []
        var queue = PathQueue()
        queue.add(start, at: 0)
        while let (node, distance) = queue.next() {
            if !settled.insert(node).inserted { continue }
            if node == end { break }
            for index in touching[node] where index != own {
                if !isHidden[index], cost == nil { continue }
                let arc = arcs[index]
                let move = Move(arc: index, isForward: arc.from == node)
                let next = move.isForward ? arc.to : arc.from
                if settled.contains(next) || room(move) < carrying { continue }
                let price = isHidden[index] || used.contains(index) ? 1 : max(cost?(index) ?? 1, 1)
                if let known = reached[next], known.cost <= distance + price { continue }
                reached[next] = (distance + price, move, node)
                queue.add(next, at: distance + price)
            }
        }
        guard reached[end] != nil, start != end else { return nil }
        var way: [Move] = []
        var node = end
        while node != start, let step = reached[node], let move = step.by {
            way.append(move)
            node = step.from
        }
        return way
    }
}

/// Nodes by their distance, the nearest first; equals by their number, so that the same table gives the same result.
private struct PathQueue {
    private var heap: [(node: Int, distance: Int)] = []

    mutating func add(_ node: Int, at distance: Int) {
        heap.append((node, distance))
        var at = heap.count - 1
        while at > 0, isBefore(at, (at - 1) / 2) {
            heap.swapAt(at, (at - 1) / 2)
            at = (at - 1) / 2
        }
    }

    mutating func next() -> (node: Int, distance: Int)? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var at = 0
        while true {
            var least = at
            for child in [2 * at + 1, 2 * at + 2] where child < heap.count && isBefore(child, least) { least = child }
            if least == at { return first }
            heap.swapAt(at, least)
            at = least
        }
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        (heap[a].distance, heap[a].node) < (heap[b].distance, heap[b].node)
    }
}
