// SPDX-License-Identifier: Apache-2.0

import Standard

/// Records by column that are moved, sweep after sweep, towards the counts that pairs of values should have.
///
/// First as in “gradually updating” synthesis (Zhang and others, PrivSyn, USENIX Security 2021): records of cells that
/// are too full are given to cells that lack some, half of them by copying a record that is there already, with steps
/// that get smaller. Then every cell of every record is looked at by itself and changed when the counts come closer by
/// it; pairs that may not be are never made and the ones that are there are taken apart.
struct RecordFit {
    private let targets: PairTargets
    private let rowCount: Int
    private var random: SplitMix64
    /// By field, for each record the position of its value; 0 is empty.
    private(set) var columns: [[UInt16]]

    private static let sweeps = 12
    private static let polishes = 6
    /// How much the count of one value weighs against that of one pair.
    private static let singleWeight: Int32 = 27
    /// Values of a large field that are tried for one cell.
    private static let tries = 12
    /// Records that are looked at to find one for a value.
    private static let placeTries = 100
    private static let banned: Int32 = PairTargets.forbidden / 2

    /// Records that agree with the targets as well as can be had.
    static func records(_ targets: PairTargets, seed: UInt64) -> [[UInt16]] {
        var fit = RecordFit(targets, seed: seed)
        fit.start()
        var step = 1.0
        for _ in 0..<sweeps {
            fit.sweep(step: step)
            step = max(0.05, step * 0.9)
        }
        fit.polish()
        fit.removeForbidden()
        return fit.columns
    }

    private init(_ targets: PairTargets, seed: UInt64) {
        self.targets = targets
        rowCount = targets.rowCount
        random = SplitMix64(seed: seed)
        columns = targets.values.map { _ in [] }
    }

    /// Every field by itself, by chance.
    private mutating func start() {
        for field in columns.indices {
            var column: [UInt16] = []
            for (value, count) in targets.singles[field].enumerated() {
                column.append(
                    contentsOf: repeatElement(UInt16(value), count: min(Int(max(0, count)), rowCount - column.count)))
            }
            column.append(contentsOf: repeatElement(0, count: rowCount - column.count))
            column.shuffle(using: &random)
            columns[field] = column
        }
    }
}

extension RecordFit {
    /// Once over all pairs of fields, in an order by chance.
    private mutating func sweep(step: Double) {
        var pairs: [(Int, Int)] = []
        for one in columns.indices { for other in columns.indices where other > one { pairs.append((one, other)) } }
        pairs.shuffle(using: &random)
        var keys = [Int32](repeating: 0, count: rowCount)
        for (one, other) in pairs { move(one, other, step: step, keys: &keys) }
    }

    private mutating func move(_ one: Int, _ other: Int, step: Double, keys: inout [Int32]) {
        let width = targets.values[other].count + 1
        let cellCount = (targets.values[one].count + 1) * width
        let offset = targets.offsets[one * columns.count + other]
        var counts = [Int32](repeating: 0, count: cellCount)
        let (first, second) = (columns[one], columns[other])
        for row in 0..<rowCount {
            let key = Int32(first[row]) * Int32(width) + Int32(second[row])
            keys[row] = key
            counts[Int(key)] += 1
        }
        var chances = [UInt32](repeating: 0, count: cellCount)
        var lacking: [(cell: Int, upTo: Int)] = []
        var lack = 0
        for cell in 0..<cellCount {
            let target = targets.cells[offset + cell] & (PairTargets.forbidden - 1)
            let excess = counts[cell] - target
            if excess > 0 {
                chances[cell] = UInt32(min(1, step * Double(excess) / Double(counts[cell])) * Double(UInt32.max))
            } else if excess < 0 {
                lack -= Int(excess)
                lacking.append((cell, lack))
            }
        }
        if lack == 0 { return }
        var free: [Int] = []
        for row in 0..<rowCount where chances[Int(keys[row])] > 0 {
            if UInt32(truncatingIfNeeded: random.next()) < chances[Int(keys[row])] { free.append(row) }
        }
        if free.isEmpty { return }
        give(free, to: lacking, of: lack, one, other, width, CellRows(keys, counts))
    }

    /// Gives freed records to cells that lack some, in proportion to what they lack.
    private mutating func give(
        _ free: [Int], to lacking: [(cell: Int, upTo: Int)], of lack: Int, _ one: Int, _ other: Int, _ width: Int,
        _ there: CellRows
    ) {
        for row in free {
            let ticket = Int.random(in: 0..<lack, using: &random)
            var (low, high) = (0, lacking.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if lacking[middle].upTo > ticket { high = middle } else { low = middle + 1 }
            }
            let cell = lacking[low].cell
            let size = there.starts[cell + 1] - there.starts[cell]
            if size > 0, random.next() & 1 == 1 {
                let model = Int(there.rows[there.starts[cell] + Int.random(in: 0..<size, using: &random)])
                for field in columns.indices { columns[field][row] = columns[field][model] }
                if columns[one][row] == UInt16(cell / width), columns[other][row] == UInt16(cell % width) { continue }
            }
            columns[one][row] = UInt16(cell / width)
            columns[other][row] = UInt16(cell % width)
        }
    }

    /// The records of each cell, one cell behind the other.
    private struct CellRows {
        var rows: [Int32]
        var starts: [Int] = [0]

        init(_ keys: [Int32], _ counts: [Int32]) {
            for count in counts { starts.append(starts[starts.count - 1] + Int(count)) }
            rows = Array(repeating: 0, count: keys.count)
            var next = starts
            for (row, key) in keys.enumerated() {
                rows[next[Int(key)]] = Int32(row)
                next[Int(key)] += 1
            }
        }
    }
}

extension RecordFit {
    /// Looks at every cell of every record and changes what brings the counts closer, several times over.
    private mutating func polish() {
        var gaps = Gaps(targets, columns)
        for round in 0..<Self.polishes {
            if round > 0 { place(&gaps) }
            var order = Array(0..<rowCount)
            order.shuffle(using: &random)
            for row in order {
                for field in columns.indices { improve(row, field, &gaps) }
            }
        }
    }

    /// Finds records for values that too few have, rare values first: of some records by chance the one where least has
    /// to give way.
    private mutating func place(_ gaps: inout Gaps) {
        var lacking: [(field: Int, value: Int)] = []
        for field in columns.indices {
            for value in targets.singles[field].indices.dropFirst() where gaps.lack(value, field) > 0 {
                lacking.append((field, value))
            }
        }
        lacking.sort {
            (targets.singles[$0.field][$0.value], $0.field, $0.value)
                < (targets.singles[$1.field][$1.value], $1.field, $1.value)
        }
        for (field, value) in lacking {
            for _ in 0..<gaps.lack(value, field) {
                var (row, least) = (0, Int.max)
                for _ in 0..<Self.placeTries {
                    let candidate = Int.random(in: 0..<rowCount, using: &random)
                    let faults = faults(of: value, field, in: candidate, gaps).count
                    if faults < least { (row, least) = (candidate, faults) }
                }
                for other in faults(of: value, field, in: row, gaps) where other != field { set(0, other, row, &gaps) }
                set(value, field, row, &gaps)
            }
        }
    }

    /// The fields that have to be emptied for the record to get the value.
    private func faults(of value: Int, _ field: Int, in row: Int, _ gaps: Gaps) -> [Int] {
        columns.indices.filter { other in
            let own = Int(columns[other][row])
            return other == field ? own > 0 : own > 0 && gaps.isForbidden(field, value, other, own)
        }
    }

    private mutating func set(_ value: Int, _ field: Int, _ row: Int, _ gaps: inout Gaps) {
        let old = Int(columns[field][row])
        if old == value { return }
        gaps.look(at: row, field, columns)
        gaps.change(old, to: value, field)
        columns[field][row] = UInt16(value)
    }

    private mutating func improve(_ row: Int, _ field: Int, _ gaps: inout Gaps) {
        let size = targets.values[field].count + 1
        let old = Int(columns[field][row])
        gaps.look(at: row, field, columns)
        let leaving = gaps.leaving(old, field)
        var best = (gain: Int32(0), value: old)
        let isSmall = size <= Self.tries
        for turn in 0..<min(size, Self.tries) {
            // An empty field is always tried, for it is never forbidden.
            let value = isSmall || turn == 0 ? turn : Int.random(in: 1..<size, using: &random)
            if value == old { continue }
            guard let entering = gaps.entering(value, field) else { continue }
            if leaving + entering > best.gain { best = (leaving + entering, value) }
        }
        if best.value == old { return }
        gaps.change(old, to: best.value, field)
        columns[field][row] = UInt16(best.value)
    }

    /// Takes out whatever is left of pairs that may not be: the value that is in most of them goes first.
    private mutating func removeForbidden() {
        let gaps = Gaps(targets, columns)
        for row in 0..<rowCount {
            while true {
                var faults = [Int](repeating: 0, count: columns.count)
                for one in columns.indices where columns[one][row] > 0 {
                    for other in columns.indices where other > one && columns[other][row] > 0 {
                        if gaps.isForbidden(one, Int(columns[one][row]), other, Int(columns[other][row])) {
                            faults[one] += 1
                            faults[other] += 1
                        }
                    }
                }
                guard let most = faults.max(), most > 0, let worst = faults.firstIndex(of: most) else { break }
                columns[worst][row] = 0
            }
        }
    }

    /// By how much each pair and each value is more frequent than it should be.
    private struct Gaps {
        private let targets: PairTargets
        private var pairs: [Int32]
        private var singles: [[Int32]]
        /// For the record and the field that are looked at: where in `pairs` the values of the field begin beside each
        /// other field's value, and how far apart they lie.
        private var bases: [Int]
        private var strides: [Int]

        init(_ targets: PairTargets, _ columns: [[UInt16]]) {
            self.targets = targets
            let fields = targets.fieldCount
            pairs = targets.cells.map { $0 >= banned ? PairTargets.forbidden : -$0 }
            singles = targets.singles.map { $0.map { -$0 } }
            bases = Array(repeating: 0, count: max(0, fields - 1))
            strides = bases
            for one in 0..<fields {
                for value in columns[one] { singles[one][Int(value)] += 1 }
                for other in (one + 1)..<max(one + 1, fields) {
                    let (offset, stride) = (
                        targets.offsets[one * fields + other], targets.strides[one * fields + other]
                    )
                    for row in columns[one].indices {
                        pairs[offset + Int(columns[one][row]) * stride + Int(columns[other][row])] += 1
                    }
                }
            }
        }

        mutating func look(at row: Int, _ field: Int, _ columns: [[UInt16]]) {
            let fields = targets.fieldCount
            var place = 0
            for other in 0..<fields where other != field {
                let value = Int(columns[other][row])
                bases[place] = targets.offsets[field * fields + other] + value * targets.strides[other * fields + field]
                strides[place] = targets.strides[field * fields + other]
                place += 1
            }
        }

        /// What is gained when the record no longer has the value.
        func leaving(_ value: Int, _ field: Int) -> Int32 {
            var gain = singles[field][value] > 0 ? singleWeight : -singleWeight
            for place in bases.indices {
                let gap = pairs[bases[place] + value * strides[place]]
                gain += gap >= banned ? 1000 : gap > 0 ? 1 : -1
            }
            return gain
        }

        /// What is gained when the record gets the value; nil when that would make a forbidden pair.
        func entering(_ value: Int, _ field: Int) -> Int32? {
            var gain = singles[field][value] < 0 ? singleWeight : -singleWeight
            for place in bases.indices {
                let gap = pairs[bases[place] + value * strides[place]]
                if gap >= banned { return nil }
                gain += gap < 0 ? 1 : -1
            }
            return gain
        }

        mutating func change(_ old: Int, to new: Int, _ field: Int) {
            singles[field][old] -= 1
            singles[field][new] += 1
            for place in bases.indices {
                pairs[bases[place] + old * strides[place]] -= 1
                pairs[bases[place] + new * strides[place]] += 1
            }
        }

        /// How many records more should have the value.
        func lack(_ value: Int, _ field: Int) -> Int { max(0, -Int(singles[field][value])) }

        func isForbidden(_ one: Int, _ value: Int, _ other: Int, _ otherValue: Int) -> Bool {
            let place = one * targets.fieldCount + other
            let stride = targets.strides[other * targets.fieldCount + one]
            return pairs[targets.offsets[place] + value * targets.strides[place] + otherValue * stride] >= banned
        }
    }
}
