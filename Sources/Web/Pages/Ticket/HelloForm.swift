// SPDX-License-Identifier: Apache-2.0

/// What the pages for those who have no account have in common: they know nobody, set no cookie, and leave no trace.
enum HelloForm {
    /// The page's surroundings without whoever may be signed in in the same browser, and without a token that would
    /// bring a cookie.
    static func context(_ context: PageContext) -> PageContext {
        var plain = context
        plain.viewer = nil
        plain.role = nil
        plain.formToken = nil
        plain.opensItself = false
        plain.officeName = context.tabTitle
        plain.isOutside = true
        return plain
    }

    /// A form that `hello.js` sends without a trace; without scripts the browser sends it, and forgets it because it
    /// holds a password field.
    static func form(
        _ address: String, question: String? = nil, pass: String? = nil, _ words: Words, _ content: Markup
    ) -> Markup {
        let work = question.map { text -> Markup in
            "<input type=\"hidden\" name=\"question\" value=\"\(text)\">"
        }
        return """
            <form method="post" action="\(address)" autocomplete="off" data-hello>\(work)
            <input type="password" name="pass" value="\(pass ?? "-")" autocomplete="one-time-code" hidden>
            \(content)
            <p role="status" data-note="\(words["hello.wait"])" data-line="\(words["hello.line"])" \
            data-digits="\(words["hello.digits"])"></p></form>
            """
    }

    static func script(_ context: PageContext) -> Markup {
        "<script src=\"/assets/hello.js?\(Asset.version)\" nonce=\"\(context.nonce)\" defer></script>"
    }

    /// A text of several lines with its label and help.
    static func area(_ name: String, _ label: String, help: String? = nil, typed: String = "", rows: Int = 4) -> Markup
    {
        let said = help.map { text -> Markup in "<p class=\"help\" id=\"\(name)-help\">\(text)</p>" }
        return """
            <div class="field"><label for="\(name)">\(label)</label>\(said)
            <textarea id="\(name)" name="\(name)" rows="\(rows)" dir="auto" autocomplete="off" spellcheck="false"\
            \(when: help != nil, " aria-describedby=\"\(name)-help\"")>
            \(typed)</textarea></div>
            """
    }

    /// A text of one line.
    static func line(_ name: String, _ label: String, help: String? = nil, typed: String = "") -> Markup {
        let said = help.map { text -> Markup in "<p class=\"help\" id=\"\(name)-help\">\(text)</p>" }
        return """
            <div class="field"><label for="\(name)">\(label)</label>\(said)
            <input id="\(name)" name="\(name)" type="text" value="\(typed)" dir="auto" autocomplete="off" spellcheck="false"\
            \(when: help != nil, " aria-describedby=\"\(name)-help\"")></div>
            """
    }
}
