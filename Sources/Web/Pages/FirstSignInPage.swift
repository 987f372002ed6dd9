// SPDX-License-Identifier: Apache-2.0

/// The first time: a one-time code is exchanged for a passphrase of one's own.
public struct FirstSignInPage: Sendable {
    public var account: String
    public var problem: Problem?

    /// Why the passphrase was not taken.
    public enum Problem: Sendable, Hashable {
        case wrongCode, codeSpent, different
        /// A key of the catalogue that says what is weak about it.
        case weak(String)
        case wait(Int)
    }

    public init(account: String = "", problem: Problem? = nil) {
        self.account = account
        self.problem = problem
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let wrong = problem.map { said($0, words) }
        func error(at id: String) -> String? { wrong?.id == id ? wrong?.message : nil }
        let new = AccountInputs.passphrase(
            "passphrase", words["first.passphrase"], help: words["first.passphrase.help"],
            error: error(at: "passphrase"), autocomplete: "new-password")
        return Layout.page(
            Place("\(words["first.heading"])"), in: context,
            content: """
                \(wrong.map { wrong -> Markup in AccountInputs.problem(wrong.message, at: wrong.id, words) })
                <p>\(words["first.lead"])</p>
                <form method="post" action="/first-sign-in">\(context.tokenInput)
                \(AccountInputs.name(account, words))
                <div class="\(AccountInputs.frame(error(at: "code")))"><label for="code">\(words["first.code"])</label>\
                <p class="help" id="code-help">\(words["first.code.help"])</p>\
                \(AccountInputs.said(error(at: "code"), at: "code"))
                <input type="text" class="code" id="code" name="code" autocomplete="one-time-code" \
                autocapitalize="characters" \
                spellcheck="false"\(AccountInputs.described("code", hasHelp: true, error(at: "code")))></div>
                \(new)
                \(AccountInputs.passphrase(
                    "again", words["first.again"], error: error(at: "again"), autocomplete: "new-password"))
                <div class="acts"><button>\(words["first.do"])</button></div></form>
                """)
    }

    /// What to say, and beside which input.
    private func said(_ problem: Problem, _ words: Words) -> (message: String, id: String) {
        switch problem {
        case .wrongCode: (words["first.wrongCode"], "code")
        case .codeSpent: (words["first.codeSpent"], "code")
        case .different: (words["first.different"], "again")
        case .weak(let key): (words[ifPresent: key] ?? words["first.weak"], "passphrase")
        case .wait(let seconds): (words("signIn.wait", count: seconds), "code")
        }
    }
}
