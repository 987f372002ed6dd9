// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard

/// The form for what was given for a need: today and as usual unless it says otherwise.
public struct DeliveryForm: Sendable {
    public var file: CaseFile
    public var need: Need
    public var typed: FormPairs
    public var findings: [Finding]
    public var requestKey: String
    public var offer: UnsavedOffer?

    public init(
        _ file: CaseFile, need: Need, typed: FormPairs = FormPairs(), findings: [Finding] = [], requestKey: String
    ) {
        self.file = file
        self.need = need
        self.typed = typed
        self.findings = findings
        self.requestKey = requestKey
    }

    private static let cost: [FieldName] = ["wh_DeliveryCurrency", "wh_DeliveryCost", "wh_DeliveryFunders"]
    static let fields: [FieldName] =
        ["wh_DeliveryUnit", "wh_DeliveryAmount", "wh_DeliveryDay", "wh_DeliveryNote"] + cost

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let form = FieldForm(context, typed: typed, findings: findings)
        let address = "/cases/\(file.id.description)/help"
        let place = Place(
            "\(words["need.give"])",
            trail: [.init(file.id.code, "/cases/\(file.id)"), .init(words["need.heading"], address)],
            audience: words["audience.case"], area: .cases)
        let isOpen = findings.contains { $0.field.map(Self.cost.contains) ?? false }
        let general = findings.filter { $0.field == "wh_DeliveryNeed" }.map { finding -> Markup in
            "<div class=\"warn\"><p>\(finding.message)</p></div>"
        }
        return Layout.page(
            place, in: context,
            content: """
                \(form.errorSummary)\(general)<p class="help">\(HelpText.service(need.code))</p>\(offer?.markup(in: context))
                <form method="post" action="\(address)/\(need.id.description)/given" data-keep\(UnsavedOffer.attributes(words))>\
                \(context.tokenInput)<input type="hidden" name="request" value="\(requestKey)">
                \(unit(context))\(form.fields(["wh_DeliveryAmount", "wh_DeliveryDay", "wh_DeliveryNote"]))
                <details class="box"\(when: isOpen, " open")><summary>\(words["given.cost"])</summary>\
                \(form.fields(Self.cost))</details>
                <div class="acts"><button>\(words["form.save"])</button><a href="\(address)">\(words["form.cancel"])</a></div>\
                \(UnsavedOffer.said)</form>
                """)
    }

    /// Nothing to choose when the kind of help is counted in one way.
    private func unit(_ context: PageContext) -> Markup {
        let units = need.service?.units ?? []
        let text = ValueText(context)
        guard units.count > 1, let field = context.codebook["wh_DeliveryUnit"] else {
            let one = units.first?.rawValue ?? ""
            return """
                <input type="hidden" name="wh_DeliveryUnit" value="\(one)"><p class="strong">\
                \(text.label(of: one, field: "wh_DeliveryUnit"))</p>
                """
        }
        let chosen = typed["wh_DeliveryUnit"] ?? units[0].rawValue
        let choices = units.map { unit in
            Choice(
                "wh_DeliveryUnit", unit.rawValue, text.label(of: unit.rawValue, field: "wh_DeliveryUnit"), .radio,
                isOn: unit.rawValue == chosen)
        }
        return Choice.group(context.words.label(of: field), choices)
    }
}
