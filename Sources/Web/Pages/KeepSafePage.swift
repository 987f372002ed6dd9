// SPDX-License-Identifier: Apache-2.0

import Workflows

/// What is shown once, to be written down or printed, and kept nowhere.
public struct KeepSafePage: Sendable {
    public var keep: KeepSafe

    public init(_ keep: KeepSafe) { self.keep = keep }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let codes = keep.codes.map { code -> Markup in "<li><code dir=\"ltr\">\(code)</code></li>" }
        return Layout.page(
            Place("\(words["keep.heading"])", audience: words["audience.you"]), in: context,
            content: """
                <div class="warn"><p>\(words["keep.lead"])</p></div>
                \(when: !codes.isEmpty, section(
                    words["keep.codes"], words["keep.codes.help"], "<ol class=\"codes\">\(codes)</ol>"))
                \(keep.secret.map { secret in
                    section(
                        words["keep.secret"], words["keep.secret.help"],
                        "<p><code class=\"secret\" dir=\"ltr\">\(secret)</code></p>")
                })
                <p class="soft no-print">\(words["keep.print"])</p>
                <div class="acts"><a class="button" href="/cases">\(words["keep.done"])</a></div>
                """)
    }

    private func section(_ heading: String, _ help: String, _ content: Markup) -> Markup {
        "<section class=\"section\"><h2>\(heading)</h2><p>\(help)</p>\(content)</section>"
    }
}
