// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How frequent each value of a field is among the people of a register, kept up as people come and go: the same
/// shares as `Frequencies` counts over a whole table.
struct TraitCounts {
    private var overall: [UInt32: Double] = [:]
    private var within: [UInt64: Double] = [:]
    private var sizes: [UInt32: Double] = [:]
    private var all = 0.0
    /// A register of fewer is read as part of one of so many: of three people two may bear one name by chance, and the
    /// name is no less rare for that.
    let least: Double
    /// A share among few rows of a nationality is drawn towards the share among all, as if by this many rows.
    private static let pull = 10.0

    init(least: Double = 0) { self.least = least }

    /// Counts a value in (1) or out (−1); 0 is no value and no nationality.
    mutating func count(_ value: UInt32, of nation: UInt32, _ by: Double) {
        guard value != 0 else { return }
        overall[value, default: 0] += by
        within[UInt64(nation) << 32 | UInt64(value), default: 0] += by
        sizes[nation, default: 0] += by
        all += by
    }

    /// log₂ of the share of a value among people of a nationality; of one that nobody has as if one had it.
    func share(_ value: UInt32, of nation: UInt32) -> Double {
        let stretch = max(1, least / max(1, all))
        let share = max(1, overall[value] ?? 0) / (max(1, all) * stretch)
        guard nation != 0 else { return log2(share) }
        let here = within[UInt64(nation) << 32 | UInt64(value)] ?? 0
        return log2((here + Self.pull * share) / ((sizes[nation] ?? 0) * stretch + Self.pull))
    }

    /// log₂ of the chance that two people share a value.
    var together: Double {
        guard all > 0 else { return 0 }
        // Squares of whole numbers add up to the same in any order, which that of a dictionary is; shares would not.
        let squares = overall.values.reduce(0) { $0 + $1 * $1 }
        return log2(max(1e-12, squares / (all * all)))
    }
}
