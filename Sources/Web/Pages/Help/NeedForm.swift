// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard

/// The form for a need that is not among the most urgent ones.
public struct NeedForm: Sendable {
    public var file: CaseFile
    public var typed: FormPairs
    public var findings: [Finding]
    public var requestKey: String
    public var offer: UnsavedOffer?

    public init(_ file: CaseFile, typed: FormPairs = FormPairs(), findings: [Finding] = [], requestKey: String) {
        self.file = file
        self.typed = typed
        self.findings = findings
        self.requestKey = requestKey
    }

    private static let first: [FieldName] = ["wh_NeedUrgency", "wh_NeedWords"]
    private static let more: [FieldName] = [
        "wh_NeedPriority", "wh_NeedSeverity", "wh_NeedDay", "wh_NeedProvider", "wh_NeedPartner", "wh_NeedBarriers",
        "wh_NeedNote",
    ]
    static let fields: [FieldName] = ["wh_NeedService"] + first + more

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let form = FieldForm(context, typed: typed, findings: findings)
        let address = "/cases/\(file.id.description)/help"
        let place = Place(
            "\(words["need.add"])",
            trail: [.init(file.id.code, "/cases/\(file.id)"), .init(words["need.heading"], address)],
            audience: words["audience.case"], area: .cases)
        let isOpen = findings.contains { $0.field.map(Self.more.contains) ?? false }
        return Layout.page(
            place, in: context,
            content: """
                \(form.errorSummary)\(offer?.markup(in: context))
                <form method="post" action="\(address)/add" data-keep\(UnsavedOffer.attributes(words))>\
                \(context.tokenInput)<input type="hidden" name="request" value="\(requestKey)">
                \(Self.who(file, typed, context, words["need.who"]))\(service(form, context))\(form.fields(Self.first))
                <details class="box"\(when: isOpen, " open")><summary>\(words["need.more"])</summary>\
                \(form.fields(Self.more))</details>
                <div class="acts"><button>\(words["form.save"])</button><a href="\(address)">\(words["form.cancel"])</a></div>\
                \(UnsavedOffer.said)</form>
                """)
    }

    /// Nothing to choose when the case is for one person, or for nobody yet.
    static func who(
        _ file: CaseFile, _ typed: FormPairs, _ context: PageContext, _ question: String
    ) -> Markup {
        guard file.victims.count > 1 else { return "" }
        let facts = CaseFacts(file: file, context: context)
        let choices = file.victims.compactMap { victim -> Choice? in
            guard let person = victim.record.links[.person] else { return nil }
            let name = facts.person(of: victim.record).flatMap { PersonLabel.name($0.record) }
            let isOn = typed["person"] == person.description
            return Choice("person", person.description, name ?? context.words["case.noName"], .radio, isOn: isOn)
        }
        return Choice.group(question, choices)
    }

    private func service(_ form: FieldForm, _ context: PageContext) -> Markup {
        guard let field = context.codebook["wh_NeedService"] else { return "" }
        let catalogue = ServiceCatalogue.current
        let id = InputName.id("wh_NeedService")
        let chosen = typed["wh_NeedService"] ?? ""
        let groups = catalogue.pillars.map { pillar -> Markup in
            let own = catalogue.services.filter { $0.pillars.first == pillar.id }.map { service -> Markup in
                let isChosen = service.code.rawValue == chosen
                return
                    "<option value=\"\(service.code.rawValue)\"\(when: isChosen, " selected")>\(service.title)</option>"
            }
            return "<optgroup label=\"\(pillar.title)\">\(own)</optgroup>"
        }
        let error = form.error(of: "wh_NeedService").map { said -> Markup in
            "<p class=\"error\" id=\"\(id)-error\">\(said)</p>"
        }
        return """
            <div class="field\(when: error != nil, " has-error")"><label for="\(id)">\(form.title(of: field))</label>\(error)
            <select id="\(id)" name="wh_NeedService"\(when: error != nil, " aria-describedby=\"\(id)-error\" aria-invalid=\"true\"")>\
            <option value="">\(context.words["form.chooseOne"])</option>\(groups)</select></div>
            """
    }
}
