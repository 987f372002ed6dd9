// SPDX-License-Identifier: Apache-2.0

import Standard
import Statistics

/// A report as lines of text.
enum ReportText {
    static func lines(_ report: ReportDocument) -> [String] {
        let name = report.name.map { " \($0)" } ?? ""
        var lines = [
            "\(report.title)\(name): \(report.period.from) to \(report.period.to)", report.about,
            "Counted: \(count(report.coverage.people)) people in \(report.coverage.cases) cases of this register."
                + " Left out by their own wish: \(count(report.coverage.withheld)).",
            "Definition: \(report.definition)",
            "Period before, for changes: \(report.before.from) to \(report.before.to)",
        ]
        if let threshold = report.threshold {
            lines.append("Counts below \(threshold), and those that would give them away, are withheld: *")
        } else {
            lines.append("True counts, for those who run the service. Never for publication.")
        }
        return lines + report.figures.flatMap(figure)
    }

    static func count(_ count: Int?) -> String { count.map { String($0) } ?? "*" }

    private static func figure(_ figure: ReportDocument.Figure) -> [String] {
        var lines = ["", "\(figure.id)  \(figure.title) (\(figure.unit))", "  Rule: \(figure.rule)"]
        if let definition = figure.definition { lines.append("  Definition: \(definition)") }
        if let numerator = figure.numerator { lines.append("  Counted: \(numerator)") }
        if let denominator = figure.denominator { lines.append("  Below the line: \(denominator)") }
        if let cannot = figure.cannot { lines.append("  Not filled: \(cannot)") }
        if let lacks = figure.lacks { lines.append("  Missing in it: \(lacks)") }
        if let ratio = figure.ratio { lines.append("  \(Value.canonical(ratio)) \(figure.unit)") }
        lines += figure.parts.flatMap { part($0, figure.unit) }
        for change in figure.changes {
            lines.append("  \(change.id) \(change.title): \(count(change.now)), before \(count(change.before))")
        }
        if figure.baseline != nil || figure.target != nil {
            let text = { (value: Double?) in value.map { Value.canonical($0) } ?? "none" }
            lines.append("  Baseline \(text(figure.baseline)), target \(text(figure.target))")
        }
        if !figure.under.isEmpty {
            lines.append("  The same people under each definition (met, not met, undetermined):")
            for one in figure.under {
                lines.append(
                    "    \(one.id): \(count(one.met)), \(count(one.notMet)), \(count(one.undetermined))  \(one.title)")
            }
        }
        return lines + figure.assumptions.map { "  Note: \($0)" }
    }

    private static func part(_ part: ReportDocument.Part, _ unit: String) -> [String] {
        let name = part.name.isEmpty ? "" : "\(part.name): "
        let zero = part.total == 0 ? " (nothing was recorded in the period: a report of zero, not a blank)" : ""
        var lines = ["  \(name)\(count(part.total))\(zero)"]
        if part.undated != 0 { lines.append("    day not known well enough to count: \(count(part.undated))") }
        for missing in part.missing {
            lines.append(
                "    without an answer, \(missing.title): \(missing.percent.map { Value.canonical($0) } ?? "*") %")
        }
        for total in part.totals {
            let amounts = total.amounts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            lines.append(
                "    \(total.label): \(total.count) for \(total.units) people\(amounts.map { ", \($0)" }.joined())")
        }
        for table in part.tables { lines += self.table(table) }
        return lines + part.leftOut.map { "    left out: \($0)" }
    }

    private static func table(_ table: ReportDocument.Table) -> [String] {
        let adds = table.sides.contains(where: \.overlaps) ? " (somebody may stand in several)" : ""
        var lines = ["    By \(table.sides.map(\.title).joined(separator: ", "))\(adds):"]
        for cell in table.counts.indices where table.counts[cell] != 0 {
            let labels = zip(table.sides, table.place(cell)).map { $0.labels[$1] }
            lines.append("      \(labels.joined(separator: ", ")): \(count(table.counts[cell]))")
        }
        if lines.count == 1 { lines.append("      0 everywhere") }
        return lines
    }
}
