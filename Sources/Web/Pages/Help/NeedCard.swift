// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard

/// One need: what, how urgent, where it stands, and what can be noted with one press.
struct NeedCard {
    let need: Need
    let file: CaseFile
    let requestKey: String
    let mayChange: Bool
    let mayGive: Bool
    let context: PageContext
    private var words: Words { context.words }
    private var text: ValueText { ValueText(context) }
    private var address: String { "/cases/\(file.id.description)/help/\(need.id.description)" }

    var markup: Markup {
        """
        <li id="n-\(need.id.description)"><h3>\(HelpText.service(need.code)) \(urgency)</h3>
        <p><strong>\(words[.needState, need.state.rawValue])</strong>\(since)\(who)</p>
        \(need.record.text("wh_NeedWords").map { said -> Markup in "<p><q><bdi>\(said)</bdi></q></p>" })\
        \(partner)\(given)\(when: mayChange, acts)\(links)</li>
        """
    }

    private var urgency: Markup {
        guard need.state.isOpen, let code = need.record.code("wh_NeedUrgency") else { return "" }
        let isUrgent = code == "Now" || code == "Within72Hours"
        return """
            <span class="mark\(when: isUrgent, " warning")">\(text.label(of: code, field: "wh_NeedUrgency"))</span>
            """
    }

    /// The day of where it stands, and why it stopped.
    private var since: Markup {
        let step: FieldName =
            switch need.state {
            case .stopped: "wh_NeedStopped"
            case .needed: "wh_NeedDay"
            case .offered: "wh_NeedOffered"
            case .accepted: "wh_NeedAccepted"
            case .started: "wh_NeedStarted"
            case .completed: "wh_NeedCompleted"
            }
        let day = need.record.date(step).map { words("need.since", ["date": text.date($0)]) }
        let why = need.record.code("wh_NeedStopReason").map { text.label(of: $0, field: "wh_NeedStopReason") }
        return """
            \(day.map { said -> Markup in ", \(said)" })\
            \(when: need.state == .stopped, "\(why.map { reason -> Markup in ": \(reason)" })")
            """
    }

    /// For whom, when the case is for several people.
    private var who: Markup {
        guard file.victims.count > 1, let person = need.record.links[.person],
            let victim = file.victims.first(where: { $0.record.links[.person] == person })
        else { return "" }
        return " · \(CaseFacts(file: file, context: context).title(of: victim.record))"
    }

    private var partner: Markup {
        guard let name = need.record.text("wh_NeedPartner") else { return "" }
        return "<p class=\"small\">\(words.markup("need.partner", ["who": "<bdi>\(name)</bdi>"]))</p>"
    }

    private var given: Markup {
        let totals = HelpText(context).totals(DeliveryTotals(need.given))
        guard !need.deliveries.isEmpty else { return "" }
        let lines = need.deliveries.reversed().map { stored -> Markup in
            let facts = CaseFacts(file: file, context: context)
            return "<li><a href=\"\(facts.edit(stored))\">\(facts.title(of: stored.record))</a></li>"
        }
        return """
            <details class="why"><summary>\(words("need.given", ["what": totals]))</summary><ul>\(lines)</ul></details>
            """
    }

    /// The next step first; later ones beside it, for whoever notes them all at once.
    private var acts: Markup {
        let steps = NeedAct.next(after: need.record)
        let buttons = steps.enumerated().map { at, step -> Markup in
            """
            <button name="act" value="\(String(describing: step))"\(when: at > 0, " class=\"quiet\"")>\
            \(words[.needAct, String(describing: step)])<span class="unseen">: \(HelpText.service(need.code))</span></button>
            """
        }
        let give: Markup = """
            <p class="acts"><a class="button quiet" href="\(address)/given">\(words["need.give"])\
            <span class="unseen">: \(HelpText.service(need.code))</span></a></p>
            """
        return """
            \(when: !steps.isEmpty, "<form method=\"post\" action=\"\(address)/act\" class=\"acts\">\(hidden)\(buttons)</form>")
            \(when: need.state.isOpen && mayGive, give)
            \(when: need.state.isOpen, stopping)\(when: need.state == .stopped, resuming)
            """
    }

    private var hidden: Markup {
        """
        \(context.tokenInput)<input type="hidden" name="version" value="\(need.stored.version)">\
        <input type="hidden" name="request" value="\(requestKey)">
        """
    }

    private var stopping: Markup {
        let reasons = EndReason.allCases.map { reason -> Markup in
            "<option value=\"\(reason.rawValue)\">\(text.label(of: reason.rawValue, field: "wh_NeedStopReason"))</option>"
        }
        let id = "why-\(need.id.description)"
        return """
            <details class="box"><summary>\(words["need.stopped"])</summary>
            <form method="post" action="\(address)/act">\(hidden)<div class="field"><label for="\(id)">\(words["need.why"])\
            </label><select id="\(id)" name="reason">\(reasons)</select></div>
            <div class="acts"><button class="quiet" name="act" value="stopped">\(words["need.stopped.do"])</button></div></form>\
            </details>
            """
    }

    private var resuming: Markup {
        """
        <form method="post" action="\(address)/act" class="acts">\(hidden)
        <button class="quiet" name="act" value="resumed">\(words["need.resume"])</button></form>
        """
    }

    private var links: Markup {
        let facts = CaseFacts(file: file, context: context)
        let what: Markup = "<span class=\"unseen\">: \(HelpText.service(need.code))</span>"
        return """
            <p class="acts small">\(when: mayChange, "<a href=\"\(facts.edit(need.stored))\">\(words["need.days"])\(what)</a>")
            <a href="\(facts.history(need.stored))">\(words("case.versions", count: need.stored.version))\(what)</a></p>
            """
    }
}
