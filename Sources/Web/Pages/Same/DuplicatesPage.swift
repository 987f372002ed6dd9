// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Who may stand in the register twice, likeliest first.
public struct DuplicatesPage: Sendable {
    public var lines: [Line]
    public var total: Int
    /// From 0.
    public var page: Int
    /// What was just decided, and that the page confirms; nil for nothing.
    public var done: Done?

    /// What may have been decided.
    public enum Done: String, Sendable, CaseIterable { case later, different, thought, same, apart, waits }

    /// Two people who may be one.
    public struct Line: Sendable {
        public var first: Somebody
        public var second: Somebody
        public var weights: LikenessWeights
        /// Somebody who may not settle it thinks that they are one.
        public var isThought: Bool

        public init(first: Somebody, second: Somebody, weights: LikenessWeights, isThought: Bool = false) {
            self.first = first
            self.second = second
            self.weights = weights
            self.isThought = isThought
        }
    }

    /// One of them.
    public struct Somebody: Sendable {
        public var id: EntityID
        public var name: String
        public var birthdate: PartialDate?
        public var cases: [EntityID]

        public init(id: EntityID, name: String, birthdate: PartialDate? = nil, cases: [EntityID] = []) {
            self.id = id
            self.name = name
            self.birthdate = birthdate
            self.cases = cases
        }
    }

    public static let pageSize = 50

    public init(lines: [Line], total: Int, page: Int = 0, done: Done? = nil) {
        self.lines = lines
        self.total = total
        self.page = page
        self.done = done
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["same.heading"])", audience: words["audience.office"], area: .duplicates)
        let none: Markup = "<div class=\"note\"><p>\(words["same.none"])</p></div>"
        let pager = Pager(page: page, size: Self.pageSize, total: total) { "/duplicates?page=\($0 + 1)" }
        return Layout.page(
            place, in: context,
            content: """
                \(done.map { said -> Markup in
                    "<div class=\"done\" role=\"status\"><p>\(words[.likenessDone, said.rawValue])</p></div>" })
                <p>\(words["same.lead"])</p>
                \(lines.isEmpty ? none : list(context))\(pager.markup(words))
                """)
    }

    private func list(_ context: PageContext) -> Markup {
        """
        <h2>\(context.words("same.count", count: total))</h2>
        <ul class="cards">\(lines.map { card($0, context) })</ul>
        """
    }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        let text = LikenessText(context)
        return """
            <li><p>\(text.strength(line.weights.strength))\
            \(when: line.isThought, " <span class=\"mark\">\(words["same.thought"])</span>")</p>
            <h3>\(text.somebody(line.first))<br>\(text.somebody(line.second))</h3>
            \(text.reasons(line.weights))
            <div class="acts"><a href="/duplicates/\(line.first.id.description)/\(line.second.id.description)">\
            \(words["same.compare"])<span class="unseen"> \(line.first.name), \(line.second.name)</span></a></div></li>
            """
    }
}
