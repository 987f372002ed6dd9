// SPDX-License-Identifier: Apache-2.0

/// Choosing a second factor: a picture for an authenticator program, and the first code it shows.
public struct FactorSetupPage: Sendable {
    /// What the picture says.
    public var uri: String
    /// The secret for typing.
    public var secret: String
    /// True where the office lets people in without one.
    public var isOptional: Bool
    public var isWrong: Bool
    /// Where the form goes.
    public var address: String

    public init(
        uri: String, secret: String, isOptional: Bool, isWrong: Bool = false, address: String = "/first-sign-in/factor"
    ) {
        self.uri = uri
        self.secret = secret
        self.isOptional = isOptional
        self.isWrong = isWrong
        self.address = address
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let error = isWrong ? words["setup.wrong"] : nil
        return Layout.page(
            Place("\(words["setup.heading"])"), in: context,
            content: """
                \(error.map { AccountInputs.problem($0, at: "code", words) })
                <p>\(words["setup.lead"])</p>
                <ol class="steps"><li>\(words["setup.install"])</li>
                <li>\(words["setup.scan"])\(QRCode.svg(uri, label: words["setup.picture"]))
                <details><summary>\(words["setup.type"])</summary><p>\(words["setup.type.help"])</p>\
                <p><code class="secret" dir="ltr">\(secret)</code></p></details></li>
                <li>\(words["setup.show"])</li></ol>
                <form method="post" action="\(address)">\(context.tokenInput)
                \(AccountInputs.code(words["factor.code"], help: words["setup.code.help"], error: error))
                <div class="acts"><button>\(words["setup.do"])</button>\
                \(PasskeyButton.new("/sign-in/passkey", context))</div></form>
                \(when: isOptional, without(context))
                """)
    }

    private func without(_ context: PageContext) -> Markup {
        """
        <form method="post" action="\(address)">\(context.tokenInput)<input type="hidden" name="without" value="yes">
        <p class="soft">\(context.words["setup.without.lead"])</p>
        <p><button class="link">\(context.words["setup.without"])</button></p></form>
        """
    }
}
