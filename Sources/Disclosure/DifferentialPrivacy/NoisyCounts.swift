// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Counts of single values and of pairs with noise that hides whether any one person is in the data: everything that is
/// made of them later costs no more privacy.
///
/// A person adds to a table of counts no more than a bound, by weights in steps of 1/256; noise is added in the same
/// steps, by whole numbers. A value of which the file alone tells that it exists is let out only when so many people
/// have it that one person more or less plays no part (δ).
public struct NoisyCounts: Sendable {
    /// Steps to one person.
    static let unit: Int64 = 256
    /// The most values of one list that count for one person.
    static let listMax = 16
    /// The most values that pairs are counted of; beyond them the rarest are left out.
    static let valuesMax = 2048

    /// The number of rows, with noise; 0 or more.
    public let rows: Int
    /// The attributes whose count passed, ascending, and their counts; 0 or more.
    public let values: [UInt32]
    public let singles: [Double]
    /// For each pair of positions in `values`, first less than second and of different fields: the noisy count. Others
    /// are minus infinity.
    public let pairs: [Double]
    /// Below this a count of a pair is taken for none.
    public let pairThreshold: Double
    /// How many of the pairs that are kept are expected to be nobody's, 0 to 1.
    public let expectedInventedShare: Double
    /// Standard deviations of the noise, in people.
    public let rowsNoise: Double
    public let singlesNoise: Double
    public let pairsNoise: Double
    /// From how many people on a value is let out.
    public let valueThreshold: Double
    /// How many values of a person count in full among the singles, and among the pairs.
    public let singlesBound: Int
    public let pairsBound: Int

    /// The noisy count of two positions in `values`.
    public subscript(one: Int, other: Int) -> Double { pairs[min(one, other) * values.count + max(one, other)] }

    /// - Parameters:
    ///   - rows: One row a person (the caller's promise: two rows of one person halve the protection).
    ///   - options: Which columns are lists.
    ///   - inventedShare: How many of the kept pairs may be expected to be nobody's.
    public init(
        of rows: AttributeRows, options: AttributeOptions, plan: PrivacyPlan, inventedShare: Double,
        using source: inout some RandomNumberGenerator
    ) throws(SynthesisRefusal) {
        let bounded = BoundedRows(rows, options: options)
        let rowNoise = try Self.noise(sensitivitySquared: 1, rho: plan.rhoForRows)
        self.rows = max(0, rows.rowCount + Int(rowNoise.sample(using: &source)))
        rowsNoise = (0.5 / plan.rhoForRows).squareRoot()
        singlesBound = PrivateQuantile.of(
            bounded.widths, upTo: bounded.widthMax, percent: 99, rho: plan.rhoForBound, using: &source)
        pairsBound = max(
            2,
            PrivateQuantile.of(
                bounded.widths, upTo: bounded.widthMax, percent: 95, rho: plan.rhoForBound, using: &source))
        let first = try Self.singles(bounded, bound: singlesBound, plan, &source)
        (values, singles, valueThreshold, singlesNoise) = (first.values, first.counts, first.threshold, first.noise)
        let second = try Self.pairs(
            bounded, values: first.values, bound: pairsBound * (pairsBound - 1) / 2, plan, &source)
        (pairs, pairsNoise) = (second.counts, second.noise)
        (pairThreshold, expectedInventedShare) = Self.threshold(
            second.counts.filter { $0 > -.infinity }, noise: second.noise, inventedShare: inventedShare)
    }

    /// - Parameter sensitivitySquared: In steps, squared.
    private static func noise(sensitivitySquared: Double, rho: Double) throws(SynthesisRefusal) -> DiscreteGaussian {
        let variance = (sensitivitySquared / (2 * rho)).rounded(.up)
        guard variance <= Double(DiscreteGaussian.varianceMax) else {
            throw .badBudget("This --epsilon is so small for so many columns that only noise would be left.")
        }
        return DiscreteGaussian(variance: UInt64(max(1, variance)))
    }

    /// The weight of each of `count` things of one person so that the sum of their squares keeps the bound.
    private static func weight(_ count: Int, bound: Int) -> Int64 {
        if count <= bound { return unit }
        let square = Int64(bound) * unit * unit
        var weight = Int64((Double(square) / Double(count)).squareRoot())
        while weight * weight * Int64(count) > square { weight -= 1 }
        return weight
    }

    private static func singles(
        _ rows: BoundedRows, bound: Int, _ plan: PrivacyPlan, _ source: inout some RandomNumberGenerator
    ) throws(SynthesisRefusal) -> (values: [UInt32], counts: [Double], threshold: Double, noise: Double) {
        let square = Double(bound) * Double(unit * unit)
        let variance = (square / (2 * plan.rhoForSingles)).rounded(.up)
        let noise = try noise(sensitivitySquared: square, rho: plan.rhoForSingles)
        let weights = (0...rows.widthMax).map { weight($0, bound: bound) }
        var counts = [Int64](repeating: 0, count: rows.table.attributes.count)
        rows.each { row in for item in row { counts[Int(item)] += weights[row.count] } }
        // Of a person whom nobody is like in anything, up to `widthMax` values could show; any of them with `tail`.
        let tail = plan.deltaForValues / Double(max(1, rows.widthMax))
        let threshold = unit + PrivacyAccount.quantile(variance: UInt64(variance), tail: tail)
        var kept: [(value: UInt32, count: Double)] = []
        // Values that nobody has any more after bounding are not in the file as far as this goes.
        for value in counts.indices where counts[value] > 0 {
            let noisy = counts[value] + noise.sample(using: &source)
            if noisy >= threshold { kept.append((UInt32(value), Double(noisy) / Double(unit))) }
        }
        if kept.count > valuesMax {
            kept = Array(kept.sorted { ($0.count, $1.value) > ($1.count, $0.value) }.prefix(valuesMax))
            kept.sort { $0.value < $1.value }
        }
        return (
            kept.map(\.value), kept.map(\.count), Double(threshold) / Double(unit),
            variance.squareRoot() / Double(unit)
        )
    }

    private static func pairs(
        _ rows: BoundedRows, values: [UInt32], bound: Int, _ plan: PrivacyPlan,
        _ source: inout some RandomNumberGenerator
    ) throws(SynthesisRefusal) -> (counts: [Double], noise: Double) {
        let square = Double(bound) * Double(unit * unit)
        let noise = try noise(sensitivitySquared: square, rho: plan.rhoForPairs)
        let size = values.count
        var place = [Int](repeating: -1, count: rows.table.attributes.count)
        for (position, value) in values.enumerated() { place[Int(value)] = position }
        let weights = (0...rows.widthMax).map { weight($0 * ($0 - 1) / 2, bound: bound) }
        var counts = [Int64](repeating: 0, count: size * size)
        var kept: [Int] = []
        rows.each { row in
            kept.removeAll(keepingCapacity: true)
            for item in row where place[Int(item)] >= 0 { kept.append(place[Int(item)]) }
            let weight = weights[kept.count]
            for (index, one) in kept.enumerated() {
                for other in kept[(index + 1)...] { counts[one * size + other] += weight }
            }
        }
        var noisy = [Double](repeating: -.infinity, count: size * size)
        for one in 0..<size {
            for other in (one + 1)..<max(one + 1, size)
            where rows.table.fields[Int(values[one])] != rows.table.fields[Int(values[other])] {
                let count = counts[one * size + other] + noise.sample(using: &source)
                noisy[one * size + other] = Double(count) / Double(unit)
            }
        }
        return (noisy, (square / (2 * plan.rhoForPairs)).squareRoot() / Double(unit))
    }

    /// The lowest threshold above which no more than a share of the counts is expected to be noise alone. Looks only at
    /// noisy counts.
    private static func threshold(_ counts: [Double], noise: Double, inventedShare: Double) -> (Double, Double) {
        let sorted = counts.sorted()
        var z = 0.0
        while true {
            let threshold = max(1, z * noise)
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle] >= threshold { high = middle } else { low = middle + 1 }
            }
            let kept = Double(sorted.count - low)
            let invented = Double(sorted.count) * PrivacyAccount.gaussianTail(threshold / noise)
            if invented <= inventedShare * kept || z >= 8 { return (threshold, kept > 0 ? min(1, invented / kept) : 0) }
            z += 0.02
        }
    }
}
