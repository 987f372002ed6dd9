// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The people of a register, ready to be asked “is this person known?”, and which of them may be one: kept up as people
/// come and go.
///
/// People have numbers, from 0 in the order they were added; who is written anew gets a new number. Not for several
/// threads at once. Cost: making it for 50,000 people takes a few seconds; adding one, or asking, mostly well below a
/// millisecond.
public final class PeopleMatcher {
    /// Two people who may be one.
    public struct Pair: Sendable, Hashable {
        /// The smaller number first.
        public let a: Int
        public let b: Int
        public let weight: Double
    }

    /// Pairs below this weight are not kept: one chance in five.
    public static let leastWeight = -2.0
    private static let mostFound = 1_500
    private static let mostFoundLoosely = 400
    private static let mostCandidates = 4_000

    /// log₂ of the odds that two of them are one person.
    public let start: Double
    private var reader = TraitReader()
    private var comparer: TraitComparer
    /// By number; nil for who is gone.
    private var rows: [TraitRow?] = []
    private var heads: [UInt64: (head: Int32, count: Int32)] = [:]
    private var entries: [(number: Int32, next: Int32)] = []
    private var partners: [Int: [Pair]] = [:]
    private var seen: [UInt32] = []
    private var round: UInt32 = 0
    /// How many there are.
    public private(set) var count = 0
    /// Whether it is known of everybody whom they may be; else `pairs` knows of those alone who were added since.
    public let knowsPairs: Bool

    /// - Parameters:
    ///   - prior: The probability that two records taken at random are one person; nil for one in ten people having a
    ///     second record.
    ///   - knowsPairs: False to be asked about one person at a time alone, which is ready some ten times sooner.
    public init(_ people: [PersonTraits], model: LinkageModel, prior: Double? = nil, knowsPairs: Bool = true) {
        self.knowsPairs = knowsPairs
        let prior = min(0.5, max(1e-12, prior ?? 0.2 / Double(max(50, people.count))))
        start = log2(prior / (1 - prior))
        comparer = TraitComparer(model)
        reader.learn(people)
        for person in people { _ = keep(person) }
        comparer.settle()
        if knowsPairs { for number in rows.indices { pairUp(number) } }
    }

    /// Takes in one more, and finds whom they may be.
    ///
    /// - Returns: their number.
    @discardableResult
    public func add(_ person: PersonTraits) -> Int {
        let number = keep(person)
        comparer.settle()
        pairUp(number)
        return number
    }

    /// Lets somebody go. Nothing happens for a number that is gone.
    public func remove(_ number: Int) {
        guard rows.indices.contains(number), let row = rows[number] else { return }
        comparer.count(row, reader.names, -1)
        rows[number] = nil
        count -= 1
        for pair in partners.removeValue(forKey: number) ?? [] {
            let other = pair.a == number ? pair.b : pair.a
            partners[other]?.removeAll { $0.a == number || $0.b == number }
        }
    }

    /// Whom somebody may be, likeliest first.
    ///
    /// - Parameters:
    ///   - others: Numbers to weigh besides those that share a key: such as who was found by the beginning of a name.
    ///   - limit: The most to give.
    ///   - isShown: Who may be given; the others are weighed all the same, so that the time does not tell.
    public func find(
        _ person: PersonTraits, besides others: [Int] = [], limit: Int = 20,
        where isShown: (Int) -> Bool = { _ in true }
    ) -> [(number: Int, resemblance: Resemblance)] {
        let row = reader.row(person)
        if row.isEmpty && others.isEmpty { return [] }
        comparer.settle()
        var found = candidates(of: row, isLoose: true)
        for other in others where isHere(other) && mark(other) { found.append(other) }
        let weighed = found.compactMap { number in
            rows[number].map { (number: number, weight: comparer.weight(row, $0, reader)) }
        }
        var given: [(number: Int, resemblance: Resemblance)] = []
        for (number, _) in weighed.sorted(by: { ($1.weight, $0.number) < ($0.weight, $1.number) }) {
            if given.count >= limit { break }
            guard isShown(number), let theirs = rows[number] else { continue }
            given.append((number, Resemblance(start: start, parts: comparer.parts(row, theirs, reader))))
        }
        return given
    }

    /// How two of them compare; nil when one is gone.
    public func compare(_ a: Int, _ b: Int) -> Resemblance? {
        guard isHere(a), isHere(b), let one = rows[a], let two = rows[b] else { return nil }
        comparer.settle()
        return Resemblance(start: start, parts: comparer.parts(one, two, reader))
    }

    /// Every two who may be one at a weight of at least `least`, likeliest first.
    public func pairs(atLeast least: Double = PeopleMatcher.leastWeight) -> [Pair] {
        var all: [Pair] = []
        for (number, pairs) in partners { all += pairs.filter { $0.a == number && $0.weight >= least } }
        return all.sorted { ($1.weight, $0.a, $0.b) < ($0.weight, $1.a, $1.b) }
    }

    private func isHere(_ number: Int) -> Bool { rows.indices.contains(number) && rows[number] != nil }

    private func keep(_ person: PersonTraits) -> Int {
        let row = reader.row(person)
        let number = rows.count
        rows.append(row)
        seen.append(0)
        count += 1
        comparer.count(row, reader.names, 1)
        for key in TraitKeys(row, reader.names).keys {
            let known = heads[key.bits] ?? (-1, 0)
            heads[key.bits] = (Int32(entries.count), known.count + 1)
            entries.append((Int32(number), known.head))
        }
        return number
    }

    private func pairUp(_ number: Int) {
        guard let row = rows[number], !row.isEmpty else { return }
        for other in candidates(of: row, isLoose: false, but: number) {
            guard let theirs = rows[other],
                partners[number]?.contains(where: { $0.a == other || $0.b == other }) != true
            else { continue }
            let weight = start + comparer.weight(row, theirs, reader)
            guard weight >= Self.leastWeight else { continue }
            let pair = Pair(a: min(number, other), b: max(number, other), weight: weight)
            partners[number, default: []].append(pair)
            partners[other, default: []].append(pair)
        }
    }

    /// Who shares a key that is not too common, each once.
    private func candidates(of row: TraitRow, isLoose: Bool, but one: Int? = nil) -> [Int] {
        round += 1
        if let one { seen[one] = round }
        var found: [Int] = []
        for key in TraitKeys(row, reader.names).keys where isLoose || !key.isLoose {
            guard let (head, count) = heads[key.bits],
                Int(count) <= (key.isLoose ? Self.mostFoundLoosely : Self.mostFound)
            else { continue }
            var at = head
            while at >= 0 {
                let entry = entries[Int(at)]
                at = entry.next
                if rows[Int(entry.number)] != nil, mark(Int(entry.number)) { found.append(Int(entry.number)) }
                if found.count >= Self.mostCandidates { return found }
            }
        }
        return found
    }

    /// True for whom this round has not met yet.
    private func mark(_ number: Int) -> Bool {
        if seen[number] == round { return false }
        seen[number] = round
        return true
    }
}
