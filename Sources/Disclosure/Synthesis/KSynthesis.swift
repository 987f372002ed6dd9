// SPDX-License-Identifier: Apache-2.0

import Standard

/// Records that nobody is, of which every combination of attributes, of any length, is shared by at least k of the
/// people: k-anonymous synthesis.
///
/// Each row first keeps the largest part of itself that k rows share. What was taken away is then given to records
/// where it makes no combination that fewer than k people share and no pair or triple more frequent than it was; what
/// finds no place makes records of its own. At last every attribute is rounded down to a multiple of k.
///
/// The same rows in any order, with the same seed, give the same records.
public struct KSynthesis: Sendable {
    /// What came of it.
    public struct Outcome: Sendable {
        /// The records, in an order by chance.
        public let rows: AttributeRows
        /// Attributes of the people that k or more share, and how many of those were kept in place.
        public let attributesShared: Int
        public let attributesKeptInPlace: Int
        public let attributesFilledIn: Int
        public let recordsOfRest: Int
    }

    private let rows: AttributeRows
    private let k: Int
    private let counts: [Int]
    private let distinct: DistinctRows
    private let bits: RowBits
    private var random: SplitMix64
    private var capacity: Capacity
    private var groups = RecordGroups()
    /// For each attribute how many people still have it that no record has.
    private var rest: [Int]

    /// Makes records in place of the rows.
    ///
    /// - Parameters:
    ///   - k: The fewest people that share whatever a record says; 2 or more.
    ///   - seed: Which of the possible records come out; protects nothing and need not be secret.
    /// - Throws: `SynthesisRefusal` when k is below 2, or so few people are alike that nothing could be said.
    public static func synthesise(_ rows: AttributeRows, k: Int, seed: UInt64) throws(SynthesisRefusal) -> Outcome {
        guard k >= 2 else { throw .thresholdTooSmall }
        guard rows.rowCount >= k else { throw .fewerThanThreshold(k: k) }
        guard rows.attributes.count < Capacity.attributesMax else { throw .tooManyAttributes(Capacity.attributesMax) }
        guard rows.counts.contains(where: { $0 >= k }) else { throw .nothingShared(k: k) }
        var synthesis = KSynthesis(rows, k: k, seed: seed)
        let kept = synthesis.keepFrequentParts()
        let shared = rows.counts.filter { $0 >= k }.reduce(0, +)
        let filled = synthesis.fillIn()
        let extra = synthesis.consolidate()
        let result = synthesis.rounded()
        guard result.rowCount > 0 else { throw .nothingShared(k: k) }
        return Outcome(
            rows: result, attributesShared: shared, attributesKeptInPlace: kept, attributesFilledIn: filled,
            recordsOfRest: extra)
    }

    private init(_ rows: AttributeRows, k: Int, seed: UInt64) {
        (self.rows, self.k) = (rows, k)
        counts = rows.counts
        distinct = DistinctRows(rows)
        bits = RowBits(rows, in: distinct, counts: rows.counts, least: k)
        random = SplitMix64(seed: seed)
        capacity = Capacity(of: rows, k: k)
        rest = Array(repeating: 0, count: counts.count)
    }

    /// One record for each person: what k people share of the row. How many attributes were kept.
    private mutating func keepFrequentParts() -> Int {
        let parts = FrequentPart(bits, counts: counts, k: k, widest: distinct.widest)
        var kept = 0
        for (row, size) in zip(distinct.rows, distinct.sizes) {
            let part = parts.of(rows.row(row))
            kept += part.count * size
            for item in rows.row(row) where counts[Int(item)] >= k { rest[Int(item)] += size }
            for item in part { rest[Int(item)] -= size }
            groups.add(size, of: part)
        }
        for (part, size) in zip(groups.parts, groups.sizes) { capacity.add(size, of: part) }
        return kept
    }

    /// Gives what is left, rare before common, to records that may have it, long ones first. How many found a place.
    private mutating func fillIn() -> Int {
        var filled = 0
        for attribute in rest.indices.filter({ rest[$0] > 0 }).sorted(by: { (counts[$0], $0) < (counts[$1], $1) }) {
            for group in candidates() {
                if rest[attribute] <= 0 { break }
                let part = groups.parts[group]
                let extra = UInt32(attribute)
                var room = capacity.room(part, adding: extra, cap: min(rest[attribute], groups.sizes[group]))
                if room <= 0 { continue }
                let whole = RecordGroups.inserting(extra, into: part)
                let there = groups.size(of: whole)
                let support = bits.support(whole, cap: max(k, room + there))
                room = support < k ? 0 : min(room, support - there)
                if room <= 0 { continue }
                groups.extend(group, by: extra, count: room)
                capacity.add(room, of: extra, to: part)
                rest[attribute] -= room
                filled += room
            }
        }
        return filled
    }

    /// Groups that have records, long ones first, else by chance.
    private mutating func candidates() -> [Int] {
        var byLength: [[Int]] = []
        for group in groups.parts.indices where groups.sizes[group] > 0 && !groups.parts[group].isEmpty {
            let length = groups.parts[group].count
            while byLength.count <= length { byLength.append([]) }
            byLength[length].append(group)
        }
        return byLength.reversed().flatMap { list -> [Int] in
            guard list.count > 1 else { return list }
            let turn = Int.random(in: list.indices, using: &random)
            return Array(list[turn...] + list[..<turn])
        }
    }

    /// Makes records of what found no place, from the rarest attribute on. How many records.
    private mutating func consolidate() -> Int {
        var made = 0
        for first in rest.indices.filter({ rest[$0] > 0 }).sorted(by: { (counts[$0], $0) < (counts[$1], $1) }) {
            while rest[first] > 0 {
                let (record, support) = extended(from: UInt32(first))
                let most = min(record.map { rest[Int($0)] }.min() ?? 1, max(1, support / 4))
                let times = max(1, capacity.room(record, cap: most))
                for item in record { rest[Int(item)] -= times }
                capacity.add(times, of: record)
                groups.add(times, of: record.sorted())
                made += times
            }
        }
        return made
    }

    /// A record that begins with one attribute and grows, by chance in proportion to the people that share it, as long
    /// as k do and no pair or triple is used up.
    private mutating func extended(from first: UInt32) -> ([UInt32], support: Int) {
        var record = [first]
        var support = counts[Int(first)]
        while true {
            var options: [(attribute: UInt32, support: Int)] = []
            for attribute in rest.indices where rest[attribute] > 0 {
                let extra = UInt32(attribute)
                if record.contains(extra) || capacity.room(record, adding: extra, cap: 1) == 0 { continue }
                let shared = self.support(of: record, and: extra)
                if shared >= k { options.append((extra, shared)) }
            }
            let total = options.reduce(0) { $0 + $1.support }
            guard total > 0 else { return (record, support) }
            var ticket = Int.random(in: 0..<total, using: &random)
            for option in options {
                ticket -= option.support
                if ticket >= 0 { continue }
                record.append(option.attribute)
                support = option.support
                break
            }
        }
    }

    private func support(of record: [UInt32], and extra: UInt32) -> Int {
        switch record.count {
        case 1: capacity.support(record[0], extra)
        case 2: capacity.support(record[0], record[1], extra)
        default: bits.support(record + [extra], cap: .max)
        }
    }

    /// All records by chance, without what an attribute has beyond a multiple of k.
    private mutating func rounded() -> AttributeRows {
        var totals = [Int](repeating: 0, count: counts.count)
        var order: [Int] = []
        for (group, size) in groups.sizes.enumerated() {
            for item in groups.parts[group] { totals[Int(item)] += size }
            order.append(contentsOf: repeatElement(group, count: size))
        }
        var excess = totals.indices.map { totals[$0] - min(totals[$0], counts[$0]) / k * k }
        order.shuffle(using: &random)
        var (items, starts): ([UInt32], [Int]) = ([], [0])
        for group in order {
            for item in groups.parts[group] {
                if excess[Int(item)] > 0 { excess[Int(item)] -= 1 } else { items.append(item) }
            }
            if items.count > starts[starts.count - 1] { starts.append(items.count) }
        }
        return AttributeRows(like: rows, items: items, starts: starts)
    }
}
