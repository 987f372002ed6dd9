// SPDX-License-Identifier: Apache-2.0

import Cases

/// What was lately done in the register, and by whom. Says what was opened, never what stood in it.
public struct ActsPage: Sendable {
    /// Newest first.
    public var acts: [Line]

    public struct Line: Sendable {
        public var number: Int
        /// The day and hour, as people read it.
        public var at: String
        /// The name that the person signs in with, or their role.
        public var who: String
        /// A raw value of `Action`, or another name of an act.
        public var action: String
        /// The case it was about; nil for the register as a whole.
        public var subject: EntityID?
        public var count: Int
        public var isDone: Bool

        public init(number: Int, at: String, who: String, action: String, subject: EntityID?, count: Int, isDone: Bool)
        {
            self.number = number
            self.at = at
            self.who = who
            self.action = action
            self.subject = subject
            self.count = count
            self.isDone = isDone
        }
    }

    public init(_ acts: [Line]) { self.acts = acts }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["menu.acts"])", audience: words["audience.owner"], area: .acts, isWide: true)
        let rows = acts.map { act -> Markup in
            let subject = act.subject.map { id -> Markup in "<span class=\"code\">\(id.code)</span>" }
            let what = words[ifPresent: "action.\(act.action)"] ?? act.action
            return """
                <tr><td>\(act.at)</td><td><bdi>\(act.who)</bdi></td>
                <td>\(what)\(when: !act.isDone, " <span class=\"mark warning\">\(words["acts.refused"])</span>")</td>
                <td data-label="\(words["acts.subject"])">\(subject)</td>\
                <td class="num" data-label="\(words["acts.count"])">\(when: act.count > 0, "\(act.count)")</td></tr>
                """
        }
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words["acts.lead"])</p>
                <table class="stack"><thead><tr><th scope="col">\(words["acts.at"])</th><th scope="col">\
                \(words["acts.who"])</th>
                <th scope="col">\(words["acts.what"])</th><th scope="col">\(words["acts.subject"])</th>
                <th scope="col" class="num">\(words["acts.count"])</th></tr></thead><tbody>\(rows)</tbody></table>
                """)
    }
}
