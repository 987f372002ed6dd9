// SPDX-License-Identifier: Apache-2.0

/// A file with names, or of many cases, goes out only when a second person has agreed: asks them.
struct AskSecondPersonPage {
    /// A raw value of `ExportFormat`.
    let format: String

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place(
                "\(words["ask.heading"])", trail: [.init(words["menu.export"], "/export")],
                audience: words["audience.you"]), in: context,
            content: """
                <p>\(words["ask.lead"])</p>
                <form method="post" action="/export/ask">\(context.tokenInput)<input type="hidden" name="format" \
                value="\(format)">
                <div class="field"><label for="reason">\(words["people.reason"])</label>
                <p class="help" id="reason-help">\(words["ask.reason.help"])</p>
                <input type="text" id="reason" name="reason" autocomplete="off" dir="auto" \
                aria-describedby="reason-help"></div>
                <div class="acts"><button>\(words["ask.do"])</button></div></form>
                """)
    }
}
