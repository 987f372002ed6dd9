// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How frequent the value of each row is, as log₂ of its share among the rows of the same nationality (Nguyễn says
/// little among Vietnamese), or among all where the nationality is not known.
final class Frequencies: @unchecked Sendable {
    /// A share among few rows of a nationality is drawn towards the share among all, as if by this many rows.
    static let pull = 10.0

    /// How many tables there are, one a level (names: skeleton, sound, same; others: same).
    let count: Int
    /// By level and cell, in steps of `step`, for inner loops: half as wide as they would be as `Double`, so that more
    /// of them stay near.
    let bases: UnsafeMutablePointer<UnsafeMutablePointer<Int32>>
    static let step = 1 / Double(1 << 24)

    /// With the place of each row's numbers in `tables`.
    typealias Counted = (frequencies: Frequencies, cells: Column<UInt32>)

    /// Of a name column.
    static func of(names column: Column<UInt32>, of table: PersonTable) -> Counted {
        let nations = table.nationality?.codes
        let counter = CellCounter(column, nations)
        let forms = table.names.forms.base
        let tables = [
            counter.shares { forms[Int($0)].skeleton }, counter.shares { forms[Int($0)].sound }, counter.shares { $0 },
        ]
        return (Frequencies(tables), counter.cells)
    }

    /// Of a column of codes; within nationalities when `nations` are given.
    static func of(codes: Column<UInt32>, within nations: Column<UInt32>? = nil) -> Counted {
        let counter = CellCounter(codes, nations)
        return (Frequencies([counter.shares { $0 }]), counter.cells)
    }

    /// Of the years of a column of dates, as shares relative to how often two rows share a year at all: most people
    /// whom a register knows are of a few ages, and a shared birth date says more of somebody of seventy.
    static func of(years dates: Column<UInt32>) -> Counted {
        let years = Column<UInt32>(repeating: 0, count: dates.count)
        for row in 0..<dates.count { years[row] = dates[row] / 10_000 }
        let counter = CellCounter(years, nil)
        let shares = counter.shares { $0 }
        let together = log2(max(1e-12, shares.dropFirst().reduce(0) { $0 + exp2($1 * 2) }))
        return (Frequencies([[0] + shares.dropFirst().map { max(-4, $0 - together) }]), counter.cells)
    }

    /// log₂ of the share.
    func share(_ level: Int, _ cell: Int) -> Double { Double(bases[level][cell]) * Self.step }

    private init(_ tables: [[Double]]) {
        count = tables.count
        bases = .allocate(capacity: tables.count)
        for (place, table) in tables.enumerated() {
            let base = Memory.allocate(Int32.self, count: table.count)
            for (cell, share) in table.enumerated() { base[cell] = Int32((share / Self.step).rounded()) }
            (bases + place).initialize(to: base)
        }
    }

    deinit {
        for place in 0..<count { Memory.release(bases[place]) }
        bases.deallocate()
    }
}

/// Counts of values within nationalities.
private struct CellCounter {
    let cells: Column<UInt32>
    /// By cell: the value, its nationality and the rows.
    private var values: [UInt32] = [0]
    private var nations: [UInt32] = [0]
    private var counts: [Double] = [0]

    init(_ column: Column<UInt32>, _ nationColumn: Column<UInt32>?) {
        cells = Column(repeating: 0, count: column.count)
        var known = CellNumbers()
        for row in 0..<column.count where column[row] != 0 {
            let nation = nationColumn?[row] ?? 0
            let cell = known.number(UInt64(nation) << 32 | UInt64(column[row]))
            cells[row] = cell
            if Int(cell) == values.count {
                values.append(column[row])
                nations.append(nation)
                counts.append(1)
            } else {
                counts[Int(cell)] += 1
            }
        }
    }

    /// log₂ of each cell's share, values grouped.
    func shares(_ group: (UInt32) -> UInt32) -> [Double] {
        let groups = values.map(group)
        var overall = [Double](repeating: 0, count: Int(groups.max() ?? 0) + 1)
        var sizes = [Double](repeating: 0, count: Int(nations.max() ?? 0) + 1)
        var known = CellNumbers()
        var numbers: [UInt32] = [0]
        var within: [Double] = [0]
        var all = 0.0
        for cell in values.indices.dropFirst() {
            let number = known.number(UInt64(nations[cell]) << 32 | UInt64(groups[cell]))
            if Int(number) == within.count { within.append(0) }
            numbers.append(number)
            within[Int(number)] += counts[cell]
            overall[Int(groups[cell])] += counts[cell]
            sizes[Int(nations[cell])] += counts[cell]
            all += counts[cell]
        }
        return values.indices.map { cell in
            if cell == 0 { return 0 }
            let share = overall[Int(groups[cell])] / all
            if nations[cell] == 0 { return log2(share) }
            return log2(
                (within[Int(numbers[cell])] + Frequencies.pull * share) / (sizes[Int(nations[cell])] + Frequencies.pull)
            )
        }
    }
}

/// Numbers from 1 for different keys, in the order met.
private struct CellNumbers: ~Copyable {
    private var slots = Column<UInt32>(repeating: 0, count: 1 << 12)
    private var keys = Growing<UInt64>()

    init() { keys.append(0) }

    @inline(__always)
    mutating func number(_ key: UInt64) -> UInt32 {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: mixed(key)) & mask
        while slots[slot] != 0 {
            if keys.base[Int(slots[slot])] == key { return slots[slot] }
            slot = (slot + 1) & mask
        }
        let new = UInt32(keys.count)
        slots[slot] = new
        keys.append(key)
        if keys.count * 2 > slots.count { grow() }
        return new
    }

    private mutating func grow() {
        slots = Column(repeating: 0, count: slots.count * 2)
        for number in 1..<keys.count {
            var slot = Int(truncatingIfNeeded: mixed(keys.base[number])) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number)
        }
    }
}
