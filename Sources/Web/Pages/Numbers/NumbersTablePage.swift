// SPDX-License-Identifier: Apache-2.0

import Standard
import Statistics
import Workflows

/// A table of one's own making: what by what, among whom and when; its picture; the ways to keep it and take it along.
struct NumbersTablePage {
    let form: NumbersForm
    /// Nil when there is none, for `problem`.
    var table: NumbersTable?
    var problem: String?
    let text: NumbersText
    /// What answers can be chosen as conditions; nothing for who sees no records.
    let answers: [(column: FactColumn, values: [String])]
    let cases: Int
    /// The years that can be chosen by who sees no records; nil for everybody else.
    let years: [Int]?

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(title)", trail: [.init(words["numbers.heading"], "/numbers")],
            audience: words["audience.office"],
            area: .numbers)
        let wrong = problem.map { said -> Markup in
            "<div class=\"warn\" role=\"alert\"><p>\(said)</p></div>"
        }
        return Layout.page(
            place, in: context,
            content: """
                \(wrong)\(conditions)\(table.map(shown))\(chooser(words))\(when: table != nil, keep(context))
                """)
    }

    private var title: String {
        let question = form.question
        guard let columns = question.columns else { return text.column(question.rows) }
        return text.context.words(
            "numbers.by", ["rows": text.column(question.rows), "columns": text.column(columns)])
    }

    private var conditions: Markup {
        "<p>\(text.conditions(form.question).joined(separator: " · "))</p>"
    }

    private func shown(_ table: NumbersTable) -> Markup {
        let words = text.context.words
        let cautions = text.cautions(table, cases: cases).map { said -> Markup in "<li>\(said)</li>" }
        let nothing: Markup = "<div class=\"note\"><p>\(words["numbers.nothing"])</p></div>"
        let picture = NumbersPicture(id: "picture", title: title, table: table, text: text)
        let isEmpty = table.total == .known(0)
        return """
            \(when: isEmpty, nothing, else: picture.markup(withTable: false))
            \(NumbersTableMarkup(table: table, text: text).markup)
            <ul class="small">\(cautions)</ul>
            <p class="acts no-print"><a class="button quiet" href="/numbers/table.xlsx?\(form.query)">\(words["numbers.xlsx"])</a>\
            <a class="button quiet" href="/numbers/table.csv?\(form.query)">\(words["numbers.csv"])</a></p>
            """
    }

    private func chooser(_ words: Words) -> Markup {
        """
        <details class="box no-print"\(when: table == nil, " open")><summary>\(words["numbers.choose"])</summary>
        <form method="get" action="/numbers/table">
        \(select("rows", words["numbers.rows"], columns, form.name(form.question.rows)))
        \(select("columns", words["numbers.columns"], [("", words["numbers.none"])] + columns, form.question.columns.map(form.name) ?? ""))
        \(years.map { year($0, words) })\(when: years == nil, free(words))
        <div class="acts"><button>\(words["numbers.show"])</button></div></form></details>
        """
    }

    private var columns: [(String, String)] {
        NumbersQuestion.offered.map { (form.name($0), text.column($0)) }
            + form.definitions.map { (form.name(.verdict($0)), text.law($0)) }
    }

    private func select(
        _ name: String, _ label: String, _ options: [(String, String)], _ chosen: String
    ) -> Markup {
        let list = options.map { value, label -> Markup in
            "<option value=\"\(value)\"\(when: value == chosen, " selected")>\(label)</option>"
        }
        return """
            <div class="field"><label for="\(name)">\(label)</label><select id="\(name)" name="\(name)">\(list)</select></div>
            """
    }

    private func year(_ years: [Int], _ words: Words) -> Markup {
        let chosen = form.question.from.map { String($0.parts.year) } ?? ""
        return select("year", words["numbers.year"], years.map { (String($0), String($0)) }, chosen)
    }

    /// For who sees records: any days, conditions, cases in place of people, a law.
    private func free(_ words: Words) -> Markup {
        func date(_ name: String, _ label: String, _ day: Day?) -> Markup {
            """
            <div class="field"><label for="\(name)">\(label)</label><input type="date" id="\(name)" name="\(name)" \
            value="\(day?.description)"></div>
            """
        }
        let days = NumbersQuestion.countingDays.map { ($0.rawValue, words[.numbersDay, $0.rawValue]) }
        let units = FactQuery.Unit.allCases.map { ($0.rawValue, words[.numbersUnit, $0.rawValue]) }
        let laws =
            [("", words["numbers.anyLaw"])]
            + form.definitions.enumerated().map { ("\($0)", text.law($1)) }
        let law =
            form.question.definition.flatMap { form.definitions.firstIndex(of: $0) }.map { "\($0)" } ?? ""
        return """
            \(select("counting", words["numbers.day"], days, form.question.counting.rawValue))
            \(date("from", words["numbers.from"], form.question.from))\(date("to", words["numbers.to"], form.question.to))
            \((0..<NumbersForm.onlyMax).map { only($0, words) })
            \(select("unit", words["numbers.unit"], units, form.question.unit.rawValue))
            \(select("law", words["numbers.law"], laws, law))
            """
    }

    private func only(_ place: Int, _ words: Words) -> Markup {
        let chosen = form.question.only.indices.contains(place) ? form.question.only[place] : nil
        let groups = answers.map { column, values -> Markup in
            let options = values.map { value -> Markup in
                let isChosen = chosen == NumbersQuestion.Only(column, value)
                return """
                    <option value="\(form.name(column)):\(value)"\(when: isChosen, " selected")>\
                    \(text.answer(value, of: column))</option>
                    """
            }
            return "<optgroup label=\"\(text.column(column))\">\(options)</optgroup>"
        }
        let label = place == 0 ? words["numbers.onlyThose"] : words["numbers.onlyThoseToo"]
        return """
            <div class="field"><label for="only\(place)">\(label)</label><select id="only\(place)" name="only">\
            <option value="">\(words["numbers.everybody"])</option>\(groups)</select></div>
            """
    }

    private func keep(_ context: PageContext) -> Markup {
        let words = context.words
        return """
            <form method="post" action="/numbers/keep" class="no-print">\(context.tokenInput)\
            <input type="hidden" name="query" value="\(form.query)"><div class="field"><label for="name">\
            \(words["numbers.name"])</label><p class="help" id="name-help">\(words["numbers.name.help"])</p>\
            <input type="text" id="name" name="name" autocomplete="off" dir="auto" aria-describedby="name-help"></div>\
            <div class="acts"><button class="quiet">\(words["numbers.keep"])</button></div></form>
            """
    }
}
