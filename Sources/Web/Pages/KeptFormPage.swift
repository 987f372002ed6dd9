// SPDX-License-Identifier: Apache-2.0

/// After signing in again: what was typed before is still here, one press from being saved.
struct KeptFormPage {
    var kept: KeptForm

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["kept.heading"])", audience: words["audience.you"]), in: context,
            content: """
                <p>\(when: kept.holdsText, "\(words["kept.lead"])")</p><form method="post" action="\(kept.address)"\
                \(when: kept.goesOnAtOnce, " data-at-once")>\
                \(context.tokenInput)\(kept.form.hiddenInputs())
                <div class="acts"><button>\
                \(when: kept.goesOnAtOnce, "\(words["kept.goOn"])", else: "\(words["kept.do"])")</button>\
                <a href="/cases">\(words["kept.leave"])</a>\
                </div></form>
                """)
    }
}
