// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard

/// From need to help that was completed: how many came how far, why the others stopped, how long they waited, what was
/// given and who paid.
struct CascadePage {
    let report: HelpReport
    /// What was asked for.
    let typed: FormPairs
    /// What of it could not be read.
    var findings: [String] = []

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["cascade.heading"])", audience: words["audience.office"], area: .help)
        let none: Markup = "<div class=\"note\"><p>\(words["cascade.none"])</p></div>"
        let all = report.cascade.line()
        return Layout.page(
            place, in: context,
            content: """
                \(findings.map { said -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(said)</p></div>" })
                <p>\(words["cascade.lead"])</p><div class="note"><p><strong>\(words["cascade.true"])</strong></p></div>
                \(coverage(words))\(chooser(context))
                \(when: report.coverage.needs == 0, none)
                \(when: report.coverage.needs > 0, "\(all.map { CascadePicture(line: $0, words: words).markup })\(tables(context))")
                """)
    }

    private func tables(_ context: PageContext) -> Markup {
        "\(steps(context))\(waits(context))\(stopped(context))\(barriers(context))\(given(context))\(funders(context))"
    }

    private func coverage(_ words: Words) -> Markup {
        let told = report.coverage
        let counts = [
            "cases": String(told.cases), "with": String(told.casesWithNeeds), "needs": String(told.needs),
        ]
        let missing = ["needs": String(told.needsLeftOut), "deliveries": String(told.deliveriesLeftOut)]
        let left: Markup = "<p class=\"small\">\(words("cascade.left", missing))</p>"
        return """
            <p class="small">\(words("cascade.coverage", counts))</p>\
            \(when: told.needsLeftOut + told.deliveriesLeftOut > 0, left)
            """
    }

    private func chooser(_ context: PageContext) -> Markup {
        let words = context.words
        func box(_ name: String, _ label: String) -> Markup {
            """
            <div><label for="\(name)">\(label)</label><input type="date" id="\(name)" name="\(name)" value="\(typed[name])"></div>
            """
        }
        let by = HelpReport.dimensions.map { dimension in
            Choice(
                "by", dimension, words[.helpDimension, dimension], .checkbox,
                isOn: typed.all("by").contains(dimension))
        }
        return """
            <details class="box no-print"\(when: !typed.pairs.isEmpty, " open")><summary>\(words["cascade.choose"])</summary>
            <form method="get" action="/help/cascade"><div class="boxes">\(box("from", words["cascade.from"]))\
            \(box("to", words["cascade.to"]))</div>\(Choice.group(words["cascade.by"], by))
            <div class="acts"><button>\(words["cascade.do"])</button></div></form></details>
            """
    }

    private func title(_ line: Cascade.Line, _ context: PageContext) -> String {
        let service = line.service.map { HelpText.service($0) } ?? context.words["cascade.all"]
        let names: [String: FieldName] = ["sex": "prs_Gender", "form": "vic_TypeOfExploitation"]
        let asked = HelpReport.dimensions.filter { typed.all("by").contains($0) }
        let group = zip(asked, line.group).map { dimension, value in
            value == Cascade.unknown
                ? context.words["cascade.unknown"]
                : names[dimension].map { ValueText(context).label(of: value, field: $0) } ?? value
        }
        return ([service] + group).joined(separator: " · ")
    }

    private func steps(_ context: PageContext) -> Markup {
        let words = context.words
        let heads = CascadeStep.allCases.map { step -> Markup in
            "<th scope=\"col\" class=\"num\">\(words[.cascadeStep, "\(step)"])</th>"
        }
        let rows = report.cascade.lines.map { line -> Markup in
            let cells = CascadeStep.allCases.map { step -> Markup in
                let count = line.reached[step]
                let (people, episodes) = (count?.people ?? 0, count?.episodes ?? 0)
                return """
                    <td class="num" data-label="\(words[.cascadeStep, "\(step)"])">\(people)\
                    \(when: people != episodes, " <span class=\"soft small\">(\(episodes))</span>")</td>
                    """
            }
            return "<tr><th scope=\"row\">\(title(line, context))</th>\(cells)</tr>"
        }
        return """
            <section class="section"><h2>\(words["cascade.steps"])</h2><p class="help">\(words["cascade.steps.help"])</p>
            <div class="scroll"><table class="stack"><thead><tr><th scope="col">\(words["cascade.service"])</th>\(heads)</tr>\
            </thead><tbody>\(rows)</tbody></table></div></section>
            """
    }

    private func waits(_ context: PageContext) -> Markup {
        let words = context.words
        func leg(_ leg: Cascade.Leg) -> String {
            words(
                "cascade.leg",
                ["from": words[.cascadeStep, "\(leg.from)"], "to": words[.cascadeStep, "\(leg.to)"]])
        }
        let heads = Cascade.Leg.all.map { one -> Markup in "<th scope=\"col\" class=\"num\">\(leg(one))</th>" }
        let rows = report.cascade.lines.map { line -> Markup in
            let cells = Cascade.Leg.all.map { one -> Markup in
                "<td class=\"num\" data-label=\"\(leg(one))\">\(line.waits[one].map { wait($0, words) } ?? "–")</td>"
            }
            return "<tr><th scope=\"row\">\(title(line, context))</th>\(cells)</tr>"
        }
        return """
            <section class="section"><h2>\(words["cascade.waits"])</h2><p class="help">\(words["cascade.waits.help"])</p>
            <div class="scroll"><table class="stack"><thead><tr><th scope="col">\(words["cascade.service"])</th>\(heads)</tr>\
            </thead><tbody>\(rows)</tbody></table></div></section>
            """
    }

    private func wait(_ wait: WaitSummary, _ words: Words) -> String {
        words(
            "cascade.wait",
            [
                "median": Value.canonical(wait.median), "low": Value.canonical(wait.lowerQuartile),
                "high": Value.canonical(wait.upperQuartile), "n": String(wait.count),
            ])
    }

    private func stopped(_ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let items = report.cascade.lines.filter(\.group.isEmpty).compactMap { line -> Markup? in
            let reasons = CascadeStep.allCases.flatMap { step in
                (line.stopped[step] ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map {
                    reason, count -> Markup in
                    let why = text.label(of: reason.rawValue, field: "wh_NeedStopReason")
                    let said = words(
                        "cascade.stopped.line",
                        ["step": words[.cascadeStep, "\(step)"], "why": why, "n": String(count)])
                    return "<li>\(said)</li>"
                }
            }
            return reasons.isEmpty ? nil : "<h3>\(title(line, context))</h3><ul>\(reasons)</ul>"
        }
        return items.isEmpty ? "" : "<section class=\"section\"><h2>\(words["cascade.stopped"])</h2>\(items)</section>"
    }

    private func barriers(_ context: PageContext) -> Markup {
        let words = context.words
        let found = report.cascade.line()?.barriers ?? [:]
        guard !found.isEmpty else { return "" }
        let items = found.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.map { barrier, count in
            "<li>\(ValueText(context).label(of: barrier.rawValue, field: "wh_NeedBarriers")): \(count)</li>" as Markup
        }
        return "<section class=\"section\"><h2>\(words["cascade.barriers"])</h2><ul>\(items)</ul></section>"
    }

    private func given(_ context: PageContext) -> Markup {
        let rows = report.cascade.lines.filter(\.group.isEmpty).map { line -> Markup in
            row(title(line, context), line.deliveries, context)
        }
        return totals(context.words["cascade.given"], nil, rows, context)
    }

    private func funders(_ context: PageContext) -> Markup {
        let words = context.words
        guard !report.funders.isEmpty else { return "" }
        let rows =
            report.funders.flatMap { funder in
                let late = row("\(name(of: funder, context)), \(words["cascade.outside"])", funder.outside, context)
                return [row(name(of: funder, context), funder.totals, context)]
                    + (funder.outsideCount > 0 ? [late] : [])
            }
            + [row(words["cascade.unfunded"], report.unfunded, context)]
        return totals(words["cascade.funders"], words["cascade.funders.help"], rows, context)
    }

    /// The grant's name, and from when to when it pays.
    private func name(of funder: HelpReport.Funder, _ context: PageContext) -> String {
        guard let period = funder.period else { return funder.tag }
        let text = ValueText(context)
        let days = [period.lowerBound, period.upperBound].map { PartialDate($0.description).map(text.date) ?? "" }
        return "\(funder.tag) (\(days[0]) – \(days[1]))"
    }

    private func row(_ name: String, _ totals: DeliveryTotals, _ context: PageContext) -> Markup {
        let text = HelpText(context)
        let words = context.words
        return """
            <tr><th scope="row"><bdi>\(name)</bdi></th><td data-label="\(words["cascade.amount"])">\(text.totals(totals))</td>\
            <td data-label="\(words["cascade.cost"])">\(text.cost(totals))</td>\
            <td class="num" data-label="\(words["cascade.costless"])">\(totals.withoutCost)</td></tr>
            """
    }

    private func totals(_ heading: String, _ help: String?, _ rows: [Markup], _ context: PageContext) -> Markup {
        let words = context.words
        return """
            <section class="section"><h2>\(heading)</h2>\(help.map { said -> Markup in "<p class=\"help\">\(said)</p>" })
            <div class="scroll"><table class="stack"><thead><tr><th scope="col"><span class="unseen">\(heading)</span></th>\
            <th scope="col">\(words["cascade.amount"])</th><th scope="col">\(words["cascade.cost"])</th>\
            <th scope="col" class="num">\(words["cascade.costless"])</th></tr></thead><tbody>\(rows)</tbody></table></div></section>
            """
    }
}
