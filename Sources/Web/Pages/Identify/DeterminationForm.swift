// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

/// The form for what an authority concluded.
public struct DeterminationForm: Sendable {
    public var file: CaseFile
    public var typed: FormPairs
    public var findings: [Finding]
    /// Makes sending the form twice the same as sending it once.
    public var requestKey: String
    public var offer: UnsavedOffer?

    public init(_ file: CaseFile, typed: FormPairs = FormPairs(), findings: [Finding] = [], requestKey: String) {
        self.file = file
        self.typed = typed
        self.findings = findings
        self.requestKey = requestKey
    }

    private static let before: [FieldName] = [
        "wh_DeterminationBody", "wh_DeterminationAuthority", "wh_DeterminationStatus", "wh_DeterminationDay",
    ]
    private static let after: [FieldName] = [
        "wh_DeterminationGround", "wh_DeterminationEvidence", "wh_PersonNotified", "wh_PersonNotifiedDay",
        "wh_IdentifiedAtStage",
    ]
    private static let appeal: [FieldName] = ["wh_AppealLodged", "wh_AppealResult"]

    /// What it asks for.
    static let fields: [FieldName] =
        before + ["wh_DeterminationDefinition"] + after + ["wh_DeterminationReplaces", "wh_AppealAgainst"] + appeal

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let form = FieldForm(context, typed: typed, findings: findings)
        let address = "/cases/\(file.id.description)/status"
        let place = Place(
            "\(words["status.add"])",
            inCase: file.id, words, below: [.init(words["status.heading"], address)])
        return Layout.page(
            place, in: context,
            content: """
                \(form.errorSummary)<p class="help">\(words["status.add.lead"])</p>
                \(offer?.markup(in: context))
                <form method="post" action="\(address)/add" data-keep\(UnsavedOffer.attributes(words))>\
                \(context.tokenInput)<input type="hidden" name="request" value="\(requestKey)">
                \(NeedForm.who(file, typed, context, words["status.who"]))\
                \(form.fields(Self.before))\(law(form, context))\(form.fields(Self.after))\
                \(evidence(context))\(links(form, context))
                <div class="acts"><button>\(words["form.save"])</button><a href="\(address)">\(words["form.cancel"])</a></div>\
                \(UnsavedOffer.said)</form>
                """)
    }

    private func law(_ form: FieldForm, _ context: PageContext) -> Markup {
        let options = DefinitionLibrary.current.definitions.map { ($0.id, $0.title) }
        return select("wh_DeterminationDefinition", options, form, context)
    }

    /// Records of the case that a decision may rest on.
    private func evidence(_ context: PageContext) -> Markup {
        let text = ValueText(context)
        let kinds: [RecordKind] = [.statement, .assessment, .event, .signal]
        let chosen = Set(typed.all("record"))
        let choices = kinds.flatMap { file.records($0) }.map { stored in
            Choice(
                "record", stored.id.description,
                "\(context.words[.kind, stored.record.kind.rawValue]): \(text.date(stored.record.ownDate ?? stored.day))",
                .checkbox,
                isOn: chosen.contains(stored.id.description))
        }
        return choices.isEmpty ? "" : Choice.group(context.words["status.restsOn"], choices)
    }

    /// What it follows and what it is an appeal against; only when there is something before it.
    private func links(_ form: FieldForm, _ context: PageContext) -> Markup {
        let text = ValueText(context)
        let known = file.records(.determination).compactMap { Determination($0, in: file.id) }
        guard !known.isEmpty else { return "" }
        let options = known.map { one in
            let status = text.label(of: one.status.code, field: "wh_DeterminationStatus")
            return (one.id.description, "\(one.authority.name), \(text.date(one.day)): \(status)")
        }
        let isOpen = typed["wh_AppealAgainst"].map { !$0.isEmpty } ?? false
        return """
            \(select("wh_DeterminationReplaces", options, form, context))
            <details class="box"\(when: isOpen, " open")><summary>\(context.words["status.appeal"])</summary>
            \(select("wh_AppealAgainst", options, form, context))\(form.fields(Self.appeal))</details>
            """
    }

    private func select(
        _ name: FieldName, _ options: [(String, String)], _ form: FieldForm, _ context: PageContext
    ) -> Markup {
        guard let field = context.codebook[name] else { return "" }
        let id = InputName.id(name)
        let chosen = typed[name.rawValue] ?? ""
        let choices = options.map { value, label -> Markup in
            "<option value=\"\(value)\"\(when: value == chosen, " selected")>\(label)</option>"
        }
        let error = form.error(of: name).map { (said: String) -> Markup in "<p class=\"error\">\(said)</p>" }
        return """
            <div class="field\(when: error != nil, " has-error")"><label for="\(id)">\(form.title(of: field))</label>
            <p class="help" id="\(id)-help">\(form.help(of: field))</p>\(error)
            <select id="\(id)" name="\(name.rawValue)" aria-describedby="\(id)-help"><option value="">\
            \(context.words["form.empty"])</option>\(choices)</select></div>
            """
    }
}
