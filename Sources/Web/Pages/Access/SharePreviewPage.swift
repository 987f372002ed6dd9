// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// The last page before something is shared: exactly what would go, to whom, until when.
public struct SharePreviewPage: Sendable {
    /// Nothing but what would be given.
    public var file: CaseFile
    public var taker: String
    public var purpose: Purpose
    /// Milliseconds since 1970.
    public var until: Int64
    public var typed: FormPairs

    public init(file: CaseFile, taker: String, purpose: Purpose, until: Int64, typed: FormPairs) {
        self.file = file
        self.taker = taker
        self.purpose = purpose
        self.until = until
        self.typed = typed
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let said: [String: Markup] = [
            "agency": "<bdi>\(taker)</bdi>", "purpose": "\(words[.purpose, purpose.rawValue])",
            "date": "\(MomentText.say(until, context))",
        ]
        let kept = FormPairs(typed.pairs.filter { $0.name != "form-token" })
        return Layout.page(
            SharePage.place(file.id, words["share.look.heading"], words), in: context,
            content: """
                <p>\(words.markup("share.look.lead", said))</p>
                <div class="note"><p>\(words["share.look.fixed"])</p></div>
                \(parts(context))
                <form method="post" action="/cases/\(file.id.description)/share">\(context.tokenInput)\(kept.hiddenInputs())
                <div class="acts"><button>\(words["share.do"])</button>
                <a href="/cases/\(file.id.description)/share">\(words["share.back"])</a></div></form>
                """)
    }

    private func parts(_ context: PageContext) -> Markup {
        let words = context.words
        let all =
            file.people.values.sorted { $0.id < $1.id } + file.records
            + file.organisations.values.sorted { $0.id < $1.id }
        guard !all.isEmpty else { return "<p class=\"soft\">\(words["share.look.nothing"])</p>" }
        let facts = CaseFacts(file: file, context: context)
        let cards = all.map { stored -> Markup in
            let kind = words[.kind, stored.record.kind.rawValue]
            let title = facts.title(of: stored.record)
            return """
                <li><h2>\(kind)\(when: title.html != Markup(text: kind).html, ": \(title)")</h2>\
                \(ValueText(context).facts(stored.record.values))</li>
                """
        }
        return "<ul class=\"cards\">\(cards)</ul>"
    }
}
