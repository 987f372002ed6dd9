// SPDX-License-Identifier: Apache-2.0

import Statistics

/// One table of a report: one side as rows, a second as columns, a third before the rows.
struct ReportTable {
    let table: ReportDocument.Table
    let words: Words

    init(_ table: ReportDocument.Table, _ words: Words) {
        self.table = table
        self.words = words
    }

    var markup: Markup {
        let sides = table.sides
        let caption = sides.map(\.title).joined(separator: ", ")
        // One side stands as rows; of two or three the last stands as columns.
        let columns = sides.count == 1 ? [words["reports.number"]] : sides[sides.count - 1].labels
        let width = sides.count == 1 ? 1 : columns.count
        let rows = stride(from: 0, to: table.counts.count, by: width).compactMap { start -> (String, [String])? in
            let counts = Array(table.counts[start..<start + width])
            // What nobody is in says nothing but its name; what is withheld stays.
            if counts.allSatisfy({ $0 == 0 }), sides.count == 3 { return nil }
            let places = table.place(start)
            let label = zip(sides, places).prefix(max(1, sides.count - 1)).map { $0.labels[$1] }
            return (label.joined(separator: ", "), counts.map(shown))
        }
        let overlaps = sides.contains(where: \.overlaps)
        let note: Markup = "<p class=\"small soft\">\(words["reports.overlaps"])</p>"
        let made = Self.plain(caption, columns, rows.map { (label: $0.0, cells: $0.1) }, sides[0].title)
        return "\(made)\(when: overlaps, note)"
    }

    private func shown(_ count: Int?) -> String { count.map { String($0) } ?? words["reports.withheld"] }

    /// A table of numbers; nothing when it has no rows.
    static func plain(
        _ caption: String, _ columns: [String], _ rows: [(label: String, cells: [String])], _ corner: String
    ) -> Markup {
        if rows.isEmpty { return "" }
        let heads = columns.map { column -> Markup in "<th scope=\"col\" class=\"num\">\(column)</th>" }
        let lines = rows.map { row -> Markup in
            let cells = zip(columns, row.cells).map { column, cell -> Markup in
                "<td class=\"num\" data-label=\"\(column)\">\(cell)</td>"
            }
            return "<tr><th scope=\"row\">\(row.label)</th>\(cells)</tr>"
        }
        return """
            <h3>\(caption)</h3><div class="scroll"><table class="stack"><thead><tr><th scope="col">\(corner)</th>\(heads)</tr>\
            </thead><tbody>\(lines)</tbody></table></div>
            """
    }
}
