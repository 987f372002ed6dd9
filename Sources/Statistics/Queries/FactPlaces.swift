// SPDX-License-Identifier: Apache-2.0

import Standard

/// Where each row stands on one side of a table.
struct FactPlaces {
    enum Kind {
        /// One place a row.
        case single([UInt16])
        /// Bits of places; none for no answer.
        case multiple([UInt64])
    }

    /// Without the last place, which is for rows without an answer.
    let names: [String]
    let kind: Kind
    /// Names that nobody has are shown all the same, in this order.
    let isFixed: Bool

    init(_ axis: FactAxis, _ query: FactQuery, in table: FactTable, events: [FactEventKind: [UInt64]]) {
        if let (day, step) = axis.column.dayStep {
            self.init(day, step, query.period, table)
        } else if let column = table.singles[axis.column] {
            self.init(column, axis)
        } else {
            let (bits, names) = table.bits(of: axis.column, events) ?? ([], [])
            self.init(bits, names, axis.grouping)
        }
    }

    private init(_ column: SingleColumn, _ axis: FactAxis) {
        let all = column.dictionary.names
        if let grouping = axis.grouping {
            let groupNames = grouping.names
            (names, isFixed) = (groupNames, true)
            let others = grouping.others.flatMap { groupNames.firstIndex(of: $0) } ?? groupNames.count
            let lookup =
                [groupNames.count]
                + all.map { value in grouping.groups.firstIndex { $0.values.contains(value) } ?? others }
            kind = .single(column.codes.map { UInt16(lookup[Int($0)]) })
        } else if let order = axis.column.order {
            names = order
            isFixed = true
            let lookup = [order.count] + all.map { order.firstIndex(of: $0) ?? order.count }
            kind = .single(column.codes.map { UInt16(lookup[Int($0)]) })
        } else {
            names = all
            isFixed = false
            let missing = UInt16(all.count)
            kind = .single(column.codes.map { $0 == 0 ? missing : $0 - 1 })
        }
    }

    private init(_ bits: [UInt64], _ all: [String], _ grouping: FactGrouping?) {
        guard let grouping else {
            (names, kind, isFixed) = (all, .multiple(bits), false)
            return
        }
        var masks = grouping.groups.map { group in
            all.enumerated().reduce(into: UInt64(0)) {
                if group.values.contains($1.element) { $0 |= 1 << UInt64($1.offset) }
            }
        }
        if grouping.others != nil { masks.append(~masks.reduce(0, |)) }
        names = grouping.names
        isFixed = true
        guard grouping.several != nil else {
            kind = .multiple(
                bits.map { set in
                    masks.indices.reduce(into: UInt64(0)) { if set & masks[$1] != 0 { $0 |= 1 << UInt64($1) } }
                })
            return
        }
        let (several, missing) = (UInt16(grouping.names.count - 1), UInt16(grouping.names.count))
        kind = .single(
            bits.map { set in
                var place = missing
                for (at, mask) in masks.enumerated() where set & mask != 0 {
                    place = place == missing ? UInt16(at) : several
                }
                return place
            })
    }

    private init(_ day: FactDay, _ step: PeriodStep, _ period: FactPeriod?, _ table: FactTable) {
        let column = table.days[day] ?? DayColumn()
        // Of somebody whose day nobody knows at all, no stretch follows.
        let known = column.first.indices.filter {
            column.first[$0] != DayColumn.none && table.isLive[$0] && column.width($0) < 1_000
        }
        let low = period?.from.number ?? known.map { Int(column.first[$0]) }.min() ?? 0
        let high = max(low, period?.to.number ?? known.map { Int(column.first[$0] + column.width($0)) }.max() ?? 0)
        let base = step.number(of: Day(number: low))
        let count = step.number(of: Day(number: high)) - base + 1
        names = (0..<count).map { step.label(base + $0) }
        isFixed = true
        // A place for each day once, instead of a calendar for each row.
        let lookup = (low...high).map { UInt16(step.number(of: Day(number: $0)) - base) }
        let missing = UInt16(count)
        kind = .single(
            column.first.indices.map { row in
                let first = Int(column.first[row]) - low
                let last = first + Int(column.width(row))
                guard first >= 0, last < lookup.count, lookup[first] == lookup[last] else { return missing }
                return lookup[first]
            })
    }
}
