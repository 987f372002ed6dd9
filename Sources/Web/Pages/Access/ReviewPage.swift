// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One change that waits: what stood before and what stands now, field by field, and the decision.
public struct ReviewPage: Sendable {
    public var id: EntityID
    public var kind: RecordKind
    public var caseID: EntityID
    public var editor: String
    /// Milliseconds since 1970.
    public var opened: Int64
    public var isRemoval: Bool
    /// What differs in the classes that the reader sees.
    public var differences: [FieldDifference]
    /// Classes that changed and that the reader does not see.
    public var unseen: Set<FieldClass>
    /// The change is the reader's own: somebody else decides.
    public var isOwn = false
    /// What a reviewer has asked, in their words.
    public var asked: String?
    /// Where every version of the record can be read.
    public var history: String
    /// What was typed as a reason and was too short.
    public var reason: String?

    public init(
        id: EntityID, kind: RecordKind, caseID: EntityID, editor: String, opened: Int64, isRemoval: Bool = false,
        differences: [FieldDifference], unseen: Set<FieldClass> = [], history: String
    ) {
        self.id = id
        self.kind = kind
        self.caseID = caseID
        self.editor = editor
        self.opened = opened
        self.isRemoval = isRemoval
        self.differences = differences
        self.unseen = unseen
        self.history = history
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let who: [String: Markup] = ["name": "<bdi>\(editor)</bdi>", "date": "\(MomentText.say(opened, context))"]
        let place = Place(
            "\(words[.kind, kind.rawValue]) <span class=\"code\">\(caseID.code)</span>",
            trail: [.init(words["reviews.heading"], "/reviews")], audience: words["audience.reviewers"], area: .reviews)
        return Layout.page(
            place, in: context,
            content: """
                <p>\(isRemoval ? words["reviews.removed"] : words["reviews.changed"]) \(words.markup("reviews.by", who)) \
                \(words["review.lead"])</p>
                \(asked.map { question($0, words) })
                \(differences.isEmpty ? "<p class=\"soft\">\(words["review.noneSeen"])</p>" : comparison(context))
                \(hidden(words))
                <p><a href="\(history)">\(words["review.history"])</a> · \
                <a href="/cases/\(caseID.description)">\(words["review.case"])</a></p>
                \(isOwn ? "<div class=\"note\"><p>\(words["review.own"])</p></div>" : decision(context))
                """)
    }

    private func question(_ text: String, _ words: Words) -> Markup {
        "<div class=\"note\"><p>\(words["review.asked"]) <bdi>\(text)</bdi></p></div>"
    }

    private func comparison(_ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        func shown(_ value: Value?, _ name: FieldName) -> Markup {
            value.map { text.show($0, of: name) } ?? "<span class=\"soft\">\(words["review.empty"])</span>"
        }
        return differences.map { change -> Markup in
            let label = context.codebook[change.field].map { words.label(of: $0) } ?? change.field.rawValue
            return """
                <section class="section"><h2>\(label)</h2><div class="two-up">
                <div><span class="who">\(words["review.before"])</span>\(shown(change.before, change.field))</div>
                <div><span class="who">\(words["review.after"])</span>\(shown(change.after, change.field))</div></div>\
                </section>
                """
        }.joined()
    }

    private func hidden(_ words: Words) -> Markup {
        guard !unseen.isEmpty else { return "" }
        return "<p>\(words("review.unseen", ["classes": ClassNames.list(unseen, words)]))</p>"
    }

    private func decision(_ context: PageContext) -> Markup {
        let words = context.words
        let short: Markup = "<p class=\"error\" id=\"reason-error\">\(words["review.reason.short"])</p>"
        return """
            <form method="post" action="/reviews/\(id.description)" class="section">\(context.tokenInput)
            <h2>\(words["review.decide"])</h2>
            <div class="field\(when: reason != nil, " has-error")"><label for="reason">\(words["review.reason"])</label>
            <p class="help" id="reason-help">\(words["review.reason.help"])</p>\(when: reason != nil, short)
            <textarea id="reason" name="reason" rows="3" dir="auto" required aria-describedby="reason-help">
            \(reason)</textarea></div>
            <div class="acts"><button name="verdict" value="accept">\(words["review.accept"])</button>
            <button class="quiet" name="verdict" value="revert">\(words["review.revert"])</button>
            <button class="quiet" name="verdict" value="ask">\(words["review.ask"])</button></div></form>
            """
    }
}
