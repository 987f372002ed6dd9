// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Workflows

/// The interviews of a case, on the case's page.
struct InterviewList {
    let file: CaseFile
    let mayAdd: Bool
    let context: PageContext

    private var words: Words { context.words }
    private var address: String { "/cases/\(file.id.description)/interviews" }

    /// Nothing for a reader who knows of none and may add none.
    var markup: Markup {
        let all = file.records(.administration)
        guard mayAdd || !all.isEmpty else { return "" }
        let replaced = file.replacedInterviews
        let cards = all.map { card($0, isReplaced: replaced.contains($0.id)) }
        let none: Markup = "<p class=\"soft\">\(words["interviews.none"])</p>"
        let adding: Markup = "<div class=\"acts\"><a href=\"\(address)/new\">\(words["interviews.begin"])</a></div>"
        return """
            <section class="section" id="interviews"><h2>\(words["interviews.heading"])</h2>
            \(cards.isEmpty ? none : "<ul class=\"cards\">\(cards)</ul>")\(when: mayAdd, adding)</section>
            """
    }

    private func card(_ stored: Stored, isReplaced: Bool) -> Markup {
        let record = stored.record
        let facts = CaseFacts(file: file, context: context)
        func label(_ name: FieldName) -> String? {
            record.code(name).map { ValueText(context).label(of: $0, field: name) }
        }
        let isShown = (try? Interview(stored)) != nil
        let way = record.isOver ? words["interviews.result"] : words["interviews.goOn"]
        let link: Markup = """
            <p class="acts small"><a href="\(address)/\(stored.id.description)">\(way)\
            <span class="unseen">: \(facts.title(of: record))</span></a></p>
            """
        return """
            <li><h3>\(facts.title(of: record))</h3><p><span class="mark">\(label("wh_AdministrationState"))</span>\
            \(label("wh_AdministrationOutcome").map { text -> Markup in " <span class=\"mark\">\(text)</span>" })\
            \(when: isReplaced, " <span class=\"mark warning\">\(words["interviews.replaced"])</span>")</p>\
            \(when: isShown, link)</li>
            """
    }
}
