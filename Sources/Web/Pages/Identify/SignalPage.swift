// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Workflows

/// One signal: what was said, what may be the same, who looks into it, and what becomes of it.
public struct SignalPage: Sendable {
    public var file: CaseFile
    public var sight: CaseSight
    /// Others that may be about the same.
    public var alike: [EntityID] = []
    public var typed = FormPairs()
    public var findings: [Finding] = []
    /// Somebody else decided while this was read.
    public var isLate = false

    public init(_ file: CaseFile, sight: CaseSight) {
        self.file = file
        self.sight = sight
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["signal.heading"]) <span class=\"code\">\(file.id.code)</span>",
            trail: [.init(words["signals.heading"], "/signals")], audience: words["audience.case"], area: .signals)
        let record = file.ownSignal?.record
        let isOpen = record?["wh_SignalOutcome"] == nil
        return Layout.page(
            place, in: context,
            content: """
                \(when: isLate, "<div class=\"warn\" role=\"alert\"><p>\(words["signal.late"])</p></div>")
                \(FieldForm(context, typed: typed, findings: findings).errorSummary)
                \(when: !alike.isEmpty, "<div class=\"note\">\(SignalMarks.alike(alike, words))</div>")
                \(ValueText(context).facts(record?.values ?? [:], leavingOut: ["wh_SignalCase", "wh_SignalOrigin"]))
                \(joined(record, words))
                \(when: sight.mayAdd(.need).isMade || !file.records(.need).isEmpty, HelpLine(file: file, context: context).markup)
                \(when: isOpen && sight.offer(.edit, .f1).isMade, decision(context))
                \(CaseAround(file: file, sight: sight, context: context).foot)
                """)
    }

    private func joined(_ record: Record?, _ words: Words) -> Markup {
        guard let other = record?.text("wh_SignalCase").flatMap({ EntityID($0) }) else { return "" }
        let link: Markup = "<a class=\"code\" href=\"/cases/\(other.description)\">\(other.code)</a>"
        return "<p>\(words.markup("signal.joined", ["case": link]))</p>"
    }

    private func decision(_ context: PageContext) -> Markup {
        let words = context.words
        let form = FieldForm(context, typed: typed, findings: findings)
        let text = ValueText(context)
        let outcomes = SignalDecision.Outcome.allCases.map { outcome in
            Choice(
                "outcome", outcome.rawValue, text.label(of: outcome.rawValue, field: "wh_SignalOutcome"), .radio,
                isOn: typed["outcome"] == outcome.rawValue)
        }
        return """
            <section class="section"><h2>\(words["signal.decide"])</h2><p class="help">\(words["signal.decide.lead"])</p>
            <form method="post" action="/signals/\(file.id.description)">\(context.tokenInput)
            <input type="hidden" name="version" value="\(file.ownSignal?.version ?? 0)">
            \(Choice.group(words["signal.outcome"], outcomes))
            \(form.field("wh_SignalReason"))
            \(other(form, words))
            \(form.field("wh_SignalPassedTo"))
            <div class="acts"><button>\(words["signal.decide.do"])</button><a href="/signals">\(words["form.cancel"])</a>\
            </div></form></section>
            """
    }

    private func other(_ form: FieldForm, _ words: Words) -> Markup {
        let error = form.error(of: "wh_SignalCase").map { (said: String) -> Markup in "<p class=\"error\">\(said)</p>" }
        let id = InputName.id("wh_SignalCase")
        return """
            <div class="field\(when: error != nil, " has-error")"><label for="\(id)">\(words["signal.other"])</label>
            <p class="help" id="\(id)-help">\(words["signal.other.help"])</p>\(error)
            <input type="text" id="\(id)" name="other" value="\(typed["other"])" autocomplete="off" \
            aria-describedby="\(id)-help"></div>
            """
    }
}
