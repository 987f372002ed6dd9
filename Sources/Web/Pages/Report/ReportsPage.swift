// SPDX-License-Identifier: Apache-2.0

import Standard
import Statistics

/// The reports that somebody outside asks for: what each is, and which of its figures a register of people can fill.
struct ReportsPage {
    let catalogue: IndicatorCatalogue
    let today: Day

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["reports.heading"])", audience: words["audience.office"], area: .reports)
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words["reports.lead"])</p>
                <div class="note"><p>\(words["reports.prevalence"])</p></div>
                \(catalogue.packs.map { pack($0, words) })
                """)
    }

    private func pack(_ pack: IndicatorPack, _ words: Words) -> Markup {
        let all = catalogue.indicators(of: pack.id)
        let filled = all.filter { if case .measured = $0.answer { true } else { false } }
        let last = pack.window.name(pack.window.last(before: today)) ?? pack.window.example
        let lines = all.map { indicator -> Markup in
            guard case .cannot(let why) = indicator.answer else {
                return "<li>\(indicator.id) \(indicator.title)</li>"
            }
            return """
                <li>\(indicator.id) \(indicator.title) <span class="soft">\(words["reports.cannot"]) \(why)</span></li>
                """
        }
        let counts = ["filled": String(filled.count), "all": String(all.count)]
        return """
            <section class="section"><h2><a href="/reports/\(pack.id)?period=\(last)">\(pack.title)</a></h2>
            <p>\(pack.about)</p>
            <details class="box"><summary>\(words("reports.filled", counts))</summary><ul>\(lines)</ul></details></section>
            """
    }
}
