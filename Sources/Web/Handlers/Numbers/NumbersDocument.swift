// SPDX-License-Identifier: Apache-2.0

import Standard
import Statistics
import Workflows

/// A table of numbers as JSON. A count that is withheld is null; so is the answer of those without one.
struct NumbersDocument: Encodable {
    let rows: String
    let columns: String?
    let unit: String
    let counting: String
    let from: String?
    let to: String?
    /// Counts below this are withheld, and others that would tell them; not there for true counts.
    let threshold: Int?
    let answers: [String?]
    let answersAcross: [String?]
    /// A row for each answer, and last the totals; in each a count for each answer across, and last the total.
    let counts: [[Int?]]
    let overlaps: Bool
    let undated: Int?

    init(_ table: NumbersTable) {
        let question = table.question
        (rows, columns) = (question.rows.rawValue, question.columns?.rawValue)
        (unit, counting) = (question.unit.rawValue, question.counting.rawValue)
        (from, to) = (question.from?.description, question.to?.description)
        (threshold, overlaps, undated) = (table.threshold, table.overlaps, table.undated)
        (answers, answersAcross) = (table.rows, table.columns)
        counts = (0...table.rows.count).map { row in (0..<table.width).map { table[row, $0].value } }
    }
}
