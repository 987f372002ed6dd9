// SPDX-License-Identifier: Apache-2.0

/// The people, or cases, of a question one by one, as answers alone: what protection of small numbers works on. A side
/// on which somebody may have several answers is a column of `yes` and `no` for each.
public struct FactPeople: Sendable {
    public struct Column: Sendable {
        public let name: String
        /// Nil for no answer.
        public let answers: [String?]
    }

    public let columns: [Column]
    public let count: Int

    /// What the column of one answer of such a side is called.
    public static func name(_ axis: String, is answer: String) -> String { "\(axis): \(answer)" }
}

extension FactTable {
    /// - Parameters:
    ///   - sides: What to tell of each, by a name.
    ///   - flags: Filters whose answer is told as `yes` or `no`, by a name.
    /// - Throws: `FactRefusal`. What the question counts by is not looked at.
    public func people(
        _ query: FactQuery, sides: [(name: String, axis: FactAxis)],
        flags: [(name: String, filters: [FactFilter])] = [],
        among mask: FactMask? = nil
    ) throws(FactRefusal) -> FactPeople {
        var query = query
        query.by = []
        try check(query)
        for side in sides where !columns.contains(side.axis.column) && side.axis.column.dayStep == nil {
            throw .unknownColumn(side.axis.column)
        }
        var reading = query
        reading.by = sides.map(\.axis)
        let events = eventBits(reading)
        let rows = FactSelection(query, in: self, among: mask, events: events).rows
        var columns: [FactPeople.Column] = []
        for side in sides {
            columns += FactPlaces(side.axis, query, in: self, events: events).told(side.name, rows)
        }
        for flag in flags {
            var narrow = query
            narrow.filters += flag.filters
            let passes = FactSelection(narrow, in: self, among: mask, events: eventBits(narrow)).passes
            columns.append(.init(name: flag.name, answers: rows.map { passes[$0] ? "yes" : "no" }))
        }
        return FactPeople(columns: columns, count: rows.count)
    }
}

extension FactPlaces {
    fileprivate func told(_ name: String, _ rows: [Int]) -> [FactPeople.Column] {
        switch kind {
        case .single(let places):
            let answers = rows.map { row in
                Int(places[row]) < names.count ? names[Int(places[row])] : nil
            }
            return [.init(name: name, answers: answers)]
        case .multiple(let bits):
            return names.enumerated().map { place, answer in
                .init(
                    name: FactPeople.name(name, is: answer),
                    answers: rows.map { row in
                        bits[row] == 0 ? nil : bits[row] >> UInt64(place) & 1 == 1 ? "yes" : "no"
                    })
            }
        }
    }
}
