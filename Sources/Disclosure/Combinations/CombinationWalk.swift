// SPDX-License-Identifier: Apache-2.0

/// Every combination of attributes that occurs in the rows, up to a length, each met once with its count.
///
/// Depth first over projections: the places at which a combination occurs are bucketed by the attributes that stand
/// behind them in their rows, rare attributes first, so that each pair of a row and a combination costs one addition to
/// an array that stays in the processor's cache. Memory: the rows twice, and the places of one combination a length.
///
/// Rows may be of two sides, told by their number: those below `boundary` and the others are counted apart.
struct CombinationWalk: ~Copyable {
    /// How often a combination occurs on each side.
    struct Count: Hashable {
        var first: UInt32 = 0
        var second: UInt32 = 0
        var total: Int { Int(first) + Int(second) }
    }

    /// After each row, in place of an attribute.
    private static let end = UInt32.max
    private static let dropped = UInt32.max

    private let length: Int
    private let least: Int
    /// Attribute numbers by rank: rare attributes first.
    private let attributeOf: [UInt32]
    /// Ranks of all rows, ascending within a row, `end` after each.
    private let items: UnsafeMutableBufferPointer<UInt32>
    /// The first place in `items` that is of the second side.
    private let boundary: UInt32
    private let counts: [UnsafeMutablePointer<Count>]
    private let touched: [UnsafeMutablePointer<UInt32>]
    private let offsets: UnsafeMutablePointer<UInt32>
    private let firstPlaces: UnsafeMutableBufferPointer<UInt32>
    private let firstCounts: [Count]
    private let prefix: UnsafeMutablePointer<UInt32>
    private let marks: RarityMarks?

    /// - Parameters:
    ///   - rows: At most 2³² − 1 attributes and rows together (a precondition).
    ///   - length: The longest combination, 1 or more.
    ///   - least: Combinations that occur less often on both sides together are not met.
    ///   - boundary: The first row of the second side; all rows are of the first when nil.
    ///   - marks: Where to note which rows of the first side have a rare combination; needs `least` 1.
    init(_ rows: AttributeRows, length: Int, least: Int, boundary: Int? = nil, marks: RarityMarks? = nil) {
        precondition(rows.items.count + rows.rowCount < Int(UInt32.max), "too many cells")
        (self.length, self.least) = (length, max(1, least))
        let all = rows.counts
        let order = all.indices.filter { all[$0] >= max(1, least) }.sorted { (all[$0], $0) < (all[$1], $1) }
        attributeOf = order.map(UInt32.init)
        let laid = Self.lay(rows, order: order, boundary: boundary ?? rows.rowCount)
        (items, self.boundary) = (laid.items, laid.boundary)
        (firstPlaces, firstCounts) = Self.places(of: items, ranks: order.count, boundary: laid.boundary)
        counts = (0...length).map { _ in
            let pointer = UnsafeMutablePointer<Count>.allocate(capacity: max(1, order.count))
            pointer.initialize(repeating: Count(), count: order.count)
            return pointer
        }
        touched = (0...length).map { _ in .allocate(capacity: max(1, order.count)) }
        offsets = .allocate(capacity: max(1, order.count))
        prefix = .allocate(capacity: length + 1)
        self.marks = marks
        marks?.prepare(items, end: Self.end)
    }

    deinit {
        items.deallocate()
        firstPlaces.deallocate()
        for pointer in counts { pointer.deallocate() }
        for pointer in touched { pointer.deallocate() }
        offsets.deallocate()
        prefix.deallocate()
    }

    /// Calls `visit` for every combination, in no order that means anything: the order of the rows plays into it.
    ///
    /// - Parameter visit: The attribute numbers in no order, good only during the call, and the count.
    func each(_ visit: (UnsafeBufferPointer<UInt32>, Count) -> Void) {
        var start = 0
        for (rank, count) in firstCounts.enumerated() {
            let places = UnsafeBufferPointer(rebasing: firstPlaces[start..<start + count.total])
            start += count.total
            prefix[0] = attributeOf[rank]
            visit(UnsafeBufferPointer(start: prefix, count: 1), count)
            if let marks {
                for place in places where place < boundary { marks.note(place, count: count.first, length: 1) }
            }
            if length > 1 { walk(places, depth: 1, visit) }
        }
    }

    /// All longer combinations of the one in `prefix`, which is `depth` long and occurs at these places.
    private func walk(
        _ places: UnsafeBufferPointer<UInt32>, depth: Int, _ visit: (UnsafeBufferPointer<UInt32>, Count) -> Void
    ) {
        let counts = counts[depth]
        let touched = UnsafeMutableBufferPointer(start: touched[depth], count: extend(places, depth))
        if let marks { mark(places, depth, marks) }
        var total = 0
        for rank in touched where counts[Int(rank)].total >= least {
            prefix[depth] = attributeOf[Int(rank)]
            visit(UnsafeBufferPointer(start: prefix, count: depth + 1), counts[Int(rank)])
            total += counts[Int(rank)].total
        }
        if depth + 1 < length, total > 0 {
            let next = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: total)
            defer { next.deallocate() }
            bucket(places, by: touched, depth, into: next)
            var start = 0
            for rank in touched {
                let count = counts[Int(rank)].total
                counts[Int(rank)] = Count()
                if count < least { continue }
                prefix[depth] = attributeOf[Int(rank)]
                walk(UnsafeBufferPointer(rebasing: next[start..<start + count]), depth: depth + 1, visit)
                start += count
            }
        } else {
            for rank in touched { counts[Int(rank)] = Count() }
        }
    }

    /// Counts what stands behind these places in their rows. How many different attributes that are.
    private func extend(_ places: UnsafeBufferPointer<UInt32>, _ depth: Int) -> Int {
        let (counts, touched, items) = (counts[depth], touched[depth], items.baseAddress!)
        var seen = 0
        for place in places {
            var at = Int(place) + 1
            let isFirst = place < boundary
            while items[at] != Self.end {
                let rank = Int(items[at])
                if counts[rank].first | counts[rank].second == 0 {
                    touched[seen] = UInt32(rank)
                    seen += 1
                }
                if isFirst { counts[rank].first &+= 1 } else { counts[rank].second &+= 1 }
                at += 1
            }
        }
        return seen
    }

    /// Notes the rows of the first side in which something rare stands behind these places.
    private func mark(_ places: UnsafeBufferPointer<UInt32>, _ depth: Int, _ marks: RarityMarks) {
        for place in places where place < boundary {
            var at = Int(place) + 1
            while items[at] != Self.end {
                marks.note(place, count: counts[depth][Int(items[at])].first, length: depth + 1)
                at += 1
            }
        }
    }

    /// Puts the places that follow into one bucket an attribute.
    private func bucket(
        _ places: UnsafeBufferPointer<UInt32>, by touched: UnsafeMutableBufferPointer<UInt32>, _ depth: Int,
        into next: UnsafeMutableBufferPointer<UInt32>
    ) {
        let (counts, items) = (counts[depth], items.baseAddress!)
        var offset: UInt32 = 0
        for rank in touched {
            let count = counts[Int(rank)].total
            offsets[Int(rank)] = count < least ? Self.dropped : offset
            if count >= least { offset += UInt32(count) }
        }
        for place in places {
            var at = Int(place) + 1
            while items[at] != Self.end {
                let rank = Int(items[at])
                if offsets[rank] != Self.dropped {
                    next[Int(offsets[rank])] = UInt32(at)
                    offsets[rank] += 1
                }
                at += 1
            }
        }
    }
}

extension CombinationWalk {
    /// The rows as ranks, without the attributes that are too rare.
    private static func lay(
        _ rows: AttributeRows, order: [Int], boundary: Int
    ) -> (items: UnsafeMutableBufferPointer<UInt32>, boundary: UInt32) {
        var rankOf = [UInt32](repeating: dropped, count: rows.attributes.count)
        for (rank, attribute) in order.enumerated() { rankOf[attribute] = UInt32(rank) }
        let items = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: rows.items.count + rows.rowCount + 1)
        var (at, edge) = (0, UInt32.max)
        for row in 0..<rows.rowCount {
            if row == boundary { edge = UInt32(at) }
            let start = at
            for item in rows.items[rows.starts[row]..<rows.starts[row + 1]] {
                let rank = rankOf[Int(item)]
                if rank == dropped { continue }
                // Rows are short: insertion keeps them sorted.
                var place = at
                while place > start, items[place - 1] > rank {
                    items[place] = items[place - 1]
                    place -= 1
                }
                items[place] = rank
                at += 1
            }
            items[at] = end
            at += 1
        }
        return (UnsafeMutableBufferPointer(rebasing: items[..<at]), edge)
    }

    /// The places of every attribute, by rank, and how many they are on each side.
    private static func places(
        of items: UnsafeMutableBufferPointer<UInt32>, ranks: Int, boundary: UInt32
    ) -> (UnsafeMutableBufferPointer<UInt32>, [Count]) {
        var counts = [Count](repeating: Count(), count: ranks)
        for (at, rank) in items.enumerated() where rank != end {
            if at < boundary { counts[Int(rank)].first += 1 } else { counts[Int(rank)].second += 1 }
        }
        var offsets: [Int] = []
        var total = 0
        for count in counts {
            offsets.append(total)
            total += count.total
        }
        let places = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: max(1, total))
        for (at, rank) in items.enumerated() where rank != end {
            places[offsets[Int(rank)]] = UInt32(at)
            offsets[Int(rank)] += 1
        }
        return (places, counts)
    }
}
