// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// What was passed on from a packet with the receipts of the next office, and the form to pass it on.
struct PassOnForm {
    let page: PacketPage
    let context: PageContext

    var markup: Markup {
        let words = context.words
        let sent = page.received.passedOn
        let isOpen = page.received.referral.state.isTakenOn && !page.next.isEmpty
        if sent.isEmpty && !isOpen { return "" }
        return """
            <section class="section"><h2>\(words["passOn.heading"])</h2>
            \(when: !sent.isEmpty, "<ul class=\"cards\">\(sent.map(card))</ul>")\(when: isOpen, form)</section>
            """
    }

    private func card(_ one: PassedOn) -> Markup {
        let words = context.words
        let closed: Markup = "<p>\(words["referrals.closed"])</p>"
        return """
            <li><h3><bdi>\(one.to)</bdi> \(ReferralMarks.state(one.referral.state, isLate: false, words))</h3>
            <p>\(MomentText.say(one.referral.grant.made, context)): \(words["referrals.passedOn"])</p>\
            \(when: !one.isSeen && !one.referral.state.isEnd, closed)\(ReferralMarks.steps(one.referral, context))</li>
            """
    }

    private var form: Markup {
        let words = context.words
        let typed = page.typed
        let classes = page.received.packet.classes.subtracting([.f0]).sorted()
        return """
            <details class="box"\(when: !typed.pairs.isEmpty, " open")><summary>\(words["passOn.do"])</summary>
            <p class="help">\(words["passOn.lead"])</p>
            <form method="post" action="/inbox/\(page.id.description)/pass-on">\(context.tokenInput)
            <input type="hidden" name="request" value="\(page.requestKey)">
            \(Choice.group(words["refer.to"], page.next.map { taker in
                let id = taker.id.description
                return Choice("to", id, taker.name, .radio, isOn: typed["to"] == id || page.next.count == 1)
            }))
            \(Choice.group(words["share.what"], help: words["share.what.help"], classes.map {
                Choice(
                    "classes", $0.rawValue, words[.fieldClass, $0.rawValue], .checkbox,
                    isOn: typed.all("classes").contains($0.rawValue))
            }))
            <div class="field"><label for="details">\(words["refer.details"])</label>
            <p class="help" id="details-help">\(words["refer.details.help"])</p>
            <textarea id="details" name="details" rows="3" dir="auto" aria-describedby="details-help">
            \(typed["details"] ?? "")</textarea></div>
            <div class="acts"><button>\(words["passOn.do"])</button></div></form></details>
            """
    }
}
