// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Learns a model from the records themselves; nobody says which pairs are one person.
///
/// u comes from random pairs. m comes from several sessions of expectation maximisation, each on the pairs that agree
/// in some fields, about the other fields; the median of the sessions counts. Then u is corrected for the pairs of one
/// person among the random ones, and the sessions run again.
struct Training {
    let table: PersonTable
    let comparisons: [FieldComparison]
    /// By comparison and level, level 0 unused.
    private(set) var m: [[Double]] = []
    private(set) var u: [[Double]] = []
    private(set) var sessions: [Session] = []
    /// Pairs of one person that the best session expects: a lower bound for all.
    private(set) var expectedMatches = 0.0

    /// What a session saw, for the report.
    struct Session: Sendable, Codable {
        let agreeing: [String]
        let pairs: Int
        let iterations: Int
        let expectedMatches: Double
    }

    static let randomPairs = 600_000
    private static let sessionPairs = 500_000

    /// - Parameter strips: of the table.
    init(_ table: PersonTable, _ strips: RowStrips) {
        self.table = table
        comparisons = strips.comparisons
        let random = RandomPairs.patterns(of: table, comparisons, strips, most: Self.randomPairs)
        let seen = comparisons.indices.map { random.levels(of: $0) }
        m = comparisons.map { Self.start($0.kind) }
        u = zip(comparisons, seen).map { Self.shares($1, $0.kind, without: nil, share: 0) }
        let rules = sessionRules()
        let compared = comparisons
        let patterns = Parallel.map(rules.count) { Self.patterns(of: rules[$0], table, compared, strips) }
        let counted = Array(zip(rules, patterns))
        let all =
            table.isPaired
            ? Double(table.boundary) * Double(table.count - table.boundary)
            : Double(table.count) * Double(table.count - 1) / 2
        for _ in 0..<2 {
            run(counted)
            let share = all > 0 ? min(0.5, expectedMatches / all) : 0
            u = comparisons.indices.map { Self.shares(seen[$0], comparisons[$0].kind, without: m[$0], share: share) }
        }
    }

    private mutating func run(_ counted: [(BlockingRule, PatternCounts)]) {
        var learned: [[[Double]]] = Array(repeating: [], count: comparisons.count)
        sessions = []
        expectedMatches = 0
        for (rule, counts) in counted {
            let skipped = Set(comparisons.indices.filter { Self.uses(rule, comparisons[$0].field) })
            let result = ExpectationMaximisation(
                counts, start: comparisons.map { Self.start($0.kind) }, u: u, skipped: skipped, share: 0.2)
            sessions.append(
                Session(
                    agreeing: rule.parts, pairs: Int(counts.total), iterations: result.iterations,
                    expectedMatches: result.expectedMatches))
            expectedMatches = max(expectedMatches, result.expectedMatches)
            if result.expectedMatches < 10 { continue }
            for place in comparisons.indices where !skipped.contains(place) { learned[place].append(result.m[place]) }
        }
        for place in comparisons.indices where !learned[place].isEmpty { m[place] = Self.median(learned[place]) }
    }

    /// Level by level, then made to add up to one.
    private static func median(_ sessions: [[Double]]) -> [Double] {
        var middle = sessions[0].indices.map { level in
            let sorted = sessions.map { $0[level] }.sorted()
            return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        }
        let sum = middle.dropFirst().reduce(0, +)
        for level in middle.indices.dropFirst() { middle[level] /= sum }
        return middle
    }

    private static func start(_ kind: ComparisonKind) -> [Double] {
        let levels = kind.levels.count
        return [0] + (1...levels).map { $0 == levels ? 0.8 : 0.2 / Double(levels - 1) }
    }

    /// Shares of levels among pairs of two people: what was seen less what pairs of one person add to it.
    private static func shares(
        _ seen: [Double], _ kind: ComparisonKind, without m: [Double]?, share: Double
    ) -> [Double] {
        let levels = kind.levels.count
        let total = seen[1...levels].reduce(0, +)
        var shares = [0.0] + (1...levels).map { (seen[$0] + 0.5) / (total + 0.5 * Double(levels)) }
        if let m {
            for level in 1...levels { shares[level] = max(shares[level] - share * m[level], shares[level] * 0.1) }
        }
        let sum = shares.reduce(0, +)
        for level in 1...levels { shares[level] /= sum }
        return shares
    }

    /// Fields to agree in, one session each, of those that the table has.
    private func sessionRules() -> [BlockingRule] {
        let places = table.places.indices.map { FieldComparison.placeName($0) }
        var rules = ["birth_date", "phone", "document"]
        rules += places.isEmpty ? ["names"] : ["names+\(places[0])"]
        if places.isEmpty { rules += ["given_name+birth_year", "surname+birth_year"] }
        // Where somebody lives goes with a nationality, which then agrees among strangers too.
        if table.nationality == nil { rules += places }
        return rules.map { BlockingRule($0) }.filter { $0.isPossible(in: table) }
    }

    /// True when all pairs of a rule agree in a field more or less.
    private static func uses(_ rule: BlockingRule, _ field: String) -> Bool {
        rule.parts.contains { part in
            switch part {
            case "names", "given_name", "surname", "name": ["given_name", "surname", "name"].contains(field)
            case "birth_date", "birth_month", "birth_year": field == "birth_date"
            default: part == field
            }
        }
    }

    private static func patterns(
        of rule: BlockingRule, _ table: PersonTable, _ comparisons: [FieldComparison], _ strips: RowStrips
    ) -> PatternCounts {
        let keys = BlockKeys([rule], of: table)
        keys.prepare(0)
        let blocks = Blocks(SortedKeys.of(keys, rule: 0), of: table, budget: sessionPairs, mostPairs: sessionPairs)
        let pieces = blocks.pieces(Parallel.width)
        let parts = Parallel.map(pieces.count) { piece -> PatternCounts in
            let comparer = PairComparer(table, comparisons, strips)
            var counts = PatternCounts()
            var rows = GatheredRows(strips)
            rows.forEachPair(blocks, in: pieces[piece]) { counts.add(comparer.pattern($0.strip, $1.strip)) }
            return counts
        }
        return parts.reduce(into: PatternCounts()) { $0.add($1) }
    }
}
