// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// One referral as its receiver sees it: the packet and nothing else, and what can be answered.
public struct PacketPage: Sendable {
    public var id: EntityID
    public var received: ReceivedPacket
    /// Colleagues who could work on it; empty for who may not give it to anybody.
    public var others: [(id: EntityID, name: String)]
    /// Offices that it can be passed on to under an agreement; empty for who can pass on nothing.
    public var next: [SharePage.Taker] = []
    /// What was typed to pass it on, when that was not done.
    public var typed = FormPairs()
    public var requestKey = ""
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
        let through = received.through.map { name -> Markup in
            "<p>\(words.markup("referrals.through", ["agency": "<bdi>\(name)</bdi>"]))</p>"
        }
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["share.done"])</p></div>")
                \(problem.map { problem -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(problem)</p></div>" })
                <p>\(ReferralMarks.state(received.referral.state, isLate: false, words)) \
                \(words.markup("packet.lead", said))</p>\(through)
                \(answers(context))\(details)
                \(PacketParts.markup(received.packet.parts.map { (kind: $0.kind, values: $0.values) }, context))
                \(ReferralMarks.steps(received.referral, context))\(GivePacket(id: id, others: others, context: context).markup)
                \(PassOnForm(page: self, context: context).markup)
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
