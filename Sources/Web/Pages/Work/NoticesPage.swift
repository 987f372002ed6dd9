// SPDX-License-Identifier: Apache-2.0

import Cases

/// Whether, and where, somebody is told by e-mail that something waits.
struct NoticesPage {
    let address: String
    /// Whether the office sends e-mail at all.
    let isOn: Bool
    var finding: String?
    var isDone = false

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["notices.heading"])", trail: [.init(words["menu.work"], "/work")],
            audience: words["work.audience"], area: .work)
        let error = finding.map { text -> Markup in "<p class=\"error\" id=\"address-error\">\(text)</p>" }
        let off: Markup = "<div class=\"note\"><p>\(words["notices.off"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["case.done.saved"])</p></div>")
                \(when: !isOn, off)<p>\(words["notices.lead"])</p>
                <form method="post" action="/notices">\(context.tokenInput)
                <div class="field"><label for="address">\(words["notices.address"])</label>
                <p class="help" id="address-help">\(words["notices.help"])</p>\(error)
                <input id="address" name="address" type="email" value="\(address)" autocomplete="off" \
                aria-describedby="address-help"></div>
                <div class="acts"><button>\(words["form.save"])</button></div></form>
                """)
    }
}
