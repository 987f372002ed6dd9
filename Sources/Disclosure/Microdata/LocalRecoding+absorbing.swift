// SPDX-License-Identifier: Apache-2.0

extension LocalRecoding {
    /// A settled group: rows that are published alike.
    private struct Settled {
        let tuples: [Int]
        let rows: Int
        let node: [Int]
        /// What is published of it, for an order that does not hang on that of the rows.
        let codes: [UInt32]

        func isBefore(_ other: Settled) -> Bool {
            if rows != other.rows { return rows < other.rows }
            return node != other.node
                ? node.lexicographicallyPrecedes(other.node) : codes.lexicographicallyPrecedes(other.codes)
        }
    }

    /// Takes in rows that found no group of enough different answers: at the cheapest choice at which they are like a
    /// settled group, both are coarsened to it. The group was diverse before, so it is with them.
    ///
    /// O(choices × (open tuples + groups)).
    mutating func absorb() {
        var settled = settledGroups()
        var lattice = RecodingLattice(costs: columns.indices.map(costs))
        var looked = 0
        while !open.isEmpty, looked < Self.nodesMax, let choice = lattice.next() {
            looked += 1
            let node = columns.indices.map { levels[$0][choice[$0]] }
            let fitting = settled.indices.filter { place in
                columns.indices.allSatisfy { settled[place].node[$0] <= node[$0] }
            }
            if fitting.isEmpty { continue }
            let things = open + fitting.map { settled[$0].tuples[0] }
            let groups = group(things, at: node)
            var taker = [Int?](repeating: nil, count: groups.count)
            for (index, place) in fitting.enumerated() {
                let group = Int(groups.groupOf[open.count + index])
                if taker[group].map({ settled[place].isBefore(settled[$0]) }) ?? true { taker[group] = place }
            }
            move(open.indices.filter { taker[Int(groups.groupOf[$0])] != nil }, to: node, &settled) {
                taker[Int(groups.groupOf[$0])]!
            }
        }
    }

    /// Settles open tuples with the groups that take them in.
    private mutating func move(
        _ places: [Int], to node: [Int], _ settled: inout [Settled], taker: (Int) -> Int
    ) {
        if places.isEmpty { return }
        nodes.append(node)
        var joined: [Int: [Int]] = [:]
        for place in places { joined[taker(place), default: []].append(open[place]) }
        for (group, tuples) in joined {
            let all = settled[group].tuples + tuples
            for tuple in all { nodeOfTuple[tuple] = nodes.count - 1 }
            settled[group] = made(all, at: node)
        }
        let gone = Set(places)
        openRows -= places.reduce(0) { $0 + rowsOf[open[$1]] }
        open = open.indices.filter { !gone.contains($0) }.map { open[$0] }
    }

    private func settledGroups() -> [Settled] {
        var result: [Settled] = []
        for (number, node) in nodes.enumerated() {
            let tuples = nodeOfTuple.indices.filter { nodeOfTuple[$0] == number }
            let groups = group(tuples, at: node)
            var members = [[Int]](repeating: [], count: groups.count)
            for (index, tuple) in tuples.enumerated() { members[Int(groups.groupOf[index])].append(tuple) }
            result += members.filter { !$0.isEmpty }.map { made($0, at: node) }
        }
        return result
    }

    private func made(_ tuples: [Int], at node: [Int]) -> Settled {
        Settled(
            tuples: tuples, rows: tuples.reduce(0) { $0 + rowsOf[$1] }, node: node,
            codes: columns.indices.map { code(of: tuples[0], $0, level: node[$0]) })
    }
}
