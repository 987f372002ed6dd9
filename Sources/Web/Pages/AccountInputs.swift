// SPDX-License-Identifier: Apache-2.0

/// The inputs that the pages before signing in share.
enum AccountInputs {
    static func name(_ typed: String, _ words: Words) -> Markup {
        """
        <div class="field"><label for="account">\(words["signIn.account"])</label>
        <input type="text" id="account" name="account" value="\(typed)" autocomplete="username" autocapitalize="none" \
        spellcheck="false" dir="auto"></div>
        """
    }

    static func passphrase(_ name: String, _ label: String, help: String = "", autocomplete: String) -> Markup {
        """
        <div class="field"><label for="\(name)">\(label)</label>\
        \(when: !help.isEmpty, "<p class=\"help\" id=\"\(name)-help\">\(help)</p>")
        <input type="password" id="\(name)" name="\(name)" autocomplete="\(autocomplete)"\
        \(when: !help.isEmpty, " aria-describedby=\"\(name)-help\"")></div>
        """
    }

    /// One problem, linked to the input it is about.
    static func problem(_ message: String, at id: String, _ words: Words) -> Markup {
        """
        <div class="error-summary" role="alert" tabindex="-1"><h2>\(words["problem.summary"])</h2>
        <ul><li><a href="#\(id)">\(message)</a></li></ul></div>
        """
    }
}
