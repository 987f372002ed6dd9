// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// What other offices have sent: what waits for an answer first.
public struct InboxPage: Sendable {
    public var inbox: Inbox
    /// What colleagues are called.
    public var colleagues: [EntityID: String]
    public var linkage: Linkage
    /// Colleagues whom it can be given to, by who leads.
    public var others: [(id: EntityID, name: String)] = []
    public var isDone = false

    public init(_ inbox: Inbox, colleagues: [EntityID: String], linkage: Linkage) {
        self.inbox = inbox
        self.colleagues = colleagues
        self.linkage = linkage
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place("\(words["inbox.heading"])", audience: words["audience.office"], area: .inbox)
        let waiting = inbox.lines.count { $0.state.isUnanswered }
        let none: Markup = "<div class=\"note\"><p>\(words["inbox.none"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["share.done"])</p></div>")
                <p>\(words["inbox.lead"])</p>\(notices(context))
                \(when: waiting > 0, "<p role=\"status\">\(words("inbox.waiting", count: waiting))</p>")
                \(inbox.lines.isEmpty ? none : "<ul class=\"cards\">\(inbox.lines.map { card($0, context) })</ul>")
                \(sent(words))
                """)
    }

    private func card(_ line: InboxLine, _ context: PageContext) -> Markup {
        let words = context.words
        let who = line.assigned.compactMap { colleagues[$0] }.sorted().map { name -> Markup in "<bdi>\(name)</bdi>" }
        let names = who.joined(separator: ", ")
        let given: Markup = "<p class=\"small\">\(words.markup("signals.given", ["names": names]))</p>"
        let service = ReferralMarks.service(line.service)
        let link: Markup =
            line.isReadable ? "<a href=\"/inbox/\(line.id.description)\">\(service)</a>" : "\(service)"
        let giving = GivePacket(id: line.id, others: others.filter { !line.assigned.contains($0.id) }, context: context)
        return """
            <li><h2>\(link) \
            \(ReferralMarks.state(line.state, isLate: line.isLate, words))</h2>
            <p><bdi>\(line.from)</bdi> · \(MomentText.say(line.sent, context))</p>\(through(line.through, words))\(when: !who.isEmpty, given)\
            \(when: !line.isReadable, giving.markup)</li>
            """
    }

    private func through(_ name: String?, _ words: Words) -> Markup {
        guard let name else { return "" }
        return "<p class=\"small\">\(words.markup("referrals.through", ["agency": "<bdi>\(name)</bdi>"]))</p>"
    }

    /// Nothing of what it was: only that it is to be forgotten.
    private func notices(_ context: PageContext) -> Markup {
        let words = context.words
        let lines = inbox.notices.map { notice -> Markup in
            let said: [String: Markup] = [
                "agency": "<bdi>\(notice.from)</bdi>", "date": "\(MomentText.say(notice.sent, context))",
            ]
            return "<li>\(words.markup("inbox.takenBack", said))</li>"
        }
        return lines.isEmpty ? "" : "<div class=\"warn\"><p>\(words["inbox.forget"])</p><ul>\(lines)</ul></div>"
    }

    private func sent(_ words: Words) -> Markup {
        guard let rate = linkage.rate else { return "" }
        let percent = String(Int((rate * 100).rounded()))
        return """
            <section class="section"><h2>\(words["linkage.heading"])</h2>
            <p>\(words("linkage.said", ["linked": String(linkage.linked), "sent": String(linkage.sent), "percent": percent]))</p>
            \(hops(words))
            </section>
            """
    }

    /// What other offices passed on, apart: it is the same people again.
    private func hops(_ words: Words) -> Markup {
        let hops = linkage.hops
        if hops.sent == 0 { return "" }
        let said = ["linked": String(hops.linked), "sent": String(hops.sent)]
        return "<p class=\"soft\">\(words("linkage.hops", said))</p>"
    }
}
