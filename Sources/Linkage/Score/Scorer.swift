// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Weighs pairs by a model. The weight has no prior in it; `Linkage` adds it.
final class Scorer {
    private let comparer: PairComparer
    private let weights: UnsafeMutablePointer<Double>
    private let count: Int
    private let adjusted: UnsafeMutablePointer<Adjustment>
    private var adjustedCount = 0
    private let shared: Shared
    private let strips: UnsafeMutablePointer<UInt32>
    private let width: Int

    /// A comparison whose weight depends on the shared value, as bare addresses.
    private struct Adjustment {
        let shift: UInt64
        /// The lowest level that is adjusted.
        let least: Int
        /// 0 where one table serves all levels, else 1.
        let step: Int
        /// The slot of a row's cell in its strip.
        let slot: Int
        let tables: UnsafeMutablePointer<UnsafeMutablePointer<Int32>>
        /// log₂ u by level; nought where shares are relative.
        let logU: UnsafeMutablePointer<Double>
    }

    /// What every thread shares.
    struct Shared: Sendable {
        let table: PersonTable
        let model: LinkageModel
        let comparisons: [FieldComparison]
        let strips: RowStrips

        init(_ table: PersonTable, _ model: LinkageModel, _ strips: RowStrips) {
            self.table = table
            self.model = model
            self.strips = strips
            comparisons = strips.comparisons
        }

        /// The same for a model that differs in nothing but its prior.
        init(_ other: Shared, _ model: LinkageModel) { self.init(other.table, model, other.strips) }
    }

    init(_ shared: Shared) {
        comparer = PairComparer(shared.table, shared.comparisons, shared.strips)
        count = shared.comparisons.count
        weights = .allocate(capacity: max(1, count * 16))
        weights.initialize(repeating: 0, count: count * 16)
        adjusted = .allocate(capacity: max(1, count))
        self.shared = shared
        (strips, width) = (shared.strips.base, shared.strips.width)
        for (place, comparison) in shared.model.comparisons.enumerated() {
            for (index, level) in comparison.levels.enumerated() {
                weights[place * 16 + index + 1] = log2(level.m) - log2(level.u)
            }
            guard let frequencies = shared.strips.frequencies[place], let slot = shared.strips.cells[place] else {
                continue
            }
            let least = (1...comparison.levels.count).first { comparison.kind.isFrequencyAdjusted($0) } ?? 16
            let logU = UnsafeMutablePointer<Double>.allocate(capacity: 16)
            logU.initialize(repeating: 0, count: 16)
            if comparison.kind != .date {
                for (index, level) in comparison.levels.enumerated() { logU[index + 1] = log2(level.u) }
            }
            (adjusted + adjustedCount).initialize(
                to: Adjustment(
                    shift: UInt64(place * 4), least: least, step: frequencies.count > 1 ? 1 : 0,
                    slot: slot, tables: frequencies.bases, logU: logU))
            adjustedCount += 1
        }
    }

    deinit {
        weights.deallocate()
        for place in 0..<adjustedCount { adjusted[place].logU.deallocate() }
        adjusted.deallocate()
    }

    /// log₂ of how much likelier the agreement is between records of one person than of two.
    @inline(__always)
    func weight(_ i: Int, _ j: Int) -> Double { weight(strips + i * width, strips + j * width) }

    /// The same of two strips.
    @inline(__always)
    func weight(_ first: UnsafePointer<UInt32>, _ second: UnsafePointer<UInt32>) -> Double {
        let pattern = comparer.pattern(first, second)
        var weight = 0.0
        var rest = pattern
        for place in 0..<count {
            weight += weights[place * 16 + Int(rest & 15)]
            rest >>= 4
        }
        for place in 0..<adjustedCount {
            let one = adjusted + place
            let level = Int(truncatingIfNeeded: pattern >> one.pointee.shift & 15)
            if level < one.pointee.least { continue }
            let table = one.pointee.tables[(level - one.pointee.least) * one.pointee.step]
            let share = max(table[Int(first[one.pointee.slot])], table[Int(second[one.pointee.slot])])
            weight += one.pointee.logU[level] - Double(share) * Frequencies.step
        }
        return weight
    }
}

extension FieldComparison {
    /// Nil for kinds whose weight is the same for all values.
    func frequencies(of table: PersonTable) -> Frequencies.Counted? {
        switch (kind, columns(of: table)) {
        case (.name, .name(let column, _)): Frequencies.of(names: column, of: table)
        case (.code, .code(let codes)): Frequencies.of(codes: codes)
        case (.text, .text(let column)): Frequencies.of(codes: column.codes, within: table.nationality?.codes)
        case (.date, .date(let column)): Frequencies.of(years: column)
        default: nil
        }
    }
}
