// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// The form for something that was reported.
public struct SignalFormPage: Sendable {
    public var typed: FormPairs
    public var findings: [Finding]
    public var requestKey: String
    public var offer: UnsavedOffer?

    public init(typed: FormPairs = FormPairs(), findings: [Finding] = [], requestKey: String) {
        self.typed = typed
        self.findings = findings
        self.requestKey = requestKey
    }

    /// In the order in which somebody on the telephone tells it.
    static let fields: [FieldName] = [
        "wh_SignalSaid", "wh_SignalPeople", "wh_SignalPlace", "wh_SignalWhen", "wh_SignalUrgency", "wh_SignalChannel",
        "wh_SignalReliability", "wh_SignalTeller", "wh_SignalReceived",
    ]

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let form = FieldForm(context, typed: typed, findings: findings)
        let place = Place(
            "\(words["signals.new"])", trail: [.init(words["signals.heading"], "/signals")],
            audience: words["audience.office"], area: .signals)
        return Layout.page(
            place, in: context,
            content: """
                \(form.errorSummary)<p class="help">\(words["signals.new.lead"])</p>
                \(offer?.markup(in: context))
                <form method="post" action="/signals" data-keep\(UnsavedOffer.attributes(words))>\(context.tokenInput)
                <input type="hidden" name="request" value="\(requestKey)">
                \(form.fields(Self.fields))
                <div class="acts"><button>\(words["form.save"])</button><a href="/signals">\(words["form.cancel"])</a></div>\
                \(UnsavedOffer.said)</form>
                """)
    }
}
