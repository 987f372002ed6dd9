// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification

/// How many people each definition counts over the cases that the reader may see, and whom two of them count
/// differently.
struct ComparisonPage {
    let comparison: CaseloadComparison
    let library: DefinitionLibrary
    /// Positions of the two definitions that are held against each other.
    var pair: (Int, Int)?
    /// From 0.
    var page = 0

    static let pageSize = 50

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["compare.heading"])", audience: words["audience.office"], area: .laws)
        let none: Markup = "<div class=\"note\"><p>\(words["compare.none"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words["compare.lead"])</p>
                \(comparison.cases.isEmpty ? none : "\(table(words))\(chooser(words))\(pair.map { differing($0, words) })")
                """)
    }

    private func table(_ words: Words) -> Markup {
        let (met, notMet, open) = (
            words[.verdict, "met"], words[.verdict, "not_met"], words[.verdict, "undetermined"]
        )
        let rows = library.definitions.enumerated().map { at, definition -> Markup in
            let isUnverified = definition.versions.contains { $0.provenance == .unverified }
            let mark: Markup = " <span class=\"mark warning\">\(words["laws.unverified"])</span>"
            func cell(_ verdict: Identification.Verdict, _ label: String) -> Markup {
                "<td class=\"num\" data-label=\"\(label)\">\(comparison.count(verdict, definition: at))</td>"
            }
            return """
                <tr><th scope="row">\(definition.title)\(when: isUnverified, mark)</th>\
                \(cell(.met, met))\(cell(.notMet, notMet))\(cell(.undetermined, open))</tr>
                """
        }
        return """
            <h2>\(words("compare.caption", count: comparison.cases.count))</h2>
            <div class="scroll"><table class="stack"><thead><tr><th scope="col">\(words["compare.definition"])</th><th scope="col" class="num">\(met)</th>\
            <th scope="col" class="num">\(notMet)</th><th scope="col" class="num">\(open)</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private func chooser(_ words: Words) -> Markup {
        func select(_ name: String, _ label: String, _ chosen: Int?) -> Markup {
            let options = library.definitions.enumerated().map { at, definition -> Markup in
                "<option value=\"\(at)\"\(when: at == chosen, " selected")>\(definition.title)</option>"
            }
            return """
                <div class="field"><label for="\(name)">\(label)</label><select id="\(name)" name="\(name)">\(options)\
                </select></div>
                """
        }
        return """
            <section class="section" id="differ"><h2>\(words["compare.differ"])</h2><p class="help">\(words["compare.differ.help"])</p>
            <form method="get" action="/comparison#differ">\(select("first", words["compare.first"], pair?.0 ?? 0))\
            \(select("second", words["compare.second"], pair?.1 ?? 1))
            <div class="acts"><button>\(words["compare.do"])</button></div></form></section>
            """
    }

    private func differing(_ pair: (Int, Int), _ words: Words) -> Markup {
        let names = (library.definitions[pair.0].title, library.definitions[pair.1].title)
        let places = comparison.places(whereDiffer: pair.0, pair.1)
        let lines = places.dropFirst(page * Self.pageSize).prefix(Self.pageSize).map { at -> Markup in
            let id = comparison.cases[at]
            let (one, other) = (
                comparison.verdict(case: at, definition: pair.0), comparison.verdict(case: at, definition: pair.1)
            )
            return """
                <tr><th scope="row"><a class="code" href="/cases/\(id.description)/laws">\(id.code)</a></th>\
                <td data-label="\(names.0)">\(JudgementBox.mark(one, words))</td>\
                <td data-label="\(names.1)">\(JudgementBox.mark(other, words))</td></tr>
                """
        }
        let table: Markup = """
            <div class="scroll"><table class="stack"><thead><tr><th scope="col">\(words["compare.case"])</th>\
            <th scope="col">\(names.0)</th><th scope="col">\(names.1)</th></tr></thead><tbody>\(lines)</tbody></table></div>
            """
        let pager = Pager(page: page, size: Self.pageSize, total: places.count) {
            "/comparison?first=\(pair.0)&second=\(pair.1)&page=\($0 + 1)#differ"
        }
        return """
            <section class="section"><h2>\(words("compare.found", count: places.count))</h2>\
            \(when: !places.isEmpty, table)\(pager.markup(words))</section>
            """
    }
}
