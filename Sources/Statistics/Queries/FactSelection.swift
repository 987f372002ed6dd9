// SPDX-License-Identifier: Apache-2.0

import Standard

/// The rows that a question takes: one for each person or case.
struct FactSelection {
    /// In the order of the table.
    private(set) var rows: [Int] = []
    private(set) var undated = 0
    /// Rows that the filters and the period take, whoever they belong to.
    let passes: [Bool]

    init(_ query: FactQuery, in table: FactTable, among mask: FactMask?, events: [FactEventKind: [UInt64]]) {
        var passes = Self.passing(query, in: table, among: mask, events: events)
        var unsure = [Int]()
        if let period = query.period { Self.narrow(&passes, &unsure, period, query, table, events) }
        if query.period == nil, case .events(let kind) = query.counting {
            for row in passes.indices where passes[row] && events[kind]?[row] == 0 { passes[row] = false }
        }
        let units = query.unit == .persons ? table.persons : table.cases
        self.passes = passes
        reduce(unsure, units, query, table)
        guard !query.ofCounted.isEmpty else { return }
        var narrow = query
        (narrow.filters, narrow.definition) = (query.ofCounted, nil)
        let taken = Self.passing(narrow, in: table, among: mask, events: events)
        let counted = rows.filter { taken[$0] }
        undated =
            Set(unsure.filter { taken[$0] }.map { units.numbers[$0] })
            .subtracting(rows.map { units.numbers[$0] }).count
        rows = counted
    }

    /// Live rows that every filter takes.
    private static func passing(
        _ query: FactQuery, in table: FactTable, among mask: FactMask?, events: [FactEventKind: [UInt64]]
    ) -> [Bool] {
        var passes = table.isLive
        if let mask { for row in passes.indices where !mask.rows[row] { passes[row] = false } }
        var filters = query.filters
        if let definition = query.definition { filters.append(FactFilter(.verdict(definition), ["met"])) }
        for filter in filters {
            if let column = table.singles[filter.column] {
                var taken = column.dictionary.names.map { filter.values.contains($0) != filter.isExcluding }
                taken.insert(filter.takesMissing != filter.isExcluding, at: 0)
                for row in passes.indices where !taken[Int(column.codes[row])] { passes[row] = false }
            } else if let (bits, names) = table.bits(of: filter.column, events) {
                var wanted: UInt64 = 0
                for (place, name) in names.enumerated() where filter.values.contains(name) {
                    wanted |= 1 << UInt64(place)
                }
                for row in passes.indices where passes[row] {
                    let isTaken = bits[row] == 0 ? filter.takesMissing : bits[row] & wanted != 0
                    passes[row] = isTaken != filter.isExcluding
                }
            }
        }
        return passes
    }

    /// Leaves those of the period; who may be in it goes to `unsure`.
    private static func narrow(
        _ passes: inout [Bool], _ unsure: inout [Int], _ period: FactPeriod, _ query: FactQuery, _ table: FactTable,
        _ events: [FactEventKind: [UInt64]]
    ) {
        let (low, high) = (Int32(clamping: period.from.number), Int32(clamping: period.to.number))
        for day in query.alsoWithin {
            guard let column = table.days[day] else { continue }
            for row in passes.indices where passes[row] && column.isWithin(row, low, high) != true {
                passes[row] = false
            }
        }
        switch query.counting {
        case .events(let kind):
            for row in passes.indices where passes[row] && events[kind]?[row] == 0 { passes[row] = false }
        case .day(let day):
            guard let column = table.days[day] else { return }
            for row in passes.indices where passes[row] {
                let isWithin = column.isWithin(row, low, high)
                if isWithin == nil { unsure.append(row) }
                passes[row] = isWithin == true
            }
        }
    }

    /// One row for each unit: the earliest counting day, then the lowest case id.
    private mutating func reduce(
        _ unsure: [Int], _ units: UnitColumn, _ query: FactQuery, _ table: FactTable
    ) {
        var best: [UInt32: Int] = [:]
        rows.reserveCapacity(passes.count / 4)
        for row in passes.indices where passes[row] {
            let unit = units.numbers[row]
            if units.rowsOf[Int(unit)] == 1 {
                rows.append(row)
            } else if let other = best[unit] {
                if Self.isEarlier(row, other, query, table) { best[unit] = row }
            } else {
                best[unit] = row
            }
        }
        rows += best.values.sorted()
        if unsure.isEmpty { return }
        let counted = Set(rows.map { units.numbers[$0] })
        undated = Set(unsure.map { units.numbers[$0] }).subtracting(counted).count
    }

    private static func isEarlier(_ a: Int, _ b: Int, _ query: FactQuery, _ table: FactTable) -> Bool {
        var day = FactDay.registered
        if case .day(let other) = query.counting { day = other }
        func key(_ row: Int) -> Int32 {
            let first = table.days[day]?.first[row] ?? DayColumn.none
            return first == DayColumn.none ? .max : first
        }
        if key(a) != key(b) { return key(a) < key(b) }
        if table.caseIDs[a] != table.caseIDs[b] { return table.caseIDs[a] < table.caseIDs[b] }
        return a < b
    }
}

extension FactTable {
    /// The answers of a column with several, as bits by the place of each name.
    func bits(of column: FactColumn, _ events: [FactEventKind: [UInt64]]) -> ([UInt64], [String])? {
        if let multiple = multiples[column] { return (multiple.bits, multiple.dictionary.names) }
        for kind in FactEventKind.allCases where kind.column == column {
            if let bits = events[kind] { return (bits, self.events[kind]?.values.names ?? []) }
        }
        return nil
    }

    /// What happened in the period to each row, of the kinds that a question asks about.
    func eventBits(_ query: FactQuery) -> [FactEventKind: [UInt64]] {
        var found: [FactEventKind: [UInt64]] = [:]
        let columns = Set(query.by.map(\.column) + (query.filters + query.ofCounted).map(\.column))
        for kind in FactEventKind.allCases {
            guard columns.contains(kind.column) || query.counting == .events(kind), let all = events[kind] else {
                continue
            }
            let low = query.period.map { Int32(clamping: $0.from.number) } ?? .min
            let high = query.period.map { Int32(clamping: $0.to.number) } ?? .max
            var bits = [UInt64](repeating: 0, count: isLive.count)
            for event in all.rows.indices where all.days[event] >= low && all.days[event] <= high {
                bits[Int(all.rows[event])] |= 1 << UInt64(all.codes[event] - 1)
            }
            found[kind] = bits
        }
        return found
    }
}
