// SPDX-License-Identifier: Apache-2.0

import Cases
import Store

/// What waits for a second person, and what became of it.
struct ApprovalsPage {
    let lines: [Line]
    let mayApprove: Bool

    struct Line {
        let request: TwoPersonRequest
        let asker: String
        let subject: String
        let isOwn: Bool
        let isOpen: Bool
    }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let waiting = lines.filter { $0.isOpen && $0.request.state == .waiting }
        let others = lines.filter { !($0.isOpen && $0.request.state == .waiting) }
        let none: Markup = "<div class=\"note\"><p>\(words["approvals.none"])</p></div>"
        return Layout.page(
            Place("\(words["approvals.heading"])", audience: words["approvals.audience"]), in: context,
            content: """
                <p>\(words["approvals.lead"])</p>
                \(when: waiting.isEmpty, none)
                <ul class="cards">\(waiting.map { card($0, context) })</ul>
                \(when: !others.isEmpty, "<h2>\(words["approvals.before"])</h2>")
                <ul class="cards">\(others.map { card($0, context) })</ul>
                """)
    }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        let request = line.request
        let roles = (request.details["roles"] ?? "").split(separator: ",").map { words[.accountRole, String($0)] }
        let state = request.state == .waiting && !line.isOpen ? "expired" : request.state.rawValue
        return """
            <li><h2>\(words[.requestKind, request.kind.rawValue])</h2><dl class="facts">
            <div><dt>\(words["approvals.asker"])</dt><dd><bdi>\(line.asker)</bdi></dd></div>
            \(when: !line.subject.isEmpty, "<div><dt>\(words["approvals.subject"])</dt><dd><bdi>\(line.subject)</bdi></dd></div>")
            \(when: !roles.isEmpty, "<div><dt>\(words["people.roles"])</dt><dd>\(roles.joined(separator: ", "))</dd></div>")
            \(when: !request.reason.isEmpty, "<div><dt>\(words["people.reason"])</dt><dd><bdi>\(request.reason)</bdi></dd></div>")
            <div><dt>\(words["people.state"])</dt><dd>\(words[.requestState, state])</dd></div>
            <div><dt>\(words["approvals.until"])</dt><dd>\(MomentText.say(request.expires, context))</dd></div></dl>
            \(buttons(line, context))</li>
            """
    }

    private func buttons(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        guard line.isOpen else { return "" }
        // What a public file would be is looked at before anybody agrees to it.
        if line.request.kind == .publication, mayApprove || line.isOwn {
            return "<p><a href=\"/publish/\(line.request.id.description)\">\(words["approvals.look"])</a></p>"
        }
        if line.request.state == .approved {
            guard line.isOwn, line.request.kind == .export else { return "" }
            return form(line, "fetch", "", words["approvals.fetch"], context)
        }
        guard mayApprove, line.request.state == .waiting else { return "" }
        if line.isOwn { return "<p class=\"soft\">\(words["refused.ownRequest"])</p>" }
        let refuse: Markup = "<button name=\"answer\" value=\"no\" class=\"second\">\(words["approvals.no"])</button>"
        return form(line, "answer", refuse, words["approvals.yes"], context)
    }

    private func form(_ line: Line, _ path: String, _ more: Markup, _ button: String, _ context: PageContext) -> Markup
    {
        """
        <form method="post" action="/approvals/\(line.request.id.description)/\(path)">\(context.tokenInput)\
        <div class="acts"><button name="answer" value="yes">\(button)</button>\(more)</div></form>
        """
    }

    static let states = TwoPersonRequest.State.allCases.map(\.rawValue) + ["expired"]
}
