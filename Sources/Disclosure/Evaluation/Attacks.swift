// SPDX-License-Identifier: Apache-2.0

import Standard

/// Three attacks on a file of synthetic rows, after Giomi and others, “A Unified Framework for Quantifying Privacy Risk
/// in Synthetic Data” (PoPETs 2023), each with two controls.
///
/// The people are split by chance into those whom the attacker attacks and the others. The baseline is the attack with
/// the others' rows in place of the published ones: what anybody could learn who never saw the person's row. The
/// positive control is the attack with the rows of all people, as if they had been published.
struct Attacks {
    private let table: AttributeRows
    /// The people's rows: those under attack, and the others; and the published rows.
    private let targets: [Int]
    private let others: [Int]
    private let published: [Int]
    private let firstOfField: [Int]
    private let k: Int
    private var random: SplitMix64

    static let attempts = 500

    /// - Parameters:
    ///   - table: The people's rows, then from `boundary` on the published ones.
    ///   - k: A link to fewer rows than this points at somebody.
    static func run(_ table: AttributeRows, boundary: Int, k: Int, seed: UInt64) -> [AttackReport] {
        var attacks = Attacks(table, boundary: boundary, k: k, seed: seed)
        return [attacks.singlingOut(), attacks.linkability(), attacks.inference()]
    }

    private init(_ table: AttributeRows, boundary: Int, k: Int, seed: UInt64) {
        (self.table, self.k) = (table, k)
        random = SplitMix64(seed: seed)
        // In an order of its own first, so that the split does not hang on the order in the file.
        var people = Array(0..<boundary).sorted { table.row($0).lexicographicallyPrecedes(table.row($1)) }
        people.shuffle(using: &random)
        targets = Array(people[..<(boundary / 2)])
        others = Array(people[(boundary / 2)...])
        published = Array(boundary..<table.rowCount).sorted { table.row($0).lexicographicallyPrecedes(table.row($1)) }
        var first = [Int](repeating: .max, count: table.fieldCount)
        for (attribute, field) in table.fields.enumerated() { first[field] = min(first[field], attribute) }
        firstOfField = first
    }
}

extension Attacks {
    /// Somebody says “exactly one person is like this” of values by which one row of the file stands alone.
    private mutating func singlingOut() -> AttackReport {
        let all = targets + others
        let (people, half) = (RowLists(table, all), RowLists(table, targets))
        let rate = singled(by: published, in: people)
        let baseline = singled(by: others, in: half)
        let raw = singled(by: all, in: people)
        return AttackReport(
            "singling-out", attempts: Self.attempts, rate: rate, baseline: baseline, raw: raw)
    }

    private mutating func singled(by rows: [Int], in people: RowLists) -> Double {
        if rows.isEmpty { return 0 }
        let lists = RowLists(table, rows)
        var hits = 0
        for _ in 0..<Self.attempts {
            // Some rows never stand alone: then another is tried, a few times.
            for _ in 0..<8 {
                let values = table.row(rows.randomElement(using: &random)!).shuffled(using: &random).prefix(4)
                guard values.count > 1, lists.count(Array(values), upTo: 2) == 1 else { continue }
                if people.count(Array(values), upTo: 2) == 1 { hits += 1 }
                break
            }
        }
        return Double(hits) / Double(Self.attempts)
    }

    /// Rows by attribute.
    private struct RowLists {
        private let table: AttributeRows
        private var lists: [[Int32]]

        init(_ table: AttributeRows, _ rows: [Int]) {
            self.table = table
            lists = Array(repeating: [], count: table.attributes.count)
            for row in rows { for item in table.row(row) { lists[Int(item)].append(Int32(row)) } }
        }

        /// How many rows have all of the attributes, counted no further than a limit.
        func count(_ attributes: [UInt32], upTo limit: Int) -> Int {
            guard let rarest = attributes.min(by: { lists[Int($0)].count < lists[Int($1)].count }) else { return 0 }
            var found = 0
            for row in lists[Int(rarest)] {
                let own = table.row(Int(row))
                if attributes.allSatisfy(own.contains) { found += 1 }
                if found >= limit { break }
            }
            return found
        }
    }
}

extension Attacks {
    private struct Sides {
        let published: CodeMatrix
        let others: CodeMatrix
        let raw: CodeMatrix
    }

    private var sides: Sides {
        func matrix(_ rows: [Int]) -> CodeMatrix { CodeMatrix(table, rows: rows, firstOfField: firstOfField) }
        return Sides(published: matrix(published), others: matrix(others), raw: matrix(targets + others))
    }

    private func person(_ row: Int) -> [UInt16] {
        var person = [UInt16](repeating: 0, count: table.fieldCount)
        for item in table.row(row) {
            let field = table.fields[Int(item)]
            person[field] = UInt16(truncatingIfNeeded: Int(item) - firstOfField[field] + 1)
        }
        return person
    }

    /// Somebody knows one half of a person's answers from one source and the other half from another, and wants to know
    /// by the file that they are the same person's.
    private mutating func linkability() -> AttackReport {
        let (sides, chosen) = (sides, chosen)
        var hits = (published: 0, others: 0, raw: 0)
        for row in chosen {
            let fields = Array(0..<table.fieldCount).shuffled(using: &random)
            let (one, other) = (Array(fields[..<(fields.count / 2)]), Array(fields[(fields.count / 2)...]))
            let person = person(row)
            func links(_ side: CodeMatrix) -> Bool {
                let common = Set(side.nearest(to: person, in: one)).intersection(side.nearest(to: person, in: other))
                return !common.isEmpty && common.count < k
            }
            if links(sides.published) { hits.published += 1 }
            if links(sides.others) { hits.others += 1 }
            if links(sides.raw) { hits.raw += 1 }
        }
        return report("linkability", hits, chosen.count)
    }

    /// Somebody knows everything of a person but one answer, and guesses that answer by the rows that are most alike.
    private mutating func inference() -> AttackReport {
        let (sides, chosen) = (sides, chosen)
        var hits = (published: 0, others: 0, raw: 0)
        for row in chosen {
            guard let item = table.row(row).randomElement(using: &random) else { continue }
            let secret = table.fields[Int(item)]
            let person = person(row)
            let known = (0..<table.fieldCount).filter { $0 != secret }
            func guesses(_ side: CodeMatrix) -> Bool {
                var votes: [UInt16: Int] = [:]
                for like in side.nearest(to: person, in: known) { votes[side[like, secret], default: 0] += 1 }
                return votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key == person[secret]
            }
            if guesses(sides.published) { hits.published += 1 }
            if guesses(sides.others) { hits.others += 1 }
            if guesses(sides.raw) { hits.raw += 1 }
        }
        return report("inference", hits, chosen.count)
    }

    /// The people under attack, at most so many.
    private var chosen: [Int] { Array(targets.prefix(Self.attempts)) }

    private func report(
        _ attack: String, _ hits: (published: Int, others: Int, raw: Int), _ attempts: Int
    ) -> AttackReport {
        let many = Double(max(1, attempts))
        return AttackReport(
            attack, attempts: attempts, rate: Double(hits.published) / many, baseline: Double(hits.others) / many,
            raw: Double(hits.raw) / many)
    }
}
