// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Statistics

/// The same counts as `FactTable`, the long way round: dictionaries of texts, one unit after another.
struct SlowCount {
    let rows: [(id: EntityID, row: FactRow)]

    init(_ register: [EntityID: [FactRow]]) {
        rows = register.sorted { $0.key < $1.key }.flatMap { id, rows in rows.map { (id, $0) } }
    }

    /// What a row answers: value names, in groups where there are any; nil for none.
    func answers(_ row: FactRow, _ axis: FactAxis, _ query: FactQuery) -> [String?] {
        if let (day, step) = axis.column.dayStep {
            guard let span = row.days[day], query.period.map({ $0.holds(span) == true }) ?? true else { return [nil] }
            let (from, to) = (label(span.first, step), label(span.last, step))
            return [from == to ? from : nil]
        }
        let plain = values(row, axis.column, query)
        guard let grouping = axis.grouping else { return plain.isEmpty ? [nil] : plain.map { $0 } }
        var names = Set<String>()
        for value in plain {
            let own = grouping.groups.filter { $0.values.contains(value) }.map(\.name)
            names.formUnion(own.isEmpty ? [grouping.others].compactMap(\.self) : own)
        }
        if names.isEmpty { return [nil] }
        if names.count > 1, let several = grouping.several { return [several] }
        return names.sorted().map { $0 }
    }

    func values(_ row: FactRow, _ column: FactColumn, _ query: FactQuery) -> [String] {
        guard column == .helped else {
            let all = row.values[column] ?? []
            return column.isMultiple ? Array(Set(all)) : Array(all.prefix(1))
        }
        let given = row.events.filter { event in
            query.period.map { event.day >= $0.from && event.day <= $0.to } ?? true
        }
        return Array(Set(given.map(\.value)))
    }

    private func label(_ day: Day, _ step: PeriodStep) -> String {
        let parts = day.description.split(separator: "-").map(String.init)
        switch step {
        case .year: return parts[0]
        case .month: return "\(parts[0])-\(parts[1])"
        case .quarter: return "\(parts[0])-Q\((Int(parts[1])! + 2) / 3)"
        }
    }

    private func passes(_ row: FactRow, _ query: FactQuery) -> Bool {
        if let id = query.definition, row.values[.verdict(id)]?.first != "met" { return false }
        for filter in query.filters {
            let own = values(row, filter.column, query)
            let isTaken = own.isEmpty ? filter.takesMissing : !filter.values.isDisjoint(with: own)
            if isTaken == filter.isExcluding { return false }
        }
        guard let period = query.period else {
            return query.counting == .events(.help) ? !row.events.isEmpty : true
        }
        for day in query.alsoWithin where row.days[day].map({ period.holds($0) }) != true { return false }
        if query.counting == .events(.help) { return !values(row, .helped, query).isEmpty }
        return true
    }

    /// One row for each unit that counts, and how many are undated.
    func selected(_ query: FactQuery) -> (rows: [FactRow], undated: Int) {
        var day = FactDay.registered
        if case .day(let other) = query.counting { day = other }
        var isByDay = false
        if case .day = query.counting { isByDay = true }
        var best: [EntityID: (Int, EntityID, FactRow)] = [:]
        var unsure: Set<EntityID> = []
        for (id, row) in rows where passes(row, query) {
            let unit = query.unit == .persons ? row.person : id
            if isByDay, let period = query.period {
                let isWithin = row.days[day].map { period.holds($0) } ?? false
                if isWithin == nil { unsure.insert(unit) }
                if isWithin != true { continue }
            }
            let key = row.days[day]?.first.number ?? .max
            if let old = best[unit], (old.0, old.1) <= (key, id) { continue }
            best[unit] = (key, id, row)
        }
        return (best.values.map(\.2), unsure.subtracting(best.keys).count)
    }

    func count(_ query: FactQuery) -> [[String?]: Int] {
        var counts: [[String?]: Int] = [:]
        for row in selected(query).rows {
            var cells: [[String?]] = [[]]
            for axis in query.by {
                let own = answers(row, axis, query)
                cells = cells.flatMap { cell in own.map { cell + [$0] } }
            }
            for cell in cells { counts[cell, default: 0] += 1 }
        }
        return counts
    }
}
