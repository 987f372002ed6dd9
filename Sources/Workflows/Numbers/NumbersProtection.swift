// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Statistics

/// Hides small numbers in a table so that they do not follow from its other numbers, nor from the totals that tables by
/// the same columns show.
///
/// A total is shown in a table if and only if the table by that column alone shows it, whatever stands in the other
/// direction: two tables that share a column then agree, and neither gives away what the other hides. Where somebody
/// may stand in several rows the answers are treated as if they added up, which only widens what an outsider must
/// reckon with.
struct NumbersProtection {
    /// No count from 1 to one below this is shown (security AGG-1).
    static let threshold = 10
    private static let rule = TableProtection.Rule(threshold: threshold, keepsTotals: true)

    /// Whether each cell is withheld, in the layout of `NumbersTable.cells`.
    let isWithheld: [Bool]

    /// - Throws: `NumbersObstacle.tooFew` when the totals cannot be kept to that rule.
    init(_ result: FactResult) throws(NumbersObstacle) {
        guard result.total == 0 || result.total >= Self.threshold else { throw .tooFew }
        let margins = result.axes.map { axis in
            CountTable(answers: [Self.names(axis)], inner: axis.totals)
        }
        var single: [[Bool]] = []
        for margin in margins { single.append(try Self.protected(margin, also: [])) }
        guard margins.count == 2 else {
            isWithheld = single[0]
            return
        }
        let (rows, columns) = (margins[0].answers[0].count, margins[1].answers[0].count)
        let table = CountTable(
            answers: [margins[0].answers[0], margins[1].answers[0]], inner: result.counts)
        var totals: [Int: Bool] = [:]
        for row in 0..<rows { totals[row * (columns + 1) + columns] = single[0][row] }
        for column in 0..<columns { totals[rows * (columns + 1) + column] = single[1][column] }
        let hidden = try Self.protected(table, also: Set(totals.filter(\.value).keys))
        guard totals.allSatisfy({ hidden[$0.key] == $0.value }) else { throw .tooFew }
        isWithheld = hidden
    }

    private static func protected(_ table: CountTable, also: Set<Int>) throws(NumbersObstacle)
        -> [Bool]
    {
        do { return try TableProtection(table, rule: rule, also: also).isWithheld } catch {
            throw .tooFew
        }
    }

    /// Names that differ, those without an answer last.
    private static func names(_ axis: FactResult.Axis) -> [String] {
        axis.values + [PublishedTables.blank]
    }
}
