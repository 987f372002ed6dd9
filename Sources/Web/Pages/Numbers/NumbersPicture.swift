// SPDX-License-Identifier: Apache-2.0

import Statistics
import Workflows

/// The picture that suits a table: a line over time, a flow between countries, tiles for one column of countries, bars
/// for everything else. What is withheld in the table is withheld in it.
struct NumbersPicture {
    let id: String
    let title: String
    let table: NumbersTable
    let text: NumbersText

    private static let barsMax = 14
    private var words: Words { text.context.words }
    private var question: NumbersQuestion { table.question }

    /// - Parameter withTable: Whether the table is put one press away; without it the page shows it itself.
    func markup(withTable: Bool) -> Markup {
        let (content, height) = drawing
        let frame = PictureFrame(
            id: id, title: title, description: description, height: height,
            table: withTable
                ? (words["picture.table"], NumbersTableMarkup(table: table, text: text).markup) : nil)
        return frame.markup(content)
    }

    private var drawing: (Markup, Int) {
        if question.rows.dayStep != nil { return line }
        if isCountry(question.rows), question.columns.map(isCountry) == true { return flow }
        if isCountry(question.rows), question.columns == nil { return tiles }
        return bars
    }

    private func isCountry(_ column: FactColumn) -> Bool {
        [.citizenship, .countryOfRecruitment, .countryOfTransit, .countryOfExploitation].contains(
            column)
    }

    /// Row and total of those with an answer, the largest first where the rows have no order of their own.
    private var totals: [(name: String, count: ShownCount)] {
        let last = table.width - 1
        let named = table.rows.enumerated().filter { $0.element != nil }
            .map { (name: text.answer($0.element, of: question.rows), count: table[$0.offset, last]) }
        if [.ageBand, .sex, .majority].contains(question.rows) || question.rows.definition != nil {
            return named
        }
        return named.enumerated().sorted {
            ($0.element.count.value ?? -1, $1.offset) > ($1.element.count.value ?? -1, $0.offset)
        }.map(\.element)
    }

    private var bars: (Markup, Int) {
        let shown = totals.prefix(Self.barsMax).map { BarPicture.Bar(label: $0.name, count: $0.count) }
        let picture = BarPicture(bars: Array(shown), words: words)
        return (picture.markup, picture.height)
    }

    private var tiles: (Markup, Int) {
        let tiles = table.rows.enumerated().compactMap { place, code in
            code.map { TilePicture.Tile(code: $0, count: table[place, 0]) }
        }
        let picture = TilePicture(tiles: tiles.sorted { $0.code < $1.code })
        return (picture.markup, picture.height)
    }

    private var line: (Markup, Int) {
        let named = table.rows.indices.filter { table.rows[$0] != nil }.suffix(24)
        let points = named.map { table.rows[$0] ?? "" }
        let columns: [(String, Int)] =
            table.columns.isEmpty
            ? [(title, 0)]
            : table.columns.enumerated().compactMap { place, answer in
                answer.map { (text.answer($0, of: question.columns ?? question.rows), place) }
            }
        let lines = columns.map { label, column in
            LinePicture.Line(label: label, counts: named.map { table[$0, column] })
        }
        let largest = lines.enumerated().sorted {
            (sum($0.element), $1.offset) > (sum($1.element), $0.offset)
        }.map(\.element)
        let picture = LinePicture(points: points, lines: largest, words: words)
        return (picture.markup, picture.height)
    }

    private func sum(_ line: LinePicture.Line) -> Int {
        line.counts.reduce(0) { $0 + ($1.value ?? 0) }
    }

    private var flow: (Markup, Int) {
        let to = question.columns ?? question.rows
        let flows = table.rows.enumerated().flatMap { row, from in
            table.columns.enumerated().compactMap { column, end -> FlowPicture.Flow? in
                guard let from, let end else { return nil }
                return FlowPicture.Flow(
                    from: text.answer(from, of: question.rows), to: text.answer(end, of: to),
                    count: table[row, column])
            }
        }
        let largest = flows.filter { ($0.count.value ?? 0) > 0 }
            .sorted { ($1.count.value ?? 0, $0.from, $0.to) < ($0.count.value ?? 0, $1.from, $1.to) }
            .prefix(12)
        let picture = FlowPicture(
            flows: Array(largest), ends: (text.column(question.rows), text.column(to)))
        return (picture.markup, picture.height)
    }

    /// What somebody who sees the picture would tell another.
    private var description: String {
        let told = totals.prefix(3).map { "\($0.name): \($0.count.text(words))" }.joined(
            separator: "; ")
        return words("numbers.described", ["total": table.total.text(words), "first": told])
    }
}
