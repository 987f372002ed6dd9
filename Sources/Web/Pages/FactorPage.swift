// SPDX-License-Identifier: Apache-2.0

/// The second half of signing in, and showing the second factor again before something that matters.
public struct FactorPage: Sendable {
    public var purpose: Purpose
    public var problem: Problem?
    /// A form that was under way.
    public var kept: KeptForm?
    /// Where to go back to; nil after signing in.
    public var back: String?

    public enum Purpose: Sendable, Hashable {
        case signIn
        /// Somebody who is signed in; true when the passphrase is all they have.
        case again(hasOnlyPassphrase: Bool)
    }

    public enum Problem: Sendable, Hashable {
        case wrong
        case wait(Int)
        case locked
    }

    public init(_ purpose: Purpose, problem: Problem? = nil) {
        self.purpose = purpose
        self.problem = problem
    }

    private var address: String { purpose == .signIn ? "/sign-in/factor" : "/step-up" }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let heading = purpose == .signIn ? words["factor.heading"] : words["stepUp.heading"]
        let lead = purpose == .signIn ? words["factor.lead"] : words["stepUp.lead"]
        let said = problem.map { self.said($0, words) }
        let summary = said.map { AccountInputs.problem($0, at: inputName, words) }
        return Layout.page(
            Place("\(heading)", audience: purpose == .signIn ? nil : words["audience.you"]), in: context,
            content: """
                \(summary)
                <p>\(lead)</p>\(when: kept != nil, "<p class=\"soft\">\(words["stepUp.kept"])</p>")
                <form method="post" action="\(address)">\(context.tokenInput)\(kept?.inputs ?? [])\(backInput)
                \(input(said, words))
                <div class="acts"><button>\(words["factor.do"])</button>\(passkey(context))</div></form>
                \(when: purpose == .signIn, "<p><a href=\"/sign-in\">\(words["factor.restart"])</a></p>")
                """)
    }

    private var backInput: Markup {
        guard let back else { return "" }
        return "<input type=\"hidden\" name=\"back\" value=\"\(back)\">"
    }

    private var hasOnlyPassphrase: Bool { purpose == .again(hasOnlyPassphrase: true) }
    private var inputName: String { hasOnlyPassphrase ? "passphrase" : "code" }

    private func input(_ error: String?, _ words: Words) -> Markup {
        if hasOnlyPassphrase {
            return AccountInputs.passphrase(
                "passphrase", words["signIn.passphrase"], error: error, autocomplete: "current-password")
        }
        return AccountInputs.code(words["factor.code"], help: words["factor.code.help"], error: error)
    }

    private func passkey(_ context: PageContext) -> Markup {
        guard !hasOnlyPassphrase else { return "" }
        return PasskeyButton.ask(purpose == .signIn ? "/sign-in/passkey" : "/passkey", context)
    }

    private func said(_ problem: Problem, _ words: Words) -> String {
        switch problem {
        case .wrong: hasOnlyPassphrase ? words["stepUp.wrongPassphrase"] : words["factor.wrong"]
        case .wait(let seconds): words("signIn.wait", count: seconds)
        case .locked: words["signIn.locked"]
        }
    }
}
