// SPDX-License-Identifier: Apache-2.0

/// Closing the register for everybody, after asking once.
public struct SealPage: Sendable {
    /// How many others are signed in now.
    public var others: Int
    /// Whether it is being closed already.
    public var isClosing: Bool

    public init(others: Int = 0, isClosing: Bool = false) {
        self.others = others
        self.isClosing = isClosing
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        if isClosing {
            return Layout.page(
                Place("\(words["seal.closing"])"), in: context,
                content: """
                    <p>\(words["seal.closing.lead"])</p><div class="acts"><a class="button" href="/unseal">\
                    \(words["seal.closing.next"])</a></div>
                    """)
        }
        let said: Markup = "<div class=\"warn\"><p>\(words("seal.others", count: others))</p></div>"
        return Layout.page(
            Place("\(words["seal.heading"])", audience: words["audience.you"], area: .seal), in: context,
            content: """
                <p>\(words["seal.lead"])</p>
                \(when: others > 0, said)
                <form method="post" action="/seal" data-busy="\(words["seal.busy"])">\(context.tokenInput)
                <div class="field"><label class="check"><input type="checkbox" name="sure" value="yes" required> \
                \(words["seal.sure"])</label></div>
                <div class="acts"><button>\(words["seal.do"])</button> <a href="/cases">\(words["form.cancel"])</a></div>
                </form>
                """)
    }
}
