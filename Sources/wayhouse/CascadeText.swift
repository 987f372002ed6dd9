// SPDX-License-Identifier: Apache-2.0

import Assistance
import Standard

/// The cascade as lines of text.
enum CascadeText {
    static func lines(_ report: HelpReport) -> [String] {
        let told = report.coverage
        var lines = [
            "\(told.needs) needs in \(told.casesWithNeeds) of \(told.cases) cases."
                + " Left out: \(told.needsLeftOut) needs, \(told.deliveriesLeftOut) deliveries."
        ]
        lines += report.cascade.lines.flatMap(block)
        for funder in report.funders {
            let days = funder.period.map { " (\($0.lowerBound) to \($0.upperBound))" } ?? ""
            lines.append("Paid by \(funder.tag)\(days): \(totals(funder.totals))")
            if funder.outsideCount > 0 { lines.append("  given on other days: \(totals(funder.outside))") }
        }
        if !report.funders.isEmpty { lines.append("No grant named: \(totals(report.unfunded))") }
        return lines
    }

    private static func block(_ line: Cascade.Line) -> [String] {
        let title = ([line.service.map(title) ?? "All kinds of help"] + line.group).joined(separator: ", ")
        let steps = CascadeStep.allCases.map { step -> String in
            let count = line.reached[step]
            return "\(step) \(count?.people ?? 0) (\(count?.episodes ?? 0))"
        }
        var lines = ["", title, "  people (needs): " + steps.joined(separator: ", ")]
        for leg in Cascade.Leg.all {
            guard let wait = line.waits[leg] else { continue }
            let quartiles = "\(Value.canonical(wait.lowerQuartile)) to \(Value.canonical(wait.upperQuartile))"
            lines.append(
                "  \(leg.from) to \(leg.to): median \(Value.canonical(wait.median)) days,"
                    + " half of them \(quartiles), of \(wait.count)")
        }
        for step in CascadeStep.allCases {
            for (reason, count) in (line.stopped[step] ?? [:]).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                lines.append("  stopped after \(step), \(reason.rawValue): \(count)")
            }
        }
        if line.group.isEmpty { lines.append("  given: \(totals(line.deliveries))") }
        return lines
    }

    private static func title(_ code: ServiceCode) -> String {
        ServiceCatalogue.current[code].map { "\(code.rawValue) \($0.title)" } ?? code.rawValue
    }

    private static func totals(_ totals: DeliveryTotals) -> String {
        var parts = ["\(totals.count) pieces or visits", "\(totals.minutes) minutes", "\(totals.nights) nights"]
        parts += totals.money.sorted { $0.key < $1.key }.map {
            "\($0.value) of the smallest unit of \($0.key) handed over"
        }
        parts += totals.cost.sorted { $0.key < $1.key }.map { "cost \($0.value) of the smallest unit of \($0.key)" }
        return parts.joined(separator: ", ")
    }
}
