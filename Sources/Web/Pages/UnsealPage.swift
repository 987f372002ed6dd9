// SPDX-License-Identifier: Apache-2.0

import Workflows

/// While the register is sealed: whoever holds a key opens it for everybody.
public struct UnsealPage: Sendable {
    public var view: SealedView
    public var problem: Problem?

    public enum Problem: Sendable, Equatable {
        case wrong
        case wait(seconds: Int)
    }

    public init(_ view: SealedView = SealedView(), problem: Problem? = nil) {
        self.view = view
        self.problem = problem
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["unseal.heading"])"), in: context,
            content: """
                \(said(words).map { AccountInputs.problem($0, at: firstInput, words) })
                <p>\(words["unseal.lead"])</p>
                \(held(words))
                \(view.custodians.map { shareForm($0, context) })
                \(when: view.takesPassphrase || view.takesKeyFile, keyForm(context))
                \(about(words))
                """)
    }

    private var firstInput: String {
        view.custodians != nil ? "share" : view.takesPassphrase ? "passphrase" : "key"
    }

    private func said(_ words: Words) -> String? {
        switch problem {
        case nil: nil
        case .wrong: words["unseal.wrong"]
        case .wait(let seconds): words("unseal.wait", count: seconds)
        }
    }

    private func held(_ words: Words) -> Markup {
        guard let held = view.held, let custodians = view.custodians else { return "" }
        let minutes = max(1, (held.seconds + 59) / 60)
        let text = words(
            "unseal.held",
            ["given": String(held.given), "needed": String(custodians.needed), "minutes": String(minutes)])
        return "<div class=\"note\" role=\"status\"><p>\(text)</p></div>"
    }

    private func shareForm(_ custodians: (needed: Int, count: Int, mark: String), _ context: PageContext) -> Markup {
        let words = context.words
        let help = words(
            "unseal.share.help",
            ["needed": String(custodians.needed), "count": String(custodians.count), "mark": custodians.mark])
        return """
            <form method="post" action="/unseal" data-busy="\(words["unseal.busy"])">\(context.tokenInput)
            <div class="field"><label for="share">\(words["unseal.share"])</label>
            <p class="help" id="share-help">\(help)</p>
            <textarea class="code" id="share" name="share" rows="3" dir="ltr" autocomplete="off" \
            autocapitalize="characters" spellcheck="false" maxlength="400" aria-describedby="share-help"></textarea></div>
            <div class="acts"><button>\(words["unseal.share.do"])</button></div></form>
            """
    }

    private func keyForm(_ context: PageContext) -> Markup {
        let words = context.words
        let passphrase: Markup =
            view.takesPassphrase
            ? AccountInputs.passphrase("passphrase", words["unseal.passphrase"], autocomplete: "off") : ""
        let file: Markup = """
            <div class="field"><label for="key">\(words["unseal.key"])</label><p class="help" id="key-help">\
            \(words["unseal.key.help"])</p>
            <input type="file" id="key" name="key" aria-describedby="key-help"></div>
            """
        return """
            <form method="post" action="/unseal" enctype="multipart/form-data" data-busy="\(words["unseal.busy"])">\
            \(context.tokenInput)
            \(passphrase)\(when: view.takesKeyFile, file)
            <div class="acts"><button>\(words["unseal.do"])</button></div></form>
            """
    }

    /// What a key's holder compares before giving it.
    private func about(_ words: Words) -> Markup {
        guard !view.fingerprint.isEmpty else { return "" }
        return """
            <section><h2>\(words["unseal.about"])</h2><p class="soft small">\(words["unseal.about.lead"])</p>
            <dl class="facts"><div><dt>\(words["unseal.fingerprint"])</dt>\
            <dd><code class="code" dir="ltr">\(view.fingerprint)</code></dd></div>
            <div><dt>\(words["unseal.program"])</dt>\
            <dd><code class="code digest" dir="ltr">\(view.program)</code></dd></div></dl></section>
            """
    }
}

/// The register is open: what to compare with the paper, for whoever opened it.
public struct OpenedPage: Sendable {
    public var opening: Gate.Opening?

    public init(_ opening: Gate.Opening? = nil) { self.opening = opening }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Place("\(words["unseal.open"])"), in: context,
            content: """
                <p>\(words["unseal.open.lead"])</p>
                \(opening.map { said($0, words) })
                <div class="acts"><a class="button" href="/">\(words["unseal.open.next"])</a></div>
                """)
    }

    private func said(_ opening: Gate.Opening, _ words: Words) -> Markup {
        let wrong: Markup = """
            <div class="warn" role="status"><p>\
            \(words("unseal.open.wrong", count: opening.wrongSecrets))</p></div>
            """
        let anchor = opening.anchor.map { text -> Markup in
            """
            <div class="note"><p>\(words["unseal.open.anchor"])</p>
            <p><code class="code" dir="ltr">\(text)</code></p></div>
            """
        }
        return "\(when: opening.wrongSecrets > 0, wrong)\(anchor)"
    }
}
