// SPDX-License-Identifier: Apache-2.0

import Interchange
import Standard
import Statistics

extension ReportDocument {
    /// The report as one long table, a line for each count, with everything that must be read beside it as notes.
    public var tabular: TabularFile {
        let columns: [TabularFile.Column] = [
            .init("figure", tag: "#indicator+code"), .init("title", tag: "#indicator+name"),
            .init("part", tag: "#indicator+part"), .init("side 1", tag: "#meta+side1"),
            .init("answer 1", tag: "#group+answer1"), .init("side 2", tag: "#meta+side2"),
            .init("answer 2", tag: "#group+answer2"), .init("side 3", tag: "#meta+side3"),
            .init("answer 3", tag: "#group+answer3"), .init("count", tag: "#affected+num"),
            .init("unit", tag: "#indicator+unit"), .init("from", tag: "#date+start"), .init("to", tag: "#date+end"),
        ]
        return TabularFile(columns: columns, rows: figures.flatMap(lines), notes: notes)
    }

    private func lines(_ figure: Figure) -> [[TabularFile.Cell]] {
        func line(_ part: String, _ sides: [(String, String)], _ count: TabularFile.Cell, _ unit: String)
            -> [TabularFile.Cell]
        {
            let told = sides.flatMap { [TabularFile.Cell.text($0.0), .text($0.1)] }
            let rest = Array(repeating: TabularFile.Cell.empty, count: 6 - told.count)
            return [.text(figure.id), .text(figure.title), .text(part)] + told + rest
                + [count, .text(unit), .text(period.from), .text(period.to)]
        }
        func shown(_ count: Int?) -> TabularFile.Cell { count.map { .number(Double($0)) } ?? .withheld }
        var lines: [[TabularFile.Cell]] = []
        if figure.cannot != nil, figure.parts.isEmpty { lines.append(line("", [], .empty, figure.unit)) }
        if let ratio = figure.ratio { lines.append(line("", [], .number(ratio), figure.unit)) }
        for part in figure.parts {
            let unit = figure.ratio == nil ? figure.unit : "persons"
            lines.append(line(part.name, [], shown(part.total), unit))
            for table in part.tables {
                for cell in table.counts.indices {
                    let sides = zip(table.sides, table.place(cell)).map { ($0.title, $0.labels[$1]) }
                    lines.append(line(part.name, sides, shown(table.counts[cell]), unit))
                }
            }
            for total in part.totals {
                lines.append(line(part.name, [("Kind", total.label)], .number(Double(total.count)), "times"))
                for (unit, amount) in total.amounts.sorted(by: { $0.key < $1.key }) {
                    lines.append(line(part.name, [("Kind", total.label)], .number(Double(amount)), unit))
                }
            }
        }
        for change in figure.changes {
            for (when, count) in [("this period", change.now), ("the period before", change.before)] {
                lines.append(
                    line("", [("Figure", "\(change.id) \(change.title)"), ("Period", when)], shown(count), "persons"))
            }
        }
        for one in figure.under {
            for (verdict, count) in [("met", one.met), ("not met", one.notMet), ("undetermined", one.undetermined)] {
                lines.append(line("", [("Definition", one.id), ("Verdict", verdict)], shown(count), "persons"))
            }
        }
        return lines
    }

    private var notes: [TabularFile.Note] {
        var notes = [
            TabularFile.Note("Report", "\(title)\(name.map { " \($0)" } ?? "")"), .init("About", about),
            .init("Period", "\(period.from) to \(period.to)"),
            .init("Period before", "\(before.from) to \(before.to)"), .init("Definition", definition),
            .init(
                "Coverage",
                "\(coverage.people.map { String($0) } ?? TabularFile.withheldMark) people in \(coverage.cases) cases of "
                    + "this register"),
            .init(
                "Protection",
                threshold.map { "Counts below \($0), and those that would give them away, are withheld: *" }
                    ?? "True counts, for those who run the service. Never for publication."),
        ]
        for figure in figures {
            notes.append(.init(figure.id, "\(figure.title). \(figure.rule)"))
            for (label, text) in [
                ("definition", figure.definition), ("not filled", figure.cannot), ("missing in it", figure.lacks),
            ] {
                if let text { notes.append(.init("\(figure.id) \(label)", text)) }
            }
            for part in figure.parts {
                let missing = part.missing.map { missing in
                    "\(missing.title) \(missing.percent.map { Value.canonical($0) } ?? "*") %"
                }
                if !missing.isEmpty {
                    notes.append(.init("\(figure.id) without an answer", missing.joined(separator: ", ")))
                }
                for left in part.leftOut { notes.append(.init("\(figure.id) left out", left)) }
            }
            for words in figure.assumptions { notes.append(.init("\(figure.id) note", words)) }
        }
        return notes
    }
}
