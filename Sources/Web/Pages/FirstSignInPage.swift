// SPDX-License-Identifier: Apache-2.0

/// The first time: a one-time code is exchanged for a passphrase of one's own.
public struct FirstSignInPage: Sendable {
    public var account: String
    public var suggestion: String
    public var problem: Problem?

    /// Why the passphrase was not taken.
    public enum Problem: Sendable, Hashable {
        case wrongCode, codeSpent, different
        /// A key of the catalogue that says what is weak about it.
        case weak(String)
        case wait(Int)
        case locked
        /// The page was open too long.
        case tooLate
    }

    /// - Parameter suggestion: A passphrase that the person may take.
    public init(account: String = "", suggestion: String = "", problem: Problem? = nil) {
        self.account = account
        self.suggestion = suggestion
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
                \(AccountInputs.code(words["first.code"], help: words["first.code.help"], error: error(at: "code")))
                \(when: !suggestion.isEmpty, offered(words))
                \(new)
                \(AccountInputs.passphrase(
                    "again", words["first.again"], error: error(at: "again"), autocomplete: "new-password"))
                <div class="acts"><button>\(words["first.do"])</button></div></form>
                """)
    }

    private func offered(_ words: Words) -> Markup {
        """
        <div class="note"><p>\(words["first.suggestion"])</p><p><code class="secret" dir="ltr">\(suggestion)</code></p>\
        <p class="soft">\(words["first.suggestion.why"])</p></div>
        """
    }

    /// What to say, and beside which input.
    private func said(_ problem: Problem, _ words: Words) -> (message: String, id: String) {
        switch problem {
        case .wrongCode: (words["first.wrongCode"], "code")
        case .codeSpent: (words["first.codeSpent"], "code")
        case .different: (words["first.different"], "again")
        case .weak(let key): (words[ifPresent: key] ?? words["first.weak"], "passphrase")
        case .locked: (words["signIn.locked"], "code")
        case .tooLate: (words["first.tooLate"], "code")
        case .wait(let seconds): (words("signIn.wait", count: seconds), "code")
        }
    }
}
