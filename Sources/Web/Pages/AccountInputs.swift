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

    static func passphrase(
        _ name: String, _ label: String, help: String = "", error: String? = nil, autocomplete: String
    )
        -> Markup
    {
        """
        <div class="\(frame(error))"><label for="\(name)">\(label)</label>\
        \(when: !help.isEmpty, "<p class=\"help\" id=\"\(name)-help\">\(help)</p>")\(said(error, at: name))
        <input type="password" id="\(name)" name="\(name)" autocomplete="\(autocomplete)"\
        \(described(name, hasHelp: !help.isEmpty, error))></div>
        """
    }

    /// Six digits, a recovery code or a one-time code.
    static func code(_ label: String, help: String, error: String? = nil) -> Markup {
        """
        <div class="\(frame(error))"><label for="code">\(label)</label><p class="help" id="code-help">\(help)</p>\
        \(said(error, at: "code"))
        <input type="text" class="code" id="code" name="code" autocomplete="one-time-code" \
        autocapitalize="characters" spellcheck="false"\(described("code", hasHelp: true, error))></div>
        """
    }

    static func frame(_ error: String?) -> String { error == nil ? "field" : "field has-error" }

    /// What is wrong with one input, beside it; nothing when nothing is.
    static func said(_ error: String?, at id: String) -> Markup {
        guard let error else { return "" }
        return "<p class=\"error\" id=\"\(id)-error\">\(error)</p>"
    }

    /// Ties an input to its help and to what is wrong with it.
    static func described(_ id: String, hasHelp: Bool, _ error: String?) -> Markup {
        let ids = (hasHelp ? ["\(id)-help"] : []) + (error == nil ? [] : ["\(id)-error"])
        guard !ids.isEmpty else { return "" }
        return " aria-describedby=\"\(ids.joined(separator: " "))\"\(when: error != nil, " aria-invalid=\"true\"")"
    }

    /// One problem, linked to the input it is about.
    static func problem(_ message: String, at id: String, _ words: Words) -> Markup {
        """
        <div class="error-summary" role="alert" tabindex="-1"><h2>\(words["problem.summary"])</h2>
        <ul><li><a href="#\(id)">\(message)</a></li></ul></div>
        """
    }
}
