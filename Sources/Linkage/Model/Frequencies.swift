// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How frequent the value of each row is, as log₂ of its share among the rows of the same nationality (Nguyễn says
/// little among Vietnamese), or among all where the nationality is not known.
final class Frequencies: @unchecked Sendable {
    /// Where a row's numbers lie in `tables`.
    let cells: Column<UInt32>
    /// By level (names: skeleton, sound, same; others: same) and cell.
    let tables: [[Double]]

    /// Of a name column.
    convenience init(names column: Column<UInt32>, of table: PersonTable) {
        let nations = table.nationality?.codes
        let counter = CellCounter(column, nations)
        let domain = table.names
        self.init(
            counter.cells,
            [
                counter.shares { domain.skeleton[Int($0)] }, counter.shares { domain.sound[Int($0)] },
                counter.shares { $0 },
            ])
    }

    /// Of a column of codes; within nationalities when `nations` are given.
    convenience init(codes: Column<UInt32>, within nations: Column<UInt32>? = nil) {
        let counter = CellCounter(codes, nations)
        self.init(counter.cells, [counter.shares { $0 }])
    }

    /// Of the years of a column of dates, as shares relative to how often two rows share a year at all: most people
    /// whom a register knows are of a few ages, and a shared birth date says more of somebody of seventy.
    convenience init(years dates: Column<UInt32>) {
        let years = Column<UInt32>(repeating: 0, count: dates.count)
        for row in 0..<dates.count { years[row] = dates[row] / 10_000 }
        let counter = CellCounter(years, nil)
        let shares = counter.shares { $0 }
        let together = log2(max(1e-12, shares.dropFirst().reduce(0) { $0 + exp2($1 * 2) }))
        self.init(counter.cells, [[0] + shares.dropFirst().map { max(-4, $0 - together) }])
    }

    /// The tables' addresses, for inner loops.
    let bases: UnsafeMutablePointer<UnsafeMutablePointer<Double>>

    private init(_ cells: Column<UInt32>, _ tables: [[Double]]) {
        self.cells = cells
        self.tables = tables
        bases = .allocate(capacity: tables.count)
        for (place, table) in tables.enumerated() {
            let base = UnsafeMutablePointer<Double>.allocate(capacity: max(1, table.count))
            base.initialize(from: table, count: table.count)
            (bases + place).initialize(to: base)
        }
    }

    deinit {
        for place in tables.indices { bases[place].deallocate() }
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
    /// A share among few rows of a nationality is drawn towards the share among all, as if by this many rows.
    private static let pull = 10.0

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
        var overall: [UInt32: Double] = [:]
        var within: [UInt64: Double] = [:]
        var sizes: [UInt32: Double] = [:]
        var all = 0.0
        for cell in values.indices.dropFirst() {
            let value = group(values[cell])
            overall[value, default: 0] += counts[cell]
            within[UInt64(nations[cell]) << 32 | UInt64(value), default: 0] += counts[cell]
            sizes[nations[cell], default: 0] += counts[cell]
            all += counts[cell]
        }
        return values.indices.map { cell in
            if cell == 0 { return 0 }
            let value = group(values[cell])
            let share = overall[value, default: 0] / all
            if nations[cell] == 0 { return log2(share) }
            let here = within[UInt64(nations[cell]) << 32 | UInt64(value), default: 0]
            return log2((here + Self.pull * share) / (sizes[nations[cell], default: 0] + Self.pull))
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
