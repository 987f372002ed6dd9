// SPDX-License-Identifier: Apache-2.0

import Workflows

/// What the file would be, before anybody is asked.
struct PublishLookPage {
    let form: PublishForm
    let account: PublicationAccount

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words[.publishStep, "look"])", trail: [.init(words["publish.heading"], "/publish")],
            audience: words["publish.audience"], area: .publish)
        let count = words("publish.step", ["n": "4", "of": String(PublishStep.allCases.count)])
        return Layout.page(
            place, in: context,
            content: """
                <p class="soft">\(count)</p>
                <p><strong>\(words[.publishMethod, form.plan.method.rawValue])</strong></p>
                \(PublicationReport(plan: form.plan, account: account, context: context).markup)
                <section class="section"><h2>\(words["publish.ask"])</h2><p>\(words["publish.ask.lead"])</p>
                <form method="post" action="/publish/ask">\(context.tokenInput)\(form.pairs().hiddenInputs())
                <div class="field"><label for="reason">\(words["people.reason"])</label>
                <p class="help" id="reason-help">\(words["ask.reason.help"])</p>
                <input type="text" id="reason" name="reason" autocomplete="off" dir="auto" \
                aria-describedby="reason-help"></div>
                <div class="acts"><button>\(words["publish.ask.do"])</button>\
                <a class="button quiet" href="\(form.address(.size))">\(words["publish.back"])</a></div></form></section>
                """)
    }
}
