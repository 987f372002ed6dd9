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
        let new = AccountInputs.passphrase(
            "passphrase", words["first.passphrase"], help: words["first.passphrase.help"], autocomplete: "new-password")
        return Layout.page(
            Place("\(words["first.heading"])"), in: context,
            content: """
                \(problem.map { notice($0, words) })
                <p>\(words["first.lead"])</p>
                <form method="post" action="/first-sign-in">
                \(AccountInputs.name(account, words))
                <div class="field"><label for="code">\(words["first.code"])</label><p class="help" id="code-help">\
                \(words["first.code.help"])</p>
                <input type="text" class="code" id="code" name="code" autocomplete="one-time-code" \
                autocapitalize="characters" \
                spellcheck="false" aria-describedby="code-help"></div>
                \(new)
                \(AccountInputs.passphrase("again", words["first.again"], autocomplete: "new-password"))
                <div class="acts"><button>\(words["first.do"])</button></div></form>
                """)
    }

    private func notice(_ problem: Problem, _ words: Words) -> Markup {
        switch problem {
        case .wrongCode: AccountInputs.problem(words["first.wrongCode"], at: "code", words)
        case .codeSpent: AccountInputs.problem(words["first.codeSpent"], at: "code", words)
        case .different: AccountInputs.problem(words["first.different"], at: "again", words)
        case .weak(let key):
            AccountInputs.problem(words[ifPresent: key] ?? words["first.weak"], at: "passphrase", words)
        case .wait(let seconds): AccountInputs.problem(words("signIn.wait", count: seconds), at: "code", words)
        }
    }
}
