// SPDX-License-Identifier: Apache-2.0

/// One side of tables that are shown beside one another: which of its counts stand in every table by this side, and
/// which in none.
///
/// Those that are hidden are two or more and come to at least the threshold together, so that each of them can be
/// anything from none to all of these.
public struct LinkedSide: Sendable, Hashable {
    /// People by answer. Where somebody may have several answers they are treated as if they added up.
    public let counts: [Int]
    public let isHidden: [Bool]

    /// - Parameters:
    ///   - threshold: Counts from 1 to one below this are hidden.
    ///   - also: Answers that must be hidden besides.
    /// - Throws: `TableRefusal.cannotHide` when that takes hiding the total.
    public init(_ counts: [Int], threshold: Int, also: Set<Int> = []) throws(TableRefusal) {
        let table = CountTable(answers: [counts.indices.map(String.init)], inner: counts)
        let rule = TableProtection.Rule(threshold: threshold, keepsTotals: true)
        let hidden = try TableProtection(table, rule: rule, also: also).isWithheld
        guard hidden.last == false else { throw .cannotHide }
        self.counts = counts
        isHidden = Array(hidden.dropLast())
    }
}

/// A table of two sides that can be shown beside any other tables, as long as no chain of them leads in a circle (see
/// `LinkedColumns`).
///
/// Whatever belongs to a hidden answer of a side is hidden whole. What can be worked out of it, all hidden answers of a
/// side taken together, is protected as a row or a column of its own. So nothing of a hidden count of a side
/// follows from the table, and tables that share a side tell nothing of one another but what the side itself tells: any
/// two worlds in which they come out as shown can be put together along that side. Each small cell can
/// be at least `threshold` numbers more than one, whatever else is shown.
public struct LinkedCross: Sendable, Hashable {
    /// Row by row, without totals: these are shown as the sides show them.
    public let isHidden: [Bool]

    /// - Parameters:
    ///   - inner: The counts, row by row.
    ///   - also: Cells that must be hidden like small ones.
    /// - Throws: `TableRefusal.cannotHide` when that takes hiding more of the sides.
    public init(
        _ rows: LinkedSide, by columns: LinkedSide, inner: [Int], threshold: Int, also: Set<Int> = []
    ) throws(TableRefusal) {
        precondition(inner.count == rows.counts.count * columns.counts.count, "not a table of these sides")
        let (down, across) = (Self.places(rows), Self.places(columns))
        let width = across.count
        var counts = Array(repeating: 0, count: down.count * width)
        var marked: Set<Int> = []
        for (cell, count) in inner.enumerated() {
            let place = (down.of[cell / columns.counts.count], across.of[cell % columns.counts.count])
            counts[place.0 * width + place.1] += count
            if also.contains(cell) { marked.insert(place.0 * (width + 1) + place.1) }
        }
        let table = CountTable(
            answers: [(0..<down.count).map(String.init), (0..<width).map(String.init)], inner: counts)
        let rule = TableProtection.Rule(threshold: threshold, keepsTotals: true)
        let hidden = try TableProtection(table, rule: rule, also: marked).isWithheld
        guard hidden.indices.allSatisfy({ !hidden[$0] || !table.isTotal($0) }) else { throw .cannotHide }
        isHidden = inner.indices.map { cell in
            let (row, column) = (cell / columns.counts.count, cell % columns.counts.count)
            if rows.isHidden[row] || columns.isHidden[column] { return true }
            return hidden[down.of[row] * (width + 1) + across.of[column]]
        }
    }

    /// Where each answer stands when all hidden ones are one, the last.
    private static func places(_ side: LinkedSide) -> (of: [Int], count: Int) {
        let shown = side.isHidden.count { !$0 }
        var next = 0
        let of = side.isHidden.map { hidden in
            if hidden { return shown }
            defer { next += 1 }
            return next
        }
        return (of, shown + (shown < side.isHidden.count ? 1 : 0))
    }
}

/// Which columns were shown together. Tables by two columns each tell no more than each for itself, as long as the
/// columns make no circle: A by B, B by C and A by C would narrow down who has three answers at once.
public struct LinkedColumns: Sendable, Hashable, Codable {
    /// Two names each, in their order.
    public private(set) var pairs: Set<[String]> = []

    public init() {}

    /// The pairs that would make a circle with this one; empty when it may be shown.
    public func circle(_ a: String, _ b: String) -> [[String]] {
        let pair = [a, b].sorted()
        if pairs.contains(pair) { return [] }
        var ways: [String: [[String]]] = [a: []]
        var open = [a]
        while let next = open.popLast() {
            for pair in pairs.sorted(by: { $0.lexicographicallyPrecedes($1) }) where pair.contains(next) {
                let other = pair[0] == next ? pair[1] : pair[0]
                if ways[other] != nil { continue }
                ways[other] = ways[next, default: []] + [pair]
                open.append(other)
            }
        }
        return ways[b] ?? []
    }

    /// Notes that a table by both was shown.
    public mutating func insert(_ a: String, _ b: String) { pairs.insert([a, b].sorted()) }
}
