// SPDX-License-Identifier: Apache-2.0

import Standard

extension FactTable {
    /// How many people or cases, by what the question names. Costs some milliseconds for 200,000 rows.
    ///
    /// - Parameter mask: Rows that may count at all; nil for every row. Made from this state of the table
    ///   (a precondition).
    /// - Throws: `FactRefusal`.
    public func count(_ query: FactQuery, among mask: FactMask? = nil) throws(FactRefusal) -> FactResult {
        try check(query)
        precondition(mask.map { $0.rows.count == isLive.count } ?? true, "a mask of another state of the table")
        let events = eventBits(query)
        let selected = FactSelection(query, in: self, among: mask, events: events)
        let places = query.by.map { FactPlaces($0, query, in: self, events: events) }
        let cells = places.reduce(1) { $0.multipliedReportingOverflow(by: $1.names.count + 1).partialValue }
        guard cells <= Self.cellsMax else { throw .tooManyCells(limit: Self.cellsMax) }
        var tally = FactTally(places)
        for row in selected.rows { tally.add(row) }
        return tally.result(query, total: selected.rows.count, undated: selected.undated)
    }

    static let cellsMax = 4_000_000

    /// - Throws: `FactRefusal` for what this table has no answer to.
    public func check(_ query: FactQuery) throws(FactRefusal) {
        guard query.by.count <= 3 else { throw .tooManyAxes }
        let columns = query.by.map(\.column)
        guard Set(columns).count == columns.count else { throw .sameColumnTwice }
        if query.definitions.count > 1 { throw .definitionsMixed(query.definitions) }
        if let id = query.definitions.first, !definitions.contains(id) { throw .unknownDefinition(id) }
        let known = Set(self.columns)
        for column in columns where !known.contains(column) && column.dayStep == nil { throw .unknownColumn(column) }
        for column in (query.filters + query.ofCounted).map(\.column) where !known.contains(column) {
            throw .unknownColumn(column)
        }
    }
}

/// Counts rows into the cells of a table.
private struct FactTally {
    let places: [FactPlaces]
    var counts: [Int]
    var totals: [[Int]]

    init(_ places: [FactPlaces]) {
        self.places = places
        counts = Array(repeating: 0, count: places.reduce(1) { $0 * ($1.names.count + 1) })
        totals = places.map { Array(repeating: 0, count: $0.names.count + 1) }
    }

    mutating func add(_ row: Int) { add(row, from: 0, cell: 0, isFirst: true) }

    /// - Parameter isFirst: Whether this is the first way through the axes before, so that totals count once.
    private mutating func add(_ row: Int, from axis: Int, cell: Int, isFirst: Bool) {
        guard axis < places.count else {
            counts[cell] += 1
            return
        }
        let missing = places[axis].names.count
        func next(_ place: Int) -> Int { cell * (missing + 1) + place }
        switch places[axis].kind {
        case .single(let all):
            let place = Int(all[row])
            if isFirst { totals[axis][place] += 1 }
            add(row, from: axis + 1, cell: next(place), isFirst: isFirst)
        case .multiple(let all):
            var rest = all[row]
            if rest == 0 {
                if isFirst { totals[axis][missing] += 1 }
                return add(row, from: axis + 1, cell: next(missing), isFirst: isFirst)
            }
            var isFirst = isFirst
            let wasFirst = isFirst
            while rest != 0 {
                let place = rest.trailingZeroBitCount
                rest &= rest - 1
                if wasFirst { totals[axis][place] += 1 }
                add(row, from: axis + 1, cell: next(place), isFirst: isFirst)
                isFirst = false
            }
        }
    }

    /// The counts with the answers that occur, in their order.
    func result(_ query: FactQuery, total: Int, undated: Int) -> FactResult {
        let kept = places.enumerated().map { at, axis -> [Int] in
            if axis.isFixed { return Array(axis.names.indices) }
            return axis.names.indices.filter { totals[at][$0] > 0 }.sorted { axis.names[$0] < axis.names[$1] }
        }
        let axes = places.enumerated().map { at, axis in
            FactResult.Axis(
                column: query.by[at].column, values: kept[at].map { axis.names[$0] },
                totals: (kept[at] + [axis.names.count]).map { totals[at][$0] }, overlaps: query.by[at].overlaps)
        }
        var cells = [0]
        for (at, axis) in places.enumerated() {
            let own = kept[at] + [axis.names.count]
            cells = cells.flatMap { cell in own.map { cell * (axis.names.count + 1) + $0 } }
        }
        return FactResult(
            query: query, axes: axes, counts: cells.map { counts[$0] }, total: total, undated: undated)
    }
}
