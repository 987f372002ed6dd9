// SPDX-License-Identifier: Apache-2.0

/// Looks at tables as an outsider does, knowing only what is published: which withheld counts follow exactly from the
/// others? Shares no code with what protected them: the sums are written down from the answers of the cells, and solved
/// by elimination.
public struct TableAudit: Sendable, Hashable {
    /// Withheld counts that follow exactly; nil when the tables are too large to be solved in this way.
    public let recoverable: Int?

    private static let prime: UInt64 = 2_147_483_647
    private static let workMax = 2_000_000_000

    /// Exact: the numbers that can stand in such sums while they are solved are -1, 0 and 1 (the matrix is totally
    /// unimodular), so that counting modulo a prime loses nothing. O(sums² × withheld cells) a table.
    public init(_ tables: PublishedTables) {
        let layers = tables.settings.by.count
        var found = 0
        var start = 0
        while start < tables.cells.count {
            let layer = tables.cells[start].answers.prefix(layers)
            var end = start
            while end < tables.cells.count, tables.cells[end].answers.prefix(layers) == layer { end += 1 }
            let hidden = tables.cells[start..<end].filter { $0.count == nil }.map {
                Array($0.answers.dropFirst(layers))
            }
            var sums = Self.sums(hidden)
            guard sums.count * sums.count * hidden.count <= Self.workMax else {
                recoverable = nil
                return
            }
            found += Self.solve(&sums)
            start = end
        }
        recoverable = found
    }

    /// For each sum that holds a withheld cell, how often each of these stands in it: parts once, the total taken away.
    private static func sums(_ hidden: [[String?]]) -> [[UInt64]] {
        var places: [[String?]: Int] = [:]
        var sums: [[UInt64]] = []
        for (cell, answers) in hidden.enumerated() {
            for way in answers.indices {
                // The cells that differ in this answer only are one sum; the empty list keeps the ways apart.
                var others = answers
                others[way] = nil
                let key = others + (0..<way).map { _ in "" }
                let place = places[key] ?? sums.count
                if places.updateValue(place, forKey: key) == nil {
                    sums.append(Array(repeating: 0, count: hidden.count))
                }
                sums[place][cell] = answers[way] == nil ? prime - 1 : 1
            }
        }
        return sums
    }

    /// Solves as far as it goes, and counts the unknowns that stand alone in a sum then.
    private static func solve(_ sums: inout [[UInt64]]) -> Int {
        guard let width = sums.first?.count else { return 0 }
        var next = 0
        for unknown in 0..<width {
            guard let pivot = (next..<sums.count).first(where: { sums[$0][unknown] != 0 }) else { continue }
            sums.swapAt(next, pivot)
            let inverse = power(sums[next][unknown], prime - 2)
            for place in unknown..<width { sums[next][place] = sums[next][place] * inverse % prime }
            for row in sums.indices where row != next && sums[row][unknown] != 0 {
                let factor = prime - sums[row][unknown]
                for place in unknown..<width where sums[next][place] != 0 {
                    sums[row][place] = (sums[row][place] + factor * sums[next][place]) % prime
                }
            }
            next += 1
            if next == sums.count { break }
        }
        return sums.count { row in row.count { $0 != 0 } == 1 }
    }

    private static func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
        var (result, base, exponent): (UInt64, UInt64, UInt64) = (1, base, exponent)
        while exponent > 0 {
            if exponent & 1 == 1 { result = result * base % prime }
            base = base * base % prime
            exponent >>= 1
        }
        return result
    }
}
