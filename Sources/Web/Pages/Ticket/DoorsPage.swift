// SPDX-License-Identifier: Apache-2.0

import Workflows

/// Which pages the office opens to those who have no account.
struct DoorsPage {
    let doors: OfficeDoors
    var isDone = false

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["menu.doors"])", audience: words["doors.audience"], area: .doors), in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["doors.done"])</p></div>")
                <p>\(words["doors.lead"])</p>
                <form method="post" action="/doors">\(context.tokenInput)
                \(box("tickets", doors.tickets, words["doors.tickets"], words["doors.tickets.help"]))
                \(box("reports", doors.reports, words["doors.reports"], words["doors.reports.help"]))
                <div class="acts"><button>\(words["form.save"])</button></div></form>
                """)
    }

    private func box(_ name: String, _ isOn: Bool, _ label: String, _ help: String) -> Markup {
        """
        <div class="field"><label class="row"><input type="checkbox" name="\(name)" value="on"\
        \(when: isOn, " checked") aria-describedby="\(name)-help"> <span>\(label)</span></label>
        <p class="help" id="\(name)-help">\(help)</p></div>
        """
    }
}
