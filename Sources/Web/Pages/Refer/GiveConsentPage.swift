// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// Asking somebody whether something may be passed on: to whom, what, what for, and how it was explained.
public struct GiveConsentPage: Sendable {
    public var file: CaseFile
    /// The agencies with which an agreement holds.
    public var takers: [SharePage.Taker]
    public var typed: FormPairs
    public var findings: [Finding] = []
    public var requestKey: String

    public init(file: CaseFile, takers: [SharePage.Taker], typed: FormPairs, requestKey: String) {
        self.file = file
        self.takers = takers
        self.typed = typed
        self.requestKey = requestKey
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["consents.ask"])", trail: ConsentsPage.trail(file.id, words, isBelow: true),
            audience: words["audience.case"], area: .cases)
        let none: Markup = "<div class=\"note\"><p>\(words["share.noTaker"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                <p>\(words["consents.ask.lead"])</p>\(takers.isEmpty ? none : form(context))
                """)
    }

    private func form(_ context: PageContext) -> Markup {
        let words = context.words
        let form = FieldForm(context, typed: typed, findings: findings)
        let address = "/cases/\(file.id)/consents"
        let error = form.error(of: "wh_ConsentRecipientAgency")
        return """
            \(form.errorSummary)<form method="post" action="\(address)/give">\(context.tokenInput)
            <input type="hidden" name="request" value="\(requestKey)">
            <div id="\(InputName.id("wh_ConsentRecipientAgency"))" class="\(when: error != nil, "has-error")">\
            \(Choice.group(words["share.to"], help: error ?? words["consents.to.help"], takers.map { taker in
                let limits = "\(taker.name) (\(ClassNames.list(taker.classes, words)))"
                let id = taker.id.description
                return Choice("to", id, limits, .checkbox, isOn: typed.all("to").contains(id))
            }))</div>
            \(purposes(context))\(form.fields(["wh_ConsentClasses"]))\(content(context))
            \(form.fields(Array(ConsentOrder.fields.dropFirst(2))))\(held(context))
            <div class="acts"><button>\(words["consents.ask.do"])</button>
            <a href="\(address)">\(words["form.cancel"])</a></div></form>
            """
    }

    /// The two purposes that let anything leave; others are asked for on the form of a consent.
    private func purposes(_ context: PageContext) -> Markup {
        let name = "wh_ConsentPurpose"
        let label = context.codebook[FieldName(name)].map { context.words.label(of: $0) } ?? ""
        return Choice.group(
            label,
            ConsentOrder.purposes.map { code in
                Choice(
                    name, code, ValueText(context).label(of: code, field: FieldName(name)), .radio,
                    isOn: typed[name] == code)
            })
    }

    /// What stands in each part now, by the names of its fields: so that it can be said what would go.
    private func content(_ context: PageContext) -> Markup {
        let words = context.words
        let records = file.records + Array(file.people.values)
        let names = Set(records.flatMap { stored in stored.record.kind == .consent ? [] : Array(stored.record.names) })
        let rows = ContentName.allCases.compactMap { part -> Markup? in
            let fields = context.codebook.fields.filter {
                names.contains($0.name) && $0.fieldClass == part.fieldClass
            }
            guard !fields.isEmpty else { return nil }
            let said = fields.map { words.label(of: $0) }.joined(separator: ", ")
            return "<div><dt>\(words[.fieldClass, part.fieldClass.rawValue])</dt><dd>\(said)</dd></div>"
        }
        return """
            <details class="box"><summary>\(words["consents.parts"])</summary><dl class="facts">\(rows)</dl></details>
            """
    }

    /// Entries and answers that stay here whatever was agreed to.
    private func held(_ context: PageContext) -> Markup {
        let words = context.words
        let kept = file.records.filter { stored in
            switch stored.record.kind {
            case .caseFile, .participation, .consent, .administration: false
            default: true
            }
        }
        let records = kept.map { stored in
            let kind = words[.kind, stored.record.kind.rawValue]
            let label = "\(kind), \(ValueText(context).date(stored.record.ownDate ?? stored.day))"
            let id = stored.id.description
            return Choice("held-record", id, label, .checkbox, isOn: typed.all("held-record").contains(id))
        }
        let filled = Set(
            (file.records(.participation) + Array(file.people.values)).flatMap { Array($0.record.names) })
        let fields = context.codebook.fields.filter { filled.contains($0.name) && ContentName($0.fieldClass) != nil }
            .map { field in
                let name = field.name.rawValue
                return Choice(
                    "held-field", name, words.label(of: field), .checkbox,
                    isOn: typed.all("held-field").contains(name))
            }
        return """
            <details class="box"><summary>\(words["consents.hold"])</summary><p class="help">\(words["consents.hold.help"])</p>
            \(when: !records.isEmpty, Choice.group(words["consents.hold.records"], records))
            \(when: !fields.isEmpty, Choice.group(words["consents.hold.fields"], fields))</details>
            """
    }
}
