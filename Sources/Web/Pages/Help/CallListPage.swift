// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// Whom to call, how and with which words; of those who must not be called, only that.
struct CallListPage {
    let lines: [CallLine]
    let isPrinted: Bool

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["calls.heading"])", audience: words["audience.case"], area: .help)
        let callable = lines.filter(\.answer.isAllowed).map { safe($0, context) }
        let others = lines.filter { !$0.answer.isAllowed }.map { other($0, words) }
        let none: Markup = "<p class=\"soft\">\(words["calls.none"])</p>"
        let paper: Markup = """
            <p class="acts no-print"><a class="button quiet" href="/help/calls/print">\(words["calls.print"])</a></p>
            """
        return Layout.page(
            place, in: context,
            content: """
                <div\(when: !isPrinted, " class=\"no-print\"")><p>\(words["calls.lead"])</p>\(when: !isPrinted, paper)
                <section class="section"><h2>\(words["calls.safe"])</h2>\
                \(when: callable.isEmpty, none, else: "<ul class=\"cards\">\(callable)</ul>")</section>
                \(when: !others.isEmpty, "<section class=\"section\"><h2>\(words["calls.not"])</h2><ul class=\"cards\">\(others)</ul></section>")
                </div>
                """)
    }

    private func safe(_ line: CallLine, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let name = line.record.flatMap { PersonLabel.shortName($0) } ?? words["case.noName"]
        let number = line.record?.text("prs_MobilePhone")
        let contact = line.contact
        let rows: [(FieldName, String?)] = [
            ("prs_MobilePhone", number), ("wh_ContactTimes", contact?.times), ("wh_ContactWords", contact?.words),
            ("wh_ContactSilence", contact?.silence), ("wh_ContactAnswers", contact?.answers),
            ("wh_SafeContact", contact?.note),
        ]
        let facts = rows.compactMap { field, said -> Markup? in
            guard let said, let label = context.codebook[field].map({ words.label(of: $0) }) else { return nil }
            return "<div><dt>\(label)</dt><dd><bdi>\(said)</bdi></dd></div>"
        }
        var cautions: [SafeContact.Caution] = []
        if case .go(let found) = line.answer { cautions = found }
        let notes = cautions.map { caution -> Markup in
            "<p class=\"small strong\">\(words[.contactCaution, caution.rawValue])</p>"
        }
        let silent = line.contact?.never.contains(.voiceMessage) ?? false
        let open = line.needs.map { need -> Markup in
            let state = words[.needState, need.state.rawValue]
            return
                "<li>\(HelpText.service(need.code)): \(state)\(when: need.urgency == 0, " · \(urgent(need, text))")</li>"
        }
        return """
            <li><h3><bdi>\(name)</bdi> <a class="code" href="/cases/\(line.caseID.description)">\(line.caseID.code)</a></h3>
            \(notes)\(when: silent, "<p>\(words["calls.noVoice"])</p>")<dl class="facts">\(facts)</dl>
            \(when: !open.isEmpty, "<ul>\(open)</ul>")</li>
            """
    }

    private func urgent(_ need: Need, _ text: ValueText) -> String { text.label(of: "Now", field: "wh_NeedUrgency") }

    private func other(_ line: CallLine, _ words: Words) -> Markup {
        var why = ""
        if case .refused(let obstacle) = line.answer { why = words[.contactObstacle, obstacle.rawValue] }
        return """
            <li><p><a class="code" href="/cases/\(line.caseID.description)">\(line.caseID.code)</a>: \(why)</p></li>
            """
    }
}
