// SPDX-License-Identifier: Apache-2.0

import Statistics
import Workflows

/// A table of numbers as HTML: totals last, and a mark where a number is withheld.
struct NumbersTableMarkup {
    let table: NumbersTable
    let text: NumbersText

    private var words: Words { text.context.words }

    var markup: Markup {
        let heads = labels.map { head -> Markup in
            "<th scope=\"col\" class=\"num\">\(head)</th>"
        }
        let names =
            table.rows.map { text.answer($0, of: table.question.rows) } + [words["numbers.total"]]
        let rows = names.enumerated().map { row, name -> Markup in
            let cells = (0..<table.width).map { column -> Markup in
                "<td class=\"num\">\(cell(row, column))</td>"
            }
            return "<tr><th scope=\"row\">\(name)</th>\(cells)</tr>"
        }
        return """
            <div class="scroll" tabindex="0"><table><thead><tr><th scope="col">\(text.column(table.question.rows))</th>\
            \(heads)</tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    /// What stands above the columns of numbers.
    private var labels: [String] {
        guard let column = table.question.columns else {
            return [words[.numbersUnit, table.question.unit.rawValue]]
        }
        return table.columns.map { text.answer($0, of: column) } + [words["numbers.total"]]
    }

    private func cell(_ row: Int, _ column: Int) -> Markup {
        switch table[row, column] {
        case .known(let count): "\(count)"
        case .withheld: "<abbr title=\"\(words["picture.withheld"])\">*</abbr>"
        }
    }
}
