// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// The coded facts of a register in columns: one row for each person in each case, no name and no text.
///
/// How to fill it: make one with the definitions whose verdicts the rows carry, then call `set(_:of:)` for each case
/// with one `FactRow` for each person the case is for, and again whenever the case has changed; `set([], of:)` takes a
/// case away. `FactRow.init(victim:in:…)` reads a row off the records of a case. Then ask with `count`, `waits`,
/// `funnel`, `routes` and `totals`.
///
/// Some 250 bytes a row without deliveries, 480 with five each. In memory only.
public struct FactTable: Sendable {
    /// Ids of the definitions that there are verdicts of, in the library's order.
    public let definitions: [String]
    var singles: ColumnSet<FactColumn, SingleColumn>
    private(set) var multiples = ColumnSet(FactColumn.multiple, MultipleColumn())
    private(set) var days = ColumnSet(FactDay.allCases, DayColumn())
    private(set) var events = ColumnSet(FactEventKind.allCases, EventColumn())
    var persons = UnitColumn()
    var cases = UnitColumn()
    private(set) var isLive: [Bool] = []
    private(set) var caseIDs: [EntityID] = []
    private var personNumbers: [EntityID: UInt32] = [:]
    private var caseNumbers: [EntityID: UInt32] = [:]
    /// The first row of each case and how many it has, by the case's number: they stand together.
    private var places: [(row: UInt32, count: UInt32)] = []
    private var dead = 0

    /// - Parameter definitions: Ids of those that rows carry verdicts of.
    public init(definitions: [String] = []) {
        self.definitions = definitions
        singles = ColumnSet(FactColumn.single + definitions.map { .verdict($0) }, SingleColumn())
    }

    /// Rows that count.
    public var rowCount: Int { isLive.count - dead }

    /// The columns that there are, verdicts among them; steps of days besides.
    public var columns: [FactColumn] {
        FactColumn.single + FactColumn.multiple + FactColumn.events + definitions.map { .verdict($0) }
    }

    /// The answers that occur in a column, sorted, or all of them in their order when they have one; empty for a column
    /// that is not there. Costs a walk over the column.
    public func values(of column: FactColumn) -> [String] {
        if let fixed = column.order { return fixed }
        if let single = singles[column] {
            let used = Set(isLive.indices.lazy.filter { isLive[$0] }.map { single.codes[$0] }).subtracting([0])
            return used.map { single.dictionary.names[Int($0) - 1] }.sorted()
        }
        if let multiple = multiples[column] {
            let used = isLive.indices.reduce(UInt64(0)) { isLive[$1] ? $0 | multiple.bits[$1] : $0 }
            return multiple.dictionary.names.enumerated().filter { used >> UInt64($0.offset) & 1 == 1 }.map(\.element)
                .sorted()
        }
        guard let all = FactEventKind.allCases.first(where: { $0.column == column }).flatMap({ events[$0] }) else {
            return []
        }
        let used = Set(all.rows.indices.lazy.filter { isLive[Int(all.rows[$0])] }.map { all.codes[$0] })
        return used.map { all.values.names[Int($0) - 1] }.sorted()
    }

    /// Whether the case has rows.
    public func holds(_ caseID: EntityID) -> Bool {
        caseNumbers[caseID].map { places[Int($0)].count > 0 } ?? false
    }

    /// Puts the rows of a case in place of those it had. Columns that the table does not have are left out.
    ///
    /// Costs some microseconds; now and then as much as a walk over the table.
    public mutating func set(_ rows: [FactRow], of caseID: EntityID) {
        let number = caseNumbers[caseID] ?? UInt32(places.count)
        if number == places.count {
            if rows.isEmpty { return }
            caseNumbers[caseID] = number
            places.append((0, 0))
        }
        let old = places[Int(number)]
        for row in Int(old.row)..<Int(old.row + old.count) {
            isLive[row] = false
            persons.forget(row)
            cases.forget(row)
            dead += 1
        }
        places[Int(number)] = (UInt32(isLive.count), UInt32(rows.count))
        for row in rows { append(row, caseID, number) }
        if dead > 1_000, dead * 4 > isLive.count { compact() }
    }

    private mutating func append(_ row: FactRow, _ caseID: EntityID, _ caseNumber: UInt32) {
        let next = UInt32(personNumbers.count)
        let person = personNumbers[row.person] ?? next
        if person == next { personNumbers[row.person] = next }
        let place = isLive.count
        isLive.append(true)
        caseIDs.append(caseID)
        persons.append(person)
        cases.append(caseNumber)
        singles.change { $1.append(row.values[$0]?.first) }
        multiples.change { $1.append(row.values[$0] ?? []) }
        days.change { $1.append(row.days[$0]) }
        if row.events.isEmpty { return }
        events.change { kind, column in
            for event in row.events where event.kind == kind { column.append(event, row: place) }
        }
    }

    /// Forgets rows that count no more.
    private mutating func compact() {
        let kept = isLive.indices.filter { isLive[$0] }
        var new = [UInt32?](repeating: nil, count: isLive.count)
        for (place, row) in kept.enumerated() { new[row] = UInt32(place) }
        singles.change { _, column in column.codes = kept.map { column.codes[$0] } }
        multiples.change { _, column in column.bits = kept.map { column.bits[$0] } }
        days.change { _, column in
            column.first = kept.map { column.first[$0] }
            column.slack = kept.map { column.slack[$0] }
        }
        events.change { _, column in column.keep(new) }
        persons.keep(kept)
        cases.keep(kept)
        caseIDs = kept.map { caseIDs[$0] }
        isLive = Array(repeating: true, count: kept.count)
        for at in places.indices where places[at].count > 0 { places[at].row = new[Int(places[at].row)] ?? 0 }
        dead = 0
    }

    /// Some people by their numbers; who is in no row is left out.
    func peopleNumbers(_ people: Set<EntityID>) -> [UInt32: EntityID] {
        people.reduce(into: [:]) { found, id in if let number = personNumbers[id] { found[number] = id } }
    }

    /// What it takes in memory, in bytes, as far as its own arrays and tables go.
    public var bytes: Int {
        let columns =
            singles.columns.reduce(0) { $0 + $1.bytes } + multiples.columns.reduce(0) { $0 + $1.bytes }
            + days.columns.reduce(0) { $0 + $1.bytes } + events.columns.reduce(0) { $0 + $1.bytes }
        let ids = caseIDs.capacity * 16 + (personNumbers.capacity + caseNumbers.capacity) * 24 + places.capacity * 8
        return columns + ids + persons.bytes + cases.bytes + isLive.capacity
    }

    /// Which rows belong to some cases: the rows that a viewer may have counted.
    ///
    /// - Parameter cases: Those that count.
    public func mask(_ cases: Set<EntityID>) -> FactMask {
        var rows = [Bool](repeating: false, count: isLive.count)
        for id in cases {
            guard let number = caseNumbers[id] else { continue }
            let place = places[Int(number)]
            for row in Int(place.row)..<Int(place.row + place.count) { rows[row] = true }
        }
        return FactMask(rows: rows)
    }
}

/// Rows of one state of a table.
public struct FactMask: Sendable {
    let rows: [Bool]
}

extension FactColumn {
    /// Answers with an order of their own, all of which are shown; nil for others.
    var order: [String]? {
        if definition != nil { return ["met", "not_met", "undetermined"] }
        return switch self {
        case .sex: ["Female", "Male", "Other"]
        case .majority, .majorityAtAct: ["Child", "Adult"]
        case .ageBand: ["0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+"]
        default: nil
        }
    }
}
