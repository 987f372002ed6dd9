// SPDX-License-Identifier: Apache-2.0

import Interchange
import Standard
import Statistics
import Workflows

/// A table of numbers as a file: counts with HXL hashtags, and what must be read beside them.
struct NumbersFile {
    let table: NumbersTable
    let text: NumbersText
    let cases: Int

    private var words: Words { text.context.words }
    private var question: NumbersQuestion { table.question }

    var file: TabularFile {
        let names = table.rows.map { text.answer($0, of: question.rows) } + [words["numbers.total"]]
        let rows = names.enumerated().map { row, name in
            [TabularFile.Cell.text(name)] + (0..<table.width).map { cell(table[row, $0]) }
        }
        var file = TabularFile(columns: columns, rows: rows, notes: notes)
        (file.tableSheet, file.notesSheet) = (words["numbers.sheet"], words["numbers.notes"])
        return file
    }

    private func cell(_ count: ShownCount) -> TabularFile.Cell {
        count.value.map { .number(Double($0)) } ?? .withheld
    }

    private var columns: [TabularFile.Column] {
        let first = TabularFile.Column(text.column(question.rows), tag: Self.tag(of: question.rows))
        let count = question.unit == .persons ? "#affected" : "#meta+cases"
        guard let across = question.columns else {
            return [first, .init(words[.numbersUnit, question.unit.rawValue], tag: "\(count)+total")]
        }
        let counts = table.columns.map { answer in
            TabularFile.Column(text.answer(answer, of: across), tag: "\(count)+\(Self.attribute(answer))")
        }
        return [first] + counts + [.init(words["numbers.total"], tag: "\(count)+total")]
    }

    /// Places and days have hashtags of their own; everything else is said in words.
    private static func tag(of column: FactColumn) -> String {
        switch column {
        case .countryOfRecruitment: "#country+code+origin"
        case .countryOfTransit: "#country+code+transit"
        case .countryOfExploitation: "#country+code+destination"
        case .citizenship: "#country+code+citizenship"
        default:
            column.dayStep == nil
                ? "#meta+\(attribute(column.rawValue))" : "#date+\(attribute(column.rawValue))"
        }
    }

    /// HXL's own where it has one; else letters, digits and underlines in lower case.
    private static func attribute(_ answer: String?) -> String {
        switch answer {
        case "Female": return "f"
        case "Male": return "m"
        case "Child": return "children"
        case "Adult": return "adults"
        case nil: return "unknown"
        case let answer?:
            let kept = answer.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
            return "v_" + String(kept)
        }
    }

    private var notes: [TabularFile.Note] {
        let made = TabularFile.Note(words["numbers.made"], text.context.today.description)
        return [made] + text.conditions(question).map { .init(words["numbers.counted"], $0) }
            + text.cautions(table, cases: cases).map { .init(words["numbers.caution"], $0) }
    }
}
