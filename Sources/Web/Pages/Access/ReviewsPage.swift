// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// What waits for a second person, oldest first.
public struct ReviewsPage: Sendable {
    public var lines: [Line]
    /// Something that was just decided and that the page confirms.
    public var isDone: Bool

    /// One change that waits.
    public struct Line: Sendable {
        public var id: EntityID
        public var kind: RecordKind
        public var caseID: EntityID
        public var editor: String
        /// Milliseconds since 1970.
        public var opened: Int64
        public var attention: ReviewAttention
        public var isOwn: Bool
        public var isAsked: Bool
        public var isRemoval: Bool

        public init(
            id: EntityID, kind: RecordKind, caseID: EntityID, editor: String, opened: Int64,
            attention: ReviewAttention = .reviewer
        ) {
            self.id = id
            self.kind = kind
            self.caseID = caseID
            self.editor = editor
            self.opened = opened
            self.attention = attention
            isOwn = false
            isAsked = false
            isRemoval = false
        }
    }

    public init(lines: [Line], isDone: Bool = false) {
        self.lines = lines
        self.isDone = isDone
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["reviews.heading"])", audience: words["audience.reviewers"], area: .reviews)
        let none: Markup = "<div class=\"note\"><p>\(words["reviews.none"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["reviews.done"])</p></div>")
                <p>\(words["reviews.lead"])</p>
                \(lines.isEmpty ? none : "<ul class=\"cards\">\(lines.map { card($0, context) })</ul>")
                """)
    }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        let who: [String: Markup] = [
            "name": "<bdi>\(line.editor)</bdi>", "date": "\(MomentText.say(line.opened, context))",
        ]
        let what = line.isRemoval ? words["reviews.removed"] : words["reviews.changed"]
        return """
            <li><h2><a href="/reviews/\(line.id.description)">\(words[.kind, line.kind.rawValue]) \
            <span class="code">\(line.caseID.code)</span></a> \
            \(when: line.isOwn, "<span class=\"mark\">\(words["reviews.own"])</span>")\
            \(when: line.isAsked, "<span class=\"mark\">\(words["reviews.asked"])</span>")</h2>
            <p>\(what) \(words.markup("reviews.by", who))</p>\(attention(line.attention, words))</li>
            """
    }

    private func attention(_ attention: ReviewAttention, _ words: Words) -> Markup {
        switch attention {
        case .reviewer: ""
        case .dataProtection: "<p><span class=\"mark warning\">\(words["reviews.long"])</span></p>"
        case .everySupervisor: "<p><span class=\"mark bad\">\(words["reviews.veryLong"])</span></p>"
        }
    }
}
