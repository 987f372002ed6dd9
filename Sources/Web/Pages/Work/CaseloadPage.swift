// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// Whose cases go to whom, with a note. Cases are named by their codes only.
struct CaseloadPage {
    let colleagues: [Colleague]
    /// Whose cases; nil until somebody is chosen.
    var from: EntityID?
    var cases: [(id: EntityID, openTasks: Int)] = []
    /// Who can take them.
    var able: Set<EntityID> = []
    var isIncomplete = false
    /// How many went over just now.
    var done: Int?

    init(_ colleagues: [Colleague]) { self.colleagues = colleagues }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["caseload.heading"])", trail: [.init(words["menu.work"], "/work")],
            audience: words["audience.office"], area: .work)
        let said = done.map { count -> Markup in
            "<div class=\"done\" role=\"status\"><p>\(words("caseload.done", count: count))</p></div>"
        }
        let error: Markup = "<div class=\"warn\" role=\"alert\"><p>\(words["handOver.incomplete"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(said)\(when: isIncomplete, error)<p class="help">\(words["caseload.lead"])</p>
                <form method="get" action="/hand-over"><div class="field"><label for="from">\
                \(words["caseload.from"])</label><select id="from" name="from">\
                \(options(colleagues, chosen: from, words))</select></div>
                <div class="acts"><button class="quiet">\(words["caseload.show"])</button></div></form>
                \(from.map { cards($0, context) })
                """)
    }

    private func cards(_ from: EntityID, _ context: PageContext) -> Markup {
        let words = context.words
        guard !cases.isEmpty else { return "<p class=\"soft\">\(words["caseload.none"])</p>" }
        let takers = colleagues.filter { able.contains($0.id) }
        let rows = cases.map { one -> Markup in
            """
            <div class="field"><label for="case-\(one.id.description)">\(words("handOver.case", ["code": one.id.code])): \
            \(words("caseload.tasks", count: one.openTasks))</label>
            <select id="case-\(one.id.description)" name="case:\(one.id.description)">\
            \(options(takers, chosen: nil, words))</select></div>
            """
        }
        return """
            <form method="post" action="/hand-over">\(context.tokenInput)
            <input type="hidden" name="from" value="\(from.description)">
            <div class="field"><label for="all">\(words["handOver.all"])</label><select id="all" name="all">\
            \(options(takers, chosen: nil, words))</select></div>\(rows)
            <div class="field"><label for="note">\(words["caseload.note"])</label>
            <textarea id="note" name="note" rows="3" maxlength="500" dir="auto"></textarea></div>
            <div class="acts"><button>\(words["caseload.do"])</button></div></form>
            """
    }

    private func options(_ people: [Colleague], chosen: EntityID?, _ words: Words) -> Markup {
        let all = people.map { one -> Markup in
            let mark: Markup = one.id == chosen ? " selected" : ""
            return "<option value=\"\(one.id.description)\"\(mark)>\(one.name)</option>"
        }
        return "<option value=\"\">\(words["handOver.choose"])</option>\(all)"
    }
}
