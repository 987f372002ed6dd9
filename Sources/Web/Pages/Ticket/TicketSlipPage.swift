// SPDX-License-Identifier: Apache-2.0

import Cases
import Workflows

/// A ticket, shown once. On paper stands a number as people note one down to call back, and nothing else.
struct TicketSlipPage {
    let caseID: EntityID
    let ticket: GivenTicket
    /// Where the number is typed in.
    let address: String

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let back = "/cases/\(caseID.description)/ticket"
        return Layout.page(
            Place(
                "<span class=\"no-print\">\(words["ticket.slip.heading"])</span>",
                trail: [.init(caseID.code, "/cases/\(caseID)")], audience: words["audience.case"], area: .cases),
            in: context,
            content: """
                <style nonce="\(context.nonce)">\(Self.style)</style>
                <div class="warn no-print"><p>\(words["ticket.slip.lead"])</p></div>
                <section class="slip"><p>\(words["ticket.slip.call"]) \
                <span class="secret" dir="ltr">\(ticket.number)</span></p></section>
                <dl class="facts no-print">
                <div><dt>\(words["hello.word"])</dt><dd><bdi class="secret">\(ticket.word)</bdi></dd></div>
                <div><dt>\(words["ticket.other"])</dt><dd><bdi class="secret">\(ticket.other)</bdi></dd></div>
                <div><dt>\(words["ticket.slip.where"])</dt><dd><code dir="ltr">\(address)</code></dd></div></dl>
                <ol class="steps no-print"><li>\(words["ticket.slip.1"])</li><li>\(words["ticket.slip.2"])</li>\
                <li>\(words["ticket.slip.3"])</li></ol>
                <div class="acts no-print"><a class="button" href="\(back)">\(words["slip.done"])</a></div>
                """)
    }

    /// On paper nothing of the page's frame.
    private static let style: Markup = """
        @media print{.top,.place,.foot,.frame>nav,h1{display:none!important}.slip{border:0;font-size:1rem}}
        """
}
