// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// What of a case was shared with others, and how it stands.
public struct SharesPage: Sendable {
    public var caseID: EntityID
    public var shares: [Line]
    public var mayShare: Bool
    public var isDone = false

    /// One share.
    public struct Line: Sendable {
        public var id: EntityID
        public var taker: String
        public var classes: Set<FieldClass>
        public var purpose: Purpose
        /// Milliseconds since 1970.
        public var until: Int64
        public var standing: Standing

        public init(
            id: EntityID, taker: String, classes: Set<FieldClass>, purpose: Purpose, until: Int64, standing: Standing
        ) {
            self.id = id
            self.taker = taker
            self.classes = classes
            self.purpose = purpose
            self.until = until
            self.standing = standing
        }
    }

    public enum Standing: String, Sendable, CaseIterable {
        case open
        /// Its day has come.
        case over
        case withdrawn
        /// The consent does not cover it any more, or the agreement has ended.
        case closed
    }

    public init(caseID: EntityID, shares: [Line], mayShare: Bool) {
        self.caseID = caseID
        self.shares = shares
        self.mayShare = mayShare
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["share.list.heading"])",
            inCase: caseID, words)
        let none: Markup = "<div class=\"note\"><p>\(words["share.none"])</p></div>"
        let more: Markup = """
            <div class="acts"><a class="button" href="/cases/\(caseID.description)/share">\(words["share.heading"])</a></div>
            """
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["share.done"])</p></div>")
                <p>\(words["share.list.lead"])</p>
                \(shares.isEmpty ? none : "<ul class=\"cards\">\(shares.map { card($0, context) })</ul>")
                \(when: mayShare, more)
                """)
    }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        let withdraw: Markup = """
            <form method="post" action="/cases/\(caseID.description)/shares/\(line.id.description)/withdraw">\
            \(context.tokenInput)<div class="acts"><button class="danger">\(words["share.withdraw"])\
            <span class="unseen">: \(line.taker)</span></button></div></form>
            """
        return """
            <li><h2><bdi>\(line.taker)</bdi> <span class="mark">\(words[.shareStanding, line.standing.rawValue])</span></h2>
            <p>\(ClassNames.list(line.classes, words)). \(words[.purpose, line.purpose.rawValue]). \
            \(words("agreements.until", ["date": MomentText.say(line.until, context)]))</p>\
            \(when: mayShare && (line.standing == .open || line.standing == .closed), withdraw)</li>
            """
    }
}
