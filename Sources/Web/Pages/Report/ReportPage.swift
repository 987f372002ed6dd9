// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard
import Statistics

/// One report for one period, as it is read, printed or taken away.
struct ReportPage {
    let pack: IndicatorPack
    let form: ReportForm
    /// Nil when what was asked for could not be read.
    let report: ReportDocument?
    var finding: String?

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(pack.title)", trail: [.init(words["reports.heading"], "/reports")],
            audience: words["audience.office"], area: .reports)
        return Layout.page(
            place, in: context,
            content: """
                \(finding.map { said -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(said)</p></div>" })
                <p>\(pack.about)</p>\(chooser(words))\(report.map { body($0, words) })
                """)
    }

    private func chooser(_ words: Words) -> Markup {
        let period = form.typed["period"] ?? report?.name ?? ""
        return """
            <form class="no-print" method="get" action="/reports/\(pack.id)"><div class="boxes">
            <div><label for="period">\(words("reports.period", ["example": pack.window.example]))</label>\
            <input type="text" id="period" name="period" value="\(period)" autocomplete="off"></div>
            <div><label for="country">\(words["reports.country"])</label>\
            <input type="text" id="country" name="country" maxlength="2" value="\(form.typed["country"] ?? "")" autocomplete="off"></div>
            </div><div class="acts"><button>\(words["reports.count"])</button></div></form>
            """
    }

    private func body(_ report: ReportDocument, _ words: Words) -> Markup {
        """
        \(head(report, words))\(files(report, words))\
        \(report.figures.filter { !$0.isLeftOut }.map { figure($0, words) })\
        \(leftOut(report.figures.filter(\.isLeftOut), words))
        """
    }

    /// What cannot be filled, in one place.
    private func leftOut(_ figures: [ReportDocument.Figure], _ words: Words) -> Markup {
        if figures.isEmpty { return "" }
        let items = figures.map { figure -> Markup in
            "<li><strong>\(figure.id) \(figure.title)</strong> \(figure.cannot ?? "")</li>"
        }
        return "<section class=\"section\"><h2>\(words["reports.cannot.all"])</h2><ul>\(items)</ul></section>"
    }

    private func head(_ report: ReportDocument, _ words: Words) -> Markup {
        let said =
            report.threshold.map { words("reports.protected", ["k": String($0)]) } ?? words["reports.true"]
        let coverage = [
            "people": count(report.coverage.people, words), "cases": String(report.coverage.cases),
            "left": count(report.coverage.withheld, words),
        ]
        func line(_ label: String, _ text: String) -> Markup { "<div><dt>\(label)</dt><dd>\(text)</dd></div>" }
        return """
            <div class="note"><p><strong>\(said)</strong></p></div>
            <dl class="facts">\(line(words["reports.days"], "\(report.period.from) – \(report.period.to)"))\
            \(line(words["reports.before"], "\(report.before.from) – \(report.before.to)"))\
            \(line(words["reports.definition"], report.definition))\
            \(line(words["reports.coverage"], words("reports.coverage.line", coverage)))</dl>
            """
    }

    private func files(_ report: ReportDocument, _ words: Words) -> Markup {
        guard let name = report.name else { return "" }
        let country = form.settings?.country.map { "&country=\($0)" } ?? ""
        func link(_ format: String, _ label: String) -> Markup {
            "<a href=\"/reports/\(pack.id)/file?format=\(format)&period=\(name)\(country)\">\(label)</a>"
        }
        return """
            <p class="no-print">\(link("xlsx", words["reports.xlsx"])) · \(link("csv", words["reports.csv"]))</p>
            """
    }

    private func count(_ count: Int?, _ words: Words) -> String {
        count.map { String($0) } ?? words["reports.withheld"]
    }

    private func figure(_ figure: ReportDocument.Figure, _ words: Words) -> Markup {
        let label = { (name: String, text: String?) -> Markup in
            text.map { said -> Markup in "<p class=\"small\">\(name) \(said)</p>" } ?? ""
        }
        let ratio = figure.ratio.map { value -> Markup in
            "<p><strong>\(Value.canonical(value))</strong> \(figure.unit)</p>"
        }
        let notes = figure.assumptions.map { said -> Markup in "<li>\(said)</li>" }
        let more: Markup = """
            <details class="why" open><summary>\(words["reports.notes"])</summary>\
            \(label(words["reports.rule"], figure.rule))\(label(words["reports.definition"], figure.definition))\
            \(label(words["reports.numerator"], figure.numerator))\(label(words["reports.denominator"], figure.denominator))\
            \(label(words["reports.lacks"], figure.lacks))\(when: !notes.isEmpty, "<ul class=\"small\">\(notes)</ul>")</details>
            """
        let cannot = figure.cannot.map { said -> Markup in
            "<div class=\"note\"><p>\(words["reports.cannot"]) \(said)</p></div>"
        }
        return """
            <section class="section"><h2>\(figure.id) \(figure.title)</h2>\(cannot)\(ratio)\
            \(figure.parts.map { part($0, words) })\(changes(figure, words))\(under(figure, words))\(more)</section>
            """
    }

    private func part(_ part: ReportDocument.Part, _ words: Words) -> Markup {
        let name: Markup = part.name.isEmpty ? "" : "\(part.name): "
        let zero: Markup = " <span class=\"soft\">\(words["reports.zero"])</span>"
        let undated = part.undated.map { $0 > 0 } ?? true
        let missing = part.missing.map { one -> Markup in
            let share = one.percent.map { "\(Value.canonical($0)) %" } ?? words["reports.withheld"]
            return "<li>\(one.title): \(share)</li>"
        }
        return """
            <p>\(name)<strong>\(count(part.total, words))</strong>\(when: part.total == 0, zero)</p>
            \(when: undated, "<p class=\"small\">\(words("reports.undated", ["n": count(part.undated, words)]))</p>")
            \(when: part.total != 0, "\(part.tables.map { ReportTable($0, words).markup })\(totals(part, words))")
            \(when: part.total != 0 && !missing.isEmpty, "<p class=\"small\">\(words["reports.missing"])</p><ul class=\"small\">\(missing)</ul>")
            \(part.leftOut.map { said -> Markup in "<p class=\"small soft\">\(words["reports.leftOut"]) \(said)</p>" })
            """
    }

    private func totals(_ part: ReportDocument.Part, _ words: Words) -> Markup {
        guard !part.totals.isEmpty else { return "" }
        let rows = part.totals.map { total -> Markup in
            let amounts = total.amounts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            return """
                <tr><th scope="row">\(total.label)</th><td class="num" data-label="\(words["reports.times"])">\(total.count)</td>\
                <td class="num" data-label="\(words["reports.people"])">\(total.units)</td>\
                <td data-label="\(words["reports.amounts"])">\(amounts.joined(separator: ", "))</td></tr>
                """
        }
        return """
            <div class="scroll"><table class="stack"><thead><tr><th scope="col">\(words["reports.kind"])</th>\
            <th scope="col" class="num">\(words["reports.times"])</th><th scope="col" class="num">\(words["reports.people"])</th>\
            <th scope="col">\(words["reports.amounts"])</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private func changes(_ figure: ReportDocument.Figure, _ words: Words) -> Markup {
        let rows = figure.changes.map { one in
            (label: "\(one.id) \(one.title)", cells: [count(one.now, words), count(one.before, words)])
        }
        return ReportTable.plain(
            words["reports.changes"], [words["reports.now"], words["reports.then"]], rows, words["reports.figure"])
    }

    private func under(_ figure: ReportDocument.Figure, _ words: Words) -> Markup {
        if figure.parts.first?.total == 0 { return "" }
        let heads = ["met", "not_met", "undetermined"].map { words[.verdict, $0] }
        let rows = figure.under.map { one in
            (
                label: one.title,
                cells: [count(one.met, words), count(one.notMet, words), count(one.undetermined, words)]
            )
        }
        return ReportTable.plain(words["reports.under"], heads, rows, words["reports.definition.one"])
    }
}

extension ReportDocument.Figure {
    /// Nothing of it was counted.
    fileprivate var isLeftOut: Bool { cannot != nil && parts.isEmpty }
}
