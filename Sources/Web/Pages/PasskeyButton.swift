// SPDX-License-Identifier: Apache-2.0

/// A button that asks the browser for a passkey: shown by its script only, where the browser can.
enum PasskeyButton {
    /// To show one that there is; `address` says what is asked.
    static func ask(_ address: String, _ context: PageContext) -> Markup {
        button(address, "ask", context.words["passkey.use"], context)
    }

    /// To make a new one.
    static func new(_ address: String, _ context: PageContext) -> Markup {
        button(address, "new", context.words["passkey.new"], context)
    }

    private static func button(_ address: String, _ kind: String, _ label: String, _ context: PageContext) -> Markup {
        """
        <button type="button" class="second" data-passkey="\(address)" data-kind="\(kind)" hidden>\(label)</button>\
        <span role="status" data-passkey-status data-failed="\(context.words["passkey.failed"])"></span>\
        <script src="/assets/passkey.js?\(Asset.version)" nonce="\(context.nonce)" defer></script>
        """
    }
}
