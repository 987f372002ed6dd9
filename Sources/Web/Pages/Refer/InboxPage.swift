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
            <p><bdi>\(line.from)</bdi> · \(MomentText.say(line.sent, context))</p>\(when: !who.isEmpty, given)\
            \(when: !line.isReadable, giving.markup)</li>
            """
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
            </section>
            """
    }
}

/// One referral as its receiver sees it: the packet and nothing else, and what can be answered.
public struct PacketPage: Sendable {
    public var id: EntityID
    public var received: ReceivedPacket
    /// Colleagues who could work on it; empty for who may not give it to anybody.
    public var others: [(id: EntityID, name: String)]
    public var problem: String?
    public var isDone = false

    public init(id: EntityID, received: ReceivedPacket, others: [(id: EntityID, name: String)]) {
        self.id = id
        self.received = received
        self.others = others
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(ReferralMarks.service(received.referral.service))", trail: [.init(words["inbox.heading"], "/inbox")],
            audience: words["audience.packet"], area: .inbox)
        let said: [String: Markup] = [
            "agency": "<bdi>\(received.from)</bdi>", "date": "\(MomentText.say(received.until, context))",
            "purpose": "\(words[.purpose, received.referral.grant.purpose.rawValue])",
        ]
        let details = received.details.map { text -> Markup in
            "<section class=\"section\"><h2>\(words["refer.details"])</h2><p dir=\"auto\">\(text)</p></section>"
        }
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["share.done"])</p></div>")
                \(problem.map { problem -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(problem)</p></div>" })
                <p>\(ReferralMarks.state(received.referral.state, isLate: false, words)) \
                \(words.markup("packet.lead", said))</p>
                \(answers(context))\(details)
                \(PacketParts.markup(received.packet.parts.map { (kind: $0.kind, values: $0.values) }, context))
                \(ReferralMarks.steps(received.referral, context))\(GivePacket(id: id, others: others, context: context).markup)
                """)
    }

    private func answers(_ context: PageContext) -> Markup {
        let words = context.words
        let state = received.referral.state
        let offered = ReferralAct.all.filter { act in
            act.side != .giver && act.reason == nil && act != .receive && act.next(from: state) != nil
        }
        let buttons = offered.map { act -> Markup in
            let quiet = act == .personDeclines || act == .loseContact || act == .dropOut
            return """
                <button name="act" value="\(act.name)"\(when: quiet, " class=\"quiet\"")>\(words[.referralAct, act.name])</button>
                """
        }
        let address = "/inbox/\(id)"
        let reasons = DeclineReason.allCases.map {
            Choice("reason", $0.rawValue, words[.declineReason, $0.rawValue], .radio)
        }
        let decline: Markup = """
            <details class="box"><summary>\(words["packet.decline"])</summary><form method="post" action="\(address)">\
            \(context.tokenInput)<input type="hidden" name="act" value="decline">
            \(Choice.group(words["packet.decline.why"], reasons))
            <div class="acts"><button class="danger">\(words["packet.decline"])</button></div></form></details>
            """
        let mayDecline = ReferralAct.decline(.other).next(from: state) != nil
        guard !buttons.isEmpty else { return "" }
        return """
            <form method="post" action="\(address)">\(context.tokenInput)<div class="acts">\(buttons)</div></form>\
            \(when: mayDecline, decline)
            """
    }
}

/// Gives a referral to a colleague.
struct GivePacket {
    let id: EntityID
    let others: [(id: EntityID, name: String)]
    let context: PageContext

    var markup: Markup {
        let words = context.words
        guard !others.isEmpty else { return "" }
        let choices = others.map { other -> Markup in
            "<option value=\"\(other.id.description)\">\(other.name)</option>"
        }
        let field = "add-\(id)"
        return """
            <form method="post" action="/inbox/\(id.description)/assign">\(context.tokenInput)
            <div class="field"><label for="\(field)">\(words["packet.give"])</label>
            <select id="\(field)" name="add">\(choices)</select></div>
            <div class="acts"><button class="quiet">\(words["packet.give.do"])</button></div></form>
            """
    }
}
