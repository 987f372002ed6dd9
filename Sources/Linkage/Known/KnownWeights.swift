// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Weighs one person against known ones by a model, with frequencies that follow each addition: the numbers that
/// `Scorer` gives on a table of the same people.
final class KnownWeights {
    private let model: LinkageModel
    private let kinds: [ComparisonKind]
    private let weights: [[Double]]
    private let logU: [[Double]]
    private let logOdds: Double
    private let names: NameDomain
    private let nationSlot: Int?
    /// By comparison, then by level that is adjusted (names: skeleton, sound, same; others: one).
    private var shares: [[ShareCounter]]
    private var years: [YearCounter?]
    private var question: UnsafePointer<UInt32>?
    /// The question's own shares, by comparison and level, as far as they were asked for.
    private var own: [Double]

    init(_ model: LinkageModel, _ numbers: PersonNumbers) {
        self.model = model
        kinds = model.comparisons.map(\.kind)
        weights = model.comparisons.map { [0] + $0.levels.map { log2($0.m) - log2($0.u) } }
        logU = model.comparisons.map { [0] + $0.levels.map { log2($0.u) } }
        logOdds = log2(model.prior / (1 - model.prior))
        names = numbers.table.names
        nationSlot = numbers.slot(of: "nationality")
        shares = kinds.map { kind in
            switch kind {
            case .name: [ShareCounter(), ShareCounter(), ShareCounter()]
            case .code, .text: [ShareCounter()]
            case .date, .phone, .document: []
            }
        }
        years = kinds.map { $0 == .date ? YearCounter() : nil }
        own = Array(repeating: .nan, count: kinds.count * 16)
    }

    /// Takes a row in, or out with −1.
    func count(_ strip: UnsafePointer<UInt32>, by step: Double) {
        for place in kinds.indices where strip[place] != 0 {
            years[place]?.add(Int(strip[place] / 10_000), by: step)
            for level in shares[place].indices {
                shares[place][level].add(
                    group(place, level, strip[place]), within: nation(place, strip), by: step)
            }
        }
    }

    func begin(_ question: UnsafePointer<UInt32>) {
        self.question = question
        for place in own.indices { own[place] = .nan }
    }

    func weight(_ pattern: PairComparer.Pattern, _ other: UnsafePointer<UInt32>) -> Double {
        var weight = logOdds
        for place in kinds.indices { weight += part(place, Int(pattern >> UInt64(place * 4) & 15), other) }
        return weight
    }

    func reasons(_ pattern: PairComparer.Pattern, _ other: UnsafePointer<UInt32>) -> [KnownReason] {
        kinds.indices.compactMap { place in
            let level = Int(pattern >> UInt64(place * 4) & 15)
            return level == 0
                ? nil
                : KnownReason(
                    field: model.comparisons[place].field, level: kinds[place].levels[level - 1],
                    weight: part(place, level, other))
        }
    }

    @inline(__always)
    private func part(_ place: Int, _ level: Int, _ other: UnsafePointer<UInt32>) -> Double {
        let weight = weights[place][level]
        guard level != 0, kinds[place].isFrequencyAdjusted(level), let question else { return weight }
        let least = kinds[place] == .name ? 6 : level
        if own[place * 16 + level].isNaN { own[place * 16 + level] = share(place, level - least, question) }
        let isAlike = sameShare(place, question, other)
        let share = isAlike ? own[place * 16 + level] : max(own[place * 16 + level], share(place, level - least, other))
        return weight + (kinds[place] == .date ? 0 : logU[place][level]) - share
    }

    /// True when the share of the other is that of the question, because they agree in what it is a share of.
    @inline(__always)
    private func sameShare(_ place: Int, _ one: UnsafePointer<UInt32>, _ other: UnsafePointer<UInt32>) -> Bool {
        if kinds[place] == .date { return one[place] / 10_000 == other[place] / 10_000 }
        return nation(place, one) == nation(place, other)
    }

    private func share(_ place: Int, _ level: Int, _ strip: UnsafePointer<UInt32>) -> Double {
        if let years = years[place] { return years.share(Int(strip[place] / 10_000)) }
        return shares[place][level].share(group(place, level, strip[place]), within: nation(place, strip))
    }

    private func group(_ place: Int, _ level: Int, _ value: UInt32) -> UInt32 {
        guard kinds[place] == .name, level < 2 else { return value }
        let forms = names.forms.base[Int(value)]
        return level == 0 ? forms.skeleton : forms.sound
    }

    private func nation(_ place: Int, _ strip: UnsafePointer<UInt32>) -> UInt32 {
        guard kinds[place] != .code, let nationSlot else { return 0 }
        return strip[nationSlot]
    }
}

/// How often each value is there, among all and within each nationality: log₂ shares as `Frequencies` has them.
private struct ShareCounter {
    private var overall: [Double] = []
    private var nations: [Double] = []
    private var within: [UInt64: Double] = [:]
    private var all = 0.0

    mutating func add(_ value: UInt32, within nation: UInt32, by step: Double) {
        Self.add(&overall, value, step)
        Self.add(&nations, nation, step)
        within[UInt64(nation) << 32 | UInt64(value), default: 0] += step
        all += step
    }

    func share(_ value: UInt32, within nation: UInt32) -> Double {
        let share = Self.number(overall, value) / max(all, 1)
        if nation == 0 { return log2(share) }
        let here = within[UInt64(nation) << 32 | UInt64(value), default: 0]
        return log2((here + Frequencies.pull * share) / (Self.number(nations, nation) + Frequencies.pull))
    }

    private static func add(_ counts: inout [Double], _ place: UInt32, _ step: Double) {
        if Int(place) >= counts.count {
            // In leaps, so that one addition in thousands pays for the move.
            counts.append(contentsOf: repeatElement(0, count: max(Int(place) + 1, counts.count * 2) - counts.count))
        }
        counts[Int(place)] += step
    }

    private static func number(_ counts: [Double], _ place: UInt32) -> Double {
        Int(place) < counts.count ? counts[Int(place)] : 0
    }
}

/// How often each year of birth is there, against how often two people share one at all.
private struct YearCounter {
    private var counts = [Double](repeating: 0, count: 10_000)
    private var all = 0.0
    private var squares = 0.0

    mutating func add(_ year: Int, by step: Double) {
        guard counts.indices.contains(year) else { return }
        squares += step * (2 * counts[year] + step)
        counts[year] += step
        all += step
    }

    func share(_ year: Int) -> Double {
        guard counts.indices.contains(year), all > 0 else { return -4 }
        return max(-4, log2(counts[year] / all) - log2(max(1e-12, squares / (all * all))))
    }
}
