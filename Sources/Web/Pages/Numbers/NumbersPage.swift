// SPDX-License-Identifier: Apache-2.0

import Statistics
import Store
import Workflows

/// The standing pictures: how many, which forms, where from and to, how far help came, and what each law would count.
struct NumbersPage {
    let board: NumbersBoard
    let text: NumbersText
    let saved: [Account.SavedTable]

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["numbers.heading"])", audience: words["audience.office"], area: .numbers)
        let kept = saved.map { table -> Markup in
            """
            <li><a href="/numbers/table?\(table.query)"><bdi>\(table.name)</bdi></a>
            <form method="post" action="/numbers/forget" class="no-print">\(context.tokenInput)<input type="hidden" \
            name="name" value="\(table.name)"><button class="link">\(words["numbers.forget"])<span class="unseen"> \
            \(table.name)</span></button></form></li>
            """
        }
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words["numbers.lead"])</p>
                \(chooser(words))
                <p class="acts"><a class="button" href="/numbers/table">\(words["numbers.build"])</a></p>
                \(when: !kept.isEmpty, "<section class=\"section\"><h2>\(words["numbers.saved"])</h2><ul>\(kept)</ul></section>")
                \(board.sections.map { section($0, words) })
                """)
    }

    private func chooser(_ words: Words) -> Markup {
        let years = board.years.map { year -> Markup in
            "<option value=\"\(year)\"\(when: year == board.year, " selected")>\(year)</option>"
        }
        let all: Markup = "<option value=\"\">\(words["numbers.all"])</option>"
        return """
            <form method="get" action="/numbers" class="no-print"><div class="field"><label for="year">\
            \(words["numbers.year"])</label><select id="year" name="year">\(when: !board.isProtected, all)\(years)\
            </select></div><div class="acts"><button class="quiet">\(words["numbers.show"])</button></div></form>
            """
    }

    private func section(_ section: NumbersBoard.Section, _ words: Words) -> Markup {
        let title = words[.numbersPicture, section.id]
        let content: Markup =
            switch section.content {
            case .table(let table):
                """
                \(NumbersPicture(id: section.id, title: title, table: table, text: text).markup(withTable: true))
                <p class="small no-print"><a href="/numbers/table?\(section.query)">\(words["numbers.open"])</a></p>
                """
            case .routes(let routes):
                """
                \(RoutesMarkup(id: section.id, title: title, routes: routes, text: text).markup)
                <p class="small no-print"><a href="/numbers/table?\(section.query)">\(words["numbers.open"])</a></p>
                """
            case .funnel(let steps): funnel(section.id, title, steps, words)
            case .laws(let counts): laws(section.id, title, counts, words)
            case .nothing: "<div class=\"note\"><p>\(words["numbers.nothing"])</p></div>"
            case .tooFew: "<div class=\"note\"><p>\(words["numbers.tooFew"])</p></div>"
            }
        return "<section class=\"section headed\"><h2>\(title)</h2>\(content)</section>"
    }

    private func funnel(_ id: String, _ title: String, _ steps: [FactStep], _ words: Words) -> Markup {
        let picture = FunnelPicture(
            steps: steps.map {
                .init(label: words[.numbersDay, $0.day.rawValue], count: .known($0.reached))
            },
            words: words)
        let rows = steps.map { step -> Markup in
            "<tr><th scope=\"row\">\(words[.numbersDay, step.day.rawValue])</th><td class=\"num\">\(step.reached)</td></tr>"
        }
        return frame(id, title, picture.height, words["numbers.reached"], rows, words).markup(
            picture.markup)
    }

    private func laws(_ id: String, _ title: String, _ counts: [(String, ShownCount)], _ words: Words)
        -> Markup
    {
        let picture = BarPicture(bars: counts.map { .init(label: $0.0, count: $0.1) }, words: words)
        let rows = counts.map { name, count -> Markup in
            "<tr><th scope=\"row\">\(name)</th><td class=\"num\">\(count.text(words))</td></tr>"
        }
        return "<p class=\"help\">\(words["numbers.laws.help"])</p>"
            + frame(id, title, picture.height, words["numbers.met"], rows, words).markup(picture.markup)
    }

    private func frame(
        _ id: String, _ title: String, _ height: Int, _ head: String, _ rows: [Markup], _ words: Words
    ) -> PictureFrame {
        let table: Markup = """
            <div class="scroll" tabindex="0"><table><thead><tr><th scope="col"><span class="unseen">\(title)</span></th>\
            <th scope="col" class="num">\(head)</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
        return PictureFrame(
            id: id, title: title, description: words["numbers.tableSays"], height: height,
            table: (words["picture.table"], table))
    }
}
