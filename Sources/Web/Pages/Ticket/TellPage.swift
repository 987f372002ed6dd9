// SPDX-License-Identifier: Apache-2.0

import Workflows

/// Where anybody tells the office what they saw. Works without an account and leaves nothing in the browser.
struct TellPage {
    let question: String
    var typed = OutsideReport(said: "")
    var problem: Problem?

    enum Problem: Sendable { case unfit, later }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["tell.heading"])"), in: context,
            content: """
                \(notice(words))<p>\(words["tell.lead"])</p>
                \(HelloForm.form("/tell", question: question, words, """
                    \(HelloForm.area("said", words["tell.said"], help: words["tell.said.help"], typed: typed.said, rows: 6))
                    \(HelloForm.area("people", words["tell.people"], help: words["tell.people.help"], typed: typed.people))
                    \(HelloForm.line("place", words["tell.place"], typed: typed.place))
                    \(HelloForm.line("teller", words["tell.teller"], help: words["tell.teller.help"], typed: typed.teller))
                    <div class="field"><label class="row"><input type="checkbox" name="partner" value="yes"\
                    \(when: typed.isPartner, " checked")> <span>\(words["tell.partner"])</span></label></div>
                    <div class="acts"><button>\(words["tell.do"])</button></div>
                    """))
                <noscript><p class="help">\(words["hello.slow"])</p></noscript>
                \(HelloForm.script(context))
                """)
    }

    private func notice(_ words: Words) -> Markup {
        guard let problem else { return "" }
        let text = problem == .unfit ? words["tell.unfit"] : words["tell.later"]
        return "<div class=\"warn\" role=\"alert\" tabindex=\"-1\"><p>\(text)</p></div>"
    }
}

/// Thanks, and a number that tells nothing.
struct ToldPage {
    let receipt: String

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["tell.done.heading"])"), in: context,
            content: """
                <p>\(words["tell.done.lead"])</p>
                <p>\(words["tell.done.receipt"]) <span class="secret" dir="ltr">\(receipt)</span></p>
                <p class="help">\(words["tell.done.help"])</p>
                """)
    }
}
