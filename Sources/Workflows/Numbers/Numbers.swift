// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Statistics
import Store

/// The facts that somebody may count with, ready for any number of tables: true counts for who sees the cases, and
/// counts without small numbers for who does not.
public struct Numbers: Sendable {
    /// How many cases were looked at.
    public let cases: Int
    /// True when small numbers are hidden.
    public let isProtected: Bool
    /// Ids of the definitions that tables can be made by.
    public let definitions: [String]
    /// The last year that protected tables can be made of.
    public let lastYear: Int
    private let facts: OpenedFacts
    /// What was shown before, and is from now on, to who sees no records.
    let shown: ShownNumbers

    init(_ facts: OpenedFacts, today: Day, shown: ShownNumbers = ShownNumbers()) {
        self.facts = facts
        self.shown = shown
        cases = facts.cases
        isProtected = facts.isProtected
        definitions = facts.table.definitions
        lastYear = today.parts.year - 1
    }

    /// The answers that occur in a column, to choose among. None for who sees no records.
    public func answers(_ column: FactColumn) -> [String] {
        isProtected ? [] : facts.table.values(of: column)
    }

    /// One table.
    ///
    /// - Throws: `NumbersObstacle`. Some milliseconds for 200,000 people.
    public func table(_ question: NumbersQuestion) throws(NumbersObstacle) -> NumbersTable {
        if isProtected {
            try insistOnPlain(question)
            return try shown.table(question) { (query) throws(FactRefusal) in
                try facts.table.count(query, among: facts.mask)
            }
        }
        do {
            return NumbersTable(question, try facts.table.count(question.query(), among: facts.mask))
        } catch {
            throw .facts(error.message)
        }
    }

    /// Conditions and stretches of time of one's own would show by comparison who lies between them.
    private func insistOnPlain(_ question: NumbersQuestion) throws(NumbersObstacle) {
        guard let year = question.wholeYear, year <= lastYear, question.counting == .registered else {
            throw .wholeYear
        }
        let columns = [question.rows] + [question.columns].compactMap(\.self)
        let isOffered = columns.allSatisfy {
            NumbersQuestion.offered.contains($0) || $0.definition != nil
        }
        let isInside = columns.allSatisfy { $0.dayStep.map { $0.day == .registered } ?? true }
        guard isOffered, isInside, question.only.isEmpty, question.definition == nil,
            question.unit == .persons
        else {
            throw .plain
        }
    }

    /// The ways that people were brought, the most frequent first, with the country they came through first, if any.
    /// Nil for who sees no records: they get two countries at a time, as a table.
    ///
    /// - Throws: `NumbersObstacle`.
    public func routes(_ question: NumbersQuestion) throws(NumbersObstacle) -> [FactRoute]? {
        if isProtected { return nil }
        do { return try facts.table.routes(question.query(), among: facts.mask) } catch {
            throw .facts(error.message)
        }
    }

    /// How many came how far, from registration to help that was completed. Nil where small numbers of people who came
    /// no farther would follow from it.
    ///
    /// - Throws: `NumbersObstacle`.
    public func funnel(_ question: NumbersQuestion) throws(NumbersObstacle) -> [FactStep]? {
        if isProtected { try insistOnPlain(question) }
        do {
            let steps = try facts.table.funnel(FactDay.pathway, question.query(), among: facts.mask)
            let left =
                zip(steps, steps.dropFirst()).map { $0.reached - $1.reached } + [steps.last?.reached ?? 0]
            guard isProtected else { return steps }
            let isSafe = left.allSatisfy { $0 == 0 || $0 >= ShownNumbers.threshold }
            return isSafe && shown.isAsShown(steps.first?.reached ?? 0) ? steps : nil
        } catch { throw .facts(error.message) }
    }
}

extension NumbersTable {
    /// True counts, with their totals.
    fileprivate init(_ question: NumbersQuestion, _ result: FactResult) {
        let sides = result.axes.map { axis in axis.values.map { Optional($0) } + [nil] }
        var counts: [Int] = []
        if sides.count == 1 {
            counts = result.axes[0].totals + [result.total]
        } else {
            let columns = sides[1].count
            for row in sides[0].indices {
                counts += result.counts[row * columns..<(row + 1) * columns]
                counts.append(result.axes[0].totals[row])
            }
            counts += result.axes[1].totals + [result.total]
        }
        self.init(
            question: question, rows: sides[0], columns: sides.count > 1 ? sides[1] : [],
            cells: counts.map { .known($0) }, threshold: nil, overlaps: result.axes.contains(where: \.overlaps),
            undated: result.undated)
    }
}
