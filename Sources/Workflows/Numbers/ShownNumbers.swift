// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Statistics
import Synchronization

/// Tables of one year for who sees no records: each as safe beside all that were shown before as it is alone.
///
/// A table that was shown is shown again as it was, cell by cell. A new one counts the same people, shows of each of
/// its columns what every other table shows of it, and makes no circle of columns with the others (`LinkedCross`).
final class ShownNumbers: Sendable {
    /// No count from 1 to one below this is shown (security AGG-1).
    static let threshold = 10

    private struct State {
        var year: ShownYear
        var isChanged = false
    }

    private let state: Mutex<State>
    /// The year whose people are counted; nil for any, where nothing is kept.
    private let number: Int?

    /// - Parameter isChanged: True when it is to be kept even when no table is made.
    init(_ year: ShownYear = ShownYear(Frozen(act: 0, month: "")), of number: Int? = nil, isChanged: Bool = false) {
        state = Mutex(State(year: year, isChanged: isChanged))
        self.number = number
    }

    /// What is to be kept; nil when nothing new was shown.
    var changed: ShownYear? { state.withLock { $0.isChanged ? $0.year : nil } }

    /// Whether so many people are those that were counted before.
    func isAsShown(_ people: Int) -> Bool { state.withLock { $0.year.people.map { $0 == people } ?? true } }

    /// - Parameter count: Answers a question with true counts.
    /// - Throws: `NumbersObstacle`.
    func table(
        _ question: NumbersQuestion, count: (FactQuery) throws(FactRefusal) -> FactResult
    ) throws(NumbersObstacle) -> NumbersTable {
        if let number, question.wholeYear != number { throw .wholeYear }
        // One order for both ways round: what is hidden does not depend on which of them was asked for.
        let columns = ([question.rows] + [question.columns].compactMap(\.self)).sorted()
        let table = try state.withLock { (state) throws(NumbersObstacle) in
            if let known = state.year.tables[ShownYear.key(columns)] { return known }
            try Self.check(columns, state.year)
            var query: FactQuery
            let result: FactResult
            do throws(FactRefusal) {
                query = try question.query()
                query.by = columns.map { FactAxis($0) }
                result = try count(query)
            } catch { throw .facts(error.message) }
            let table = try Self.made(result, state.year)
            guard result.total > 0 else { return table }
            Self.note(columns, table, result.total, &state.year)
            state.isChanged = true
            return table
        }
        return NumbersTable(question, table, isTurned: columns[0] != question.rows)
    }

    /// Whether a table by these columns may stand beside those that were shown.
    private static func check(_ columns: [FactColumn], _ year: ShownYear) throws(NumbersObstacle) {
        for column in columns {
            if let other = year.taken[column.sharedAnswers], other != column.rawValue { throw .grouping }
        }
        guard columns.count == 2 else { return }
        if columns.allSatisfy(\.isMultiple) { throw .several }
        if columns[0].sharedAnswers == columns[1].sharedAnswers { throw .grouping }
        if !year.linked.circle(columns[0].rawValue, columns[1].rawValue).isEmpty { throw .circle }
    }

    private static func note(
        _ columns: [FactColumn], _ table: ShownYear.Table, _ people: Int, _ year: inout ShownYear
    ) {
        year.people = people
        year.tables[ShownYear.key(columns)] = table
        for column in columns { year.taken[column.sharedAnswers] = column.rawValue }
        if columns.count == 2 { year.linked.insert(columns[0].rawValue, columns[1].rawValue) }
    }

    private static func made(_ result: FactResult, _ year: ShownYear) throws(NumbersObstacle) -> ShownYear.Table {
        guard result.total == 0 || result.total >= threshold else { throw .tooFew }
        if let people = year.people, people != result.total { throw .changed }
        if year.isNear(result.total, ShownYear.cell([])) { throw .changed }
        do {
            var sides: [LinkedSide] = []
            for axis in result.axes { sides.append(try side(axis, result.total, year)) }
            return try made(result, sides, year)
        } catch { throw .tooFew }
    }

    /// What every table by this column shows of it.
    private static func side(
        _ axis: FactResult.Axis, _ people: Int, _ year: ShownYear
    ) throws(TableRefusal) -> LinkedSide {
        let also = axis.totals.indices.filter { place in
            let count = axis.totals[place]
            // Where answers do not add up, those without one follow from everybody.
            let isNearlyAll = axis.overlaps && (1..<threshold).contains(people - count)
            return isNearlyAll || year.isNear(count, ShownYear.cell([(axis.column, axis.answer(place))]))
        }
        return try LinkedSide(axis.totals, threshold: threshold, also: Set(also))
    }

    private static func made(
        _ result: FactResult, _ sides: [LinkedSide], _ year: ShownYear
    ) throws(TableRefusal) -> ShownYear.Table {
        func shown(_ side: LinkedSide) -> [Int?] { zip(side.counts, side.isHidden).map { $1 ? nil : $0 } }
        let answers = result.axes.map { axis in axis.totals.indices.map(axis.answer) }
        let overlaps = result.axes.contains(where: \.overlaps)
        guard sides.count == 2 else {
            return .init(rows: answers[0], columns: [], cells: shown(sides[0]) + [result.total], overlaps: overlaps)
        }
        let width = answers[1].count
        let also = result.counts.indices.filter { cell in
            year.isNear(
                result.counts[cell],
                ShownYear.cell([
                    (result.axes[0].column, answers[0][cell / width]),
                    (result.axes[1].column, answers[1][cell % width]),
                ]))
        }
        let cross = try LinkedCross(
            sides[0], by: sides[1], inner: result.counts, threshold: threshold, also: Set(also))
        var cells: [Int?] = []
        for (row, total) in shown(sides[0]).enumerated() {
            for cell in row * width..<(row + 1) * width {
                cells.append(cross.isHidden[cell] ? nil : result.counts[cell])
            }
            cells.append(total)
        }
        cells += shown(sides[1]) + [result.total]
        return .init(rows: answers[0], columns: answers[1], cells: cells, overlaps: overlaps)
    }
}

extension FactResult.Axis {
    /// The answer at a place; nil for the last, which is for those without one.
    fileprivate func answer(_ place: Int) -> String? { place < values.count ? values[place] : nil }
}

extension FactColumn {
    /// What columns have in common whose answers are groups of the same: two of them could be subtracted.
    fileprivate var sharedAnswers: String {
        if let step = dayStep { return step.day.rawValue }
        return switch self {
        case .ageBand, .majority: "age"
        case .disability, .vulnerabilities: "vulnerabilities"
        case .sex, .gender: "sex"
        default: rawValue
        }
    }
}

extension NumbersTable {
    /// - Parameter isTurned: True when rows and columns change places.
    fileprivate init(_ question: NumbersQuestion, _ table: ShownYear.Table, isTurned: Bool) {
        let counts = table.cells.map { $0.map { ShownCount.known($0) } ?? .withheld }
        var cells = counts
        if isTurned {
            let (down, across) = (table.rows.count + 1, table.columns.count + 1)
            cells = (0..<across).flatMap { column in (0..<down).map { counts[$0 * across + column] } }
        }
        self.init(
            question: question, rows: isTurned ? table.columns : table.rows,
            columns: isTurned ? table.rows : table.columns, cells: cells, threshold: ShownNumbers.threshold,
            overlaps: table.overlaps, undated: nil)
    }
}
