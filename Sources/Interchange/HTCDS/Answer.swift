// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What one cell means in its field.
struct Answer {
    /// Something that a person should know about the cell.
    struct Problem {
        let code: Finding.Code
        let severity: Finding.Severity
        let message: String
        var suggestion: String?
        /// What to keep beside the case because the field could not take it.
        var leftover: String?
    }

    var value: Value?
    var problem: Problem?

    static let empty = Answer()
    static func value(_ value: Value) -> Answer { Answer(value: value) }

    /// The field stays empty, the text is kept beside the case, and the row waits for somebody to look.
    static func refused(_ code: Finding.Code, _ message: String, _ text: String, suggestion: String? = nil) -> Answer {
        Answer(problem: Problem(code: code, severity: .draft, message: message, suggestion: suggestion, leftover: text))
    }
}

extension Finding.Code {
    static let ambiguousDate: Finding.Code = "ambiguous-date"
    static let notADate: Finding.Code = "not-a-date"
    static let shortYear: Finding.Code = "short-year"
    static let errorCell: Finding.Code = "error-cell"
    static let formulaWithoutValue: Finding.Code = "formula-without-value"
    static let twoAnswers: Finding.Code = "two-answers"
    /// A row that says exactly what an earlier one says.
    public static let duplicateRow: Finding.Code = "duplicate-row"
    static let duplicateColumn: Finding.Code = "duplicate-column"
    static let rowSkipped: Finding.Code = "row-skipped"
    static let labelDecides: Finding.Code = "label-decides"
    static let noHeader: Finding.Code = "no-header"
    static let noRows: Finding.Code = "no-rows"
    static let titleRows: Finding.Code = "title-rows"
    static let mergedCells: Finding.Code = "merged-cells"
    static let otherSheet: Finding.Code = "other-sheet"
    static let noColumnName: Finding.Code = "no-column-name"
    static let emptyRows: Finding.Code = "empty-rows"
    static let missingColumn: Finding.Code = "missing-column"
}
