// SPDX-License-Identifier: Apache-2.0

import Assistance
import Standard

/// A way of people from one country to another.
public struct FactRoute: Sendable, Hashable {
    /// Where they were recruited, came through first, and were exploited; nil where nobody knows.
    public let origin, transit, exploitation: String?
    public let count: Int
}

/// One step of the way from first notice to the end of help.
public struct FactStep: Sendable, Hashable {
    public let day: FactDay
    /// Those who came at least so far: a step that nobody noted but that lies before one that was noted was reached.
    public let reached: Int
    /// Of these, those whose day of this very step was noted.
    public let noted: Int
}

/// What was given, or stood in the way, in a period.
public struct FactTotal: Sendable, Hashable {
    public let value: String
    /// Times that it was noted.
    public let count: Int
    /// By unit, what the amounts add up to.
    public let amounts: [String: Int]
    /// People or cases that had it.
    public let units: Int
}

extension FactTable {
    /// How long people waited from one day to another, for all and for each answer of the question's one column.
    ///
    /// Only days known exactly count, and none that are in the wrong order.
    ///
    /// - Returns: `all`, and by answer where somebody waited; nil for those without an answer.
    /// - Throws: `FactRefusal`; a question may count by one column at most, with one answer each.
    public func waits(
        from: FactDay, to: FactDay, _ query: FactQuery, among mask: FactMask? = nil
    ) throws(FactRefusal) -> (all: WaitSummary?, groups: [(answer: String?, wait: WaitSummary)]) {
        try check(query)
        guard query.by.count <= 1 else { throw .tooManyAxes }
        let events = eventBits(query)
        let selected = FactSelection(query, in: self, among: mask, events: events)
        let place = query.by.first.map { FactPlaces($0, query, in: self, events: events) }
        var all: [Int] = []
        var groups: [Int: [Int]] = [:]
        guard let start = days[from], let end = days[to] else { return (nil, []) }
        for row in selected.rows {
            guard start.first[row] != DayColumn.none, end.first[row] != DayColumn.none, start.slack[row] == 0,
                end.slack[row] == 0, start.first[row] <= end.first[row]
            else { continue }
            let wait = Int(end.first[row] - start.first[row])
            all.append(wait)
            if case .single(let places)? = place?.kind { groups[Int(places[row]), default: []].append(wait) }
        }
        let names = place?.names ?? []
        let told = groups.sorted { $0.key < $1.key }.compactMap { key, waits in
            WaitSummary(waits).map { (answer: key < names.count ? names[key] : nil, wait: $0) }
        }
        return (WaitSummary(all), told)
    }

    /// How many came how far.
    ///
    /// - Throws: `FactRefusal`. What the question counts by is not looked at.
    public func funnel(
        _ steps: [FactDay] = FactDay.pathway, _ query: FactQuery, among mask: FactMask? = nil
    ) throws(FactRefusal) -> [FactStep] {
        try check(query)
        let selected = FactSelection(query, in: self, among: mask, events: eventBits(query))
        var reached = [Int](repeating: 0, count: steps.count)
        var noted = reached
        let columns = steps.map { days[$0]?.first ?? [] }
        for row in selected.rows {
            var last = -1
            for (at, column) in columns.enumerated() where column[row] != DayColumn.none {
                noted[at] += 1
                last = at
            }
            for at in 0..<(last + 1) { reached[at] += 1 }
        }
        return steps.enumerated().map { FactStep(day: $1, reached: reached[$0], noted: noted[$0]) }
    }

    /// The ways that people were brought, the most frequent first.
    ///
    /// - Throws: `FactRefusal`. What the question counts by is not looked at.
    public func routes(_ query: FactQuery, among mask: FactMask? = nil) throws(FactRefusal) -> [FactRoute] {
        try check(query)
        let selected = FactSelection(query, in: self, among: mask, events: eventBits(query))
        let columns = [FactColumn.countryOfRecruitment, .countryOfTransit, .countryOfExploitation].compactMap {
            singles[$0]
        }
        var counts: [UInt64: Int] = [:]
        for row in selected.rows {
            counts[columns.reduce(0) { $0 << 16 | UInt64($1.codes[row]) }, default: 0] += 1
        }
        func name(_ key: UInt64, _ at: Int) -> String? {
            let code = Int(key >> UInt64((2 - at) * 16) & 0xFFFF)
            return code == 0 ? nil : columns[at].dictionary.names[code - 1]
        }
        return counts.map { key, count in
            FactRoute(origin: name(key, 0), transit: name(key, 1), exploitation: name(key, 2), count: count)
        }
        .sorted { a, b in
            if a.count != b.count { return a.count > b.count }
            let (x, y) = ([a.origin, a.transit, a.exploitation], [b.origin, b.transit, b.exploitation])
            return x.map { $0 ?? "~" }.lexicographicallyPrecedes(y.map { $0 ?? "~" })
        }
    }

    /// What was given, or stood in the way, in the period, added up: one for each value, sorted.
    ///
    /// - Throws: `FactRefusal`. What the question counts by is not looked at.
    public func totals(
        _ kind: FactEventKind, _ query: FactQuery, among mask: FactMask? = nil
    ) throws(FactRefusal) -> [FactTotal] {
        var query = query
        query.by = []
        query.counting = .events(kind)
        try check(query)
        let selected = FactSelection(query, in: self, among: mask, events: eventBits(query))
        let units = query.unit == .persons ? persons : cases
        guard let all = events[kind] else { return [] }
        var counts = [Int](repeating: 0, count: all.values.names.count + 1)
        var having = counts
        var amounts: [UInt32: Int] = [:]
        // Which values a unit was seen to have, as bits.
        var seen = [UInt64](repeating: 0, count: units.rowsOf.count)
        let low = query.period.map { Int32(clamping: $0.from.number) } ?? .min
        let high = query.period.map { Int32(clamping: $0.to.number) } ?? .max
        for event in all.rows.indices where all.days[event] >= low && all.days[event] <= high {
            let (row, code) = (Int(all.rows[event]), Int(all.codes[event]))
            guard selected.passes[row] else { continue }
            counts[code] += 1
            let unit = all.unitCodes[event]
            if unit > 0 { amounts[UInt32(code) << 8 | UInt32(unit), default: 0] += Int(all.amounts[event]) }
            let bit: UInt64 = 1 << UInt64(code - 1)
            if seen[Int(units.numbers[row])] & bit == 0 {
                seen[Int(units.numbers[row])] |= bit
                having[code] += 1
            }
        }
        return counts.indices.filter { counts[$0] > 0 }.map { code in
            let own = amounts.filter { $0.key >> 8 == code }
            return FactTotal(
                value: all.values.names[code - 1], count: counts[code],
                amounts: Dictionary(
                    uniqueKeysWithValues: own.map { (all.units.names[Int($0.key & 0xFF) - 1], $0.value) }),
                units: having[code])
        }.sorted { $0.value < $1.value }
    }
}
