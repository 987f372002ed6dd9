// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// The public files of the office: what waits, what was published, and the way to a new one.
struct PublicationsPage {
    let lines: [Line]

    struct Line {
        let publication: Publication
        let asker: String
        let decider: String?
        let isOwn: Bool
        let isOpen: Bool
        let mayDecide: Bool

        /// A key of `WordFamily.requestState`.
        var state: String {
            let state = publication.request.state
            return !isOpen && (state == .waiting || state == .approved) ? "expired" : state.rawValue
        }
    }

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let waiting = lines.filter(\.isOpen)
        let before = lines.filter { !$0.isOpen }
        let none: Markup = "<div class=\"note\"><p>\(words["publish.none"])</p></div>"
        return Layout.page(
            Place("\(words["publish.heading"])", audience: words["publish.audience"], area: .publish), in: context,
            content: """
                <p>\(words["publish.lead"])</p>
                <p class="acts"><a class="button" href="\(PublishStep.method.address)">\(words["publish.begin"])</a></p>
                \(when: !waiting.isEmpty, "<h2>\(words["publish.waiting"])</h2>")
                <ul class="cards">\(waiting.map { card($0, context) })</ul>
                \(when: !before.isEmpty, "<h2>\(words["publish.before"])</h2>", else: none)
                <ul class="cards">\(before.map { card($0, context) })</ul>
                """)
    }

    private func card(_ line: Line, _ context: PageContext) -> Markup {
        let words = context.words
        let publication = line.publication
        return """
            <li><h3><a href="/publish/\(publication.id.description)">\
            \(words[.publishMethod, publication.plan.method.rawValue])</a></h3>\
            <p>\(words[.requestState, line.state]) · \(MomentText.say(publication.request.asked, context)) · \
            <bdi>\(line.asker)</bdi></p>\
            \(when: !publication.request.reason.isEmpty, "<p class=\"soft\"><bdi>\(publication.request.reason)</bdi></p>")</li>
            """
    }
}
