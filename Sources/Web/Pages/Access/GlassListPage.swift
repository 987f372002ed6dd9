// SPDX-License-Identifier: Apache-2.0

import Cases

/// Emergencies that a second person must look at.
public struct GlassListPage: Sendable {
    public var lines: [Line]
    public var isDone = false

    /// One case that was opened in an emergency.
    public struct Line: Sendable {
        public var grant: GlassGrant
        public var name: String
        public var isOwn: Bool
        public var isOverdue: Bool

        public init(_ grant: GlassGrant, name: String, isOwn: Bool, isOverdue: Bool) {
            self.grant = grant
            self.name = name
            self.isOwn = isOwn
            self.isOverdue = isOverdue
        }
    }

    public init(lines: [Line]) { self.lines = lines }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["emergencies.heading"])", audience: words["audience.reviewers"], area: .emergencies)
        let none: Markup = "<div class=\"note\"><p>\(words["emergencies.none"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["emergencies.done"])</p></div>")
                <p>\(words["emergencies.lead"])</p>
                \(lines.isEmpty ? none : "<ul class=\"cards\">\(lines.map { card($0, context) })</ul>")
                """)
    }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        let (id, caseID) = (line.grant.id.description, line.grant.caseID)
        let who: [String: Markup] = [
            "name": "<bdi>\(line.name)</bdi>", "date": "\(MomentText.say(line.grant.began, context))",
        ]
        let form: Markup = """
            <form method="post" action="/emergencies/\(id)">\(context.tokenInput)
            <div class="field"><label for="finding-\(id)">\(words["emergencies.finding"])</label>
            <textarea id="finding-\(id)" name="finding" rows="2" dir="auto" required></textarea></div>
            <div class="acts"><button>\(words["emergencies.do"])<span class="unseen">: \(caseID.code)</span></button></div>\
            </form>
            """
        return """
            <li><h2><a class="code" href="/cases/\(caseID.description)">\(caseID.code)</a> \
            <span class="mark">\(words[.glassCategory, line.grant.category.rawValue])</span> \
            \(when: line.isOverdue, "<span class=\"mark bad\">\(words["emergencies.overdue"])</span>")</h2>
            <p>\(words.markup("emergencies.by", who))</p><p dir="auto">\(line.grant.reason)</p>
            \(line.isOwn ? "<p class=\"soft\">\(words["review.own"])</p>" : form)</li>
            """
    }
}
