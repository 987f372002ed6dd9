// SPDX-License-Identifier: Apache-2.0

import Store

/// A slip of paper with somebody's one-time code, to be printed or copied and handed over in person.
struct SlipPage {
    let account: Account
    let code: String

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let until = account.code.map { MomentText.say($0.expires, context) } ?? ""
        return Layout.page(
            Place(
                "\(words["slip.heading"])", trail: [.init(words["people.heading"], "/people")],
                audience: words["audience.you"]), in: context,
            content: """
                <div class="warn no-print"><p>\(words["slip.lead"])</p></div>
                <section class="slip"><dl class="facts">
                <div><dt>\(words["signIn.account"])</dt><dd><bdi>\(account.name)</bdi></dd></div>
                <div><dt>\(words["first.code"])</dt><dd><code class="secret" dir="ltr">\(code)</code></dd></div>
                <div><dt>\(words["slip.until"])</dt><dd>\(until)</dd></div></dl>
                <ol class="steps"><li>\(words["slip.open"])</li><li>\(words["slip.choose"])</li>\
                <li>\(words["slip.telephone"])</li></ol></section>
                <div class="acts no-print"><a class="button" href="/people">\(words["slip.done"])</a></div>
                """)
    }
}
