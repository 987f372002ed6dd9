// SPDX-License-Identifier: Apache-2.0

/// Where somebody with an account begins.
public struct SignInPage: Sendable {
    /// The name as typed, kept after a failure.
    public var account: String
    public var problem: Problem?
    /// A form that was under way when the session ended.
    public var kept: KeptForm?

    /// Why signing in did not work. Says nothing about whether the name exists.
    public enum Problem: Sendable, Hashable {
        case wrong
        /// Too many attempts; try again after so many seconds.
        case wait(Int)
        /// So many attempts that somebody who looks after accounts must agree to another.
        case locked
        /// The session ended by itself.
        case ended
    }

    public init(account: String = "", problem: Problem? = nil) {
        self.account = account
        self.problem = problem
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["signIn.heading"])"), in: context,
            content: """
                \(problem.map { notice($0, words) })
                <form method="post" action="/sign-in">\(context.tokenInput)\(kept?.inputs ?? [])
                \(AccountInputs.name(account, words))
                \(AccountInputs.passphrase("passphrase", words["signIn.passphrase"], autocomplete: "current-password"))
                <div class="acts"><button>\(words["signIn.do"])</button></div></form>
                <p><a href="/first-sign-in">\(words["signIn.first"])</a></p>
                """)
    }

    private func notice(_ problem: Problem, _ words: Words) -> Markup {
        switch problem {
        case .ended:
            "<div class=\"note\" role=\"status\"><p>\(words["signIn.ended"])\(when: kept?.holdsText == true, " \(words["signIn.kept"])")</p></div>"
        case .wrong: AccountInputs.problem(words["signIn.wrong"], at: "account", words)
        case .locked: AccountInputs.problem(words["signIn.locked"], at: "account", words)
        case .wait(let seconds): AccountInputs.problem(words("signIn.wait", count: seconds), at: "account", words)
        }
    }
}
