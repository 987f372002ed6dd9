// SPDX-License-Identifier: Apache-2.0

import Cases

/// What somebody should look at: unusual, and mostly with a good reason.
public struct AlertsPage: Sendable {
    /// Newest first.
    public var alerts: [Line]

    public struct Line: Sendable {
        public var id: EntityID
        /// A raw value of `Alert.Kind`.
        public var kind: String
        public var at: String
        public var who: String
        /// The number of the entry that raised it.
        public var act: Int
        public var count: Int
        public var seenBy: String?
        public var seenAt: String?
        public var note: String
        public var actor: EntityID
    }

    public init(_ alerts: [Line]) { self.alerts = alerts }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["alerts.heading"])", trail: [.init(words["menu.acts"], "/acts")],
            audience: words["audience.audit"], area: .acts)
        let none: Markup = "<p class=\"note\">\(words["alerts.none"])</p>"
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words["alerts.lead"])</p>
                \(alerts.isEmpty ? none : "<ul class=\"plain\">\(alerts.map { item($0, context) })</ul>")
                """)
    }

    private func item(_ alert: Line, _ context: PageContext) -> Markup {
        let words = context.words
        let new: Markup = " <span class=\"mark warning\">\(words["alerts.new"])</span>"
        let said = words[.alertText, alert.kind].replacing("{count}", with: String(alert.count))
        return """
            <li><section class="section" aria-labelledby="a\(alert.id.description)">
            <h2 id="a\(alert.id.description)">\(words[.alert, alert.kind])\(when: alert.seenBy == nil, new)</h2>
            <p><bdi>\(alert.who)</bdi>, \(alert.at). \(said)
            <a href="/acts?by=\(alert.actor.description)&amp;before=\(alert.act + 1)">\(words["alerts.acts"])</a></p>
            \(seen(alert, words))
            \(when: alert.seenBy == nil, form(alert, context))
            </section></li>
            """
    }

    private func seen(_ alert: Line, _ words: Words) -> Markup {
        guard let who = alert.seenBy else { return "" }
        let note: Markup = "<blockquote><p dir=\"auto\">\(alert.note)</p></blockquote>"
        return """
            <p class="soft">\(words.markup("alerts.seen", ["name": "<bdi>\(who)</bdi>", "at": "\(alert.seenAt)"]))</p>\
            \(when: !alert.note.isEmpty, note)
            """
    }

    private func form(_ alert: Line, _ context: PageContext) -> Markup {
        let words = context.words
        return """
            <form method="post" action="/alerts/\(alert.id.description)/seen">\(context.tokenInput)
            <div class="field"><label for="n\(alert.id.description)">\(words["alerts.note"])</label>
            <textarea id="n\(alert.id.description)" name="note" rows="2" maxlength="2000"></textarea></div>
            <p class="acts"><button class="quiet">\(words["alerts.see"])</button></p></form>
            """
    }
}
