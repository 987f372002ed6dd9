// SPDX-License-Identifier: Apache-2.0

/// While the register is sealed: whoever holds a key opens it for everybody.
public struct UnsealPage: Sendable {
    public var isWrong: Bool
    /// True when somebody has opened it meanwhile.
    public var isOpen: Bool

    public init(isWrong: Bool = false, isOpen: Bool = false) {
        self.isWrong = isWrong
        self.isOpen = isOpen
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        guard !isOpen else {
            return Layout.page(
                Place("\(words["unseal.open"])"), in: context,
                content: """
                    <p>\(words["unseal.open.lead"])</p><div class="acts"><a class="button" href="/">\
                    \(words["problem.back"])</a></div>
                    """)
        }
        return Layout.page(
            Place("\(words["unseal.heading"])"), in: context,
            content: """
                \(when: isWrong, AccountInputs.problem(words["unseal.wrong"], at: "passphrase", words))
                <p>\(words["unseal.lead"])</p>
                <form method="post" action="/unseal" enctype="multipart/form-data" data-busy="\(words["unseal.busy"])">\(context.tokenInput)
                \(AccountInputs.passphrase("passphrase", words["unseal.passphrase"], error: isWrong ? words["unseal.wrong"] : nil, autocomplete: "off"))
                <div class="field"><label for="key">\(words["unseal.key"])</label><p class="help" id="key-help">\
                \(words["unseal.key.help"])</p>
                <input type="file" id="key" name="key" aria-describedby="key-help"></div>
                <div class="acts"><button>\(words["unseal.do"])</button></div></form>
                """)
    }
}
