// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One record as a form: to change it, or to add a new one to a case.
public struct EditPage: Sendable {
    public var kind: RecordKind
    /// Where the form goes, and where the page above it is.
    public var action: String
    public var back: Place.Step
    /// The version that is being changed; nil for a new record.
    public var version: Int?
    public var typed: FormPairs
    public var findings: [Finding]
    /// Makes sending the form twice the same as sending it once.
    public var requestKey: String
    /// What was written here before and not saved.
    public var offer: UnsavedOffer?
    /// Somebody in the register who is to take part; the questions about who they are fall away.
    public var person: (id: EntityID, name: String)?
    /// The classes that the writer may write; nil for all.
    public var classes: Set<FieldClass>?

    public init(
        kind: RecordKind, action: String, back: Place.Step, version: Int?, typed: FormPairs, findings: [Finding] = [],
        requestKey: String
    ) {
        self.kind = kind
        self.action = action
        self.back = back
        self.version = version
        self.typed = typed
        self.findings = findings
        self.requestKey = requestKey
    }

    /// The fields that a record of a kind is asked for: those of its sections that are not deprecated, and deprecated
    /// ones that hold something.
    ///
    /// - Parameter classes: Only fields of these; nil for all.
    public static func fields(
        of kind: RecordKind, typed: FormPairs, codebook: Codebook, classes: Set<FieldClass>? = nil
    ) -> [FieldName] {
        let held = Set(typed.pairs.map { pair in FieldName(String(pair.name.prefix { $0 != "." })) })
        return codebook.fields.filter { field in
            kind.sections.contains(field.section) && !unasked.contains(field.name)
                && (field.status != .deprecated || held.contains(field.name))
                && classes?.contains(field.fieldClass) ?? true
        }.map(\.name)
    }

    /// The fields that a new record is asked for; with a participation comes the person who takes part, when they are
    /// not known already.
    public static func fieldsToAdd(
        _ kind: RecordKind, isKnown: Bool = false, codebook: Codebook, classes: Set<FieldClass>? = nil
    ) -> [FieldName] {
        let own = fields(of: kind, typed: FormPairs(), codebook: codebook, classes: classes)
        return kind == .participation && !isKnown ? IntakePage.Part.who.fields + own : own
    }

    /// Worked out from other answers, or from where the form is sent.
    private static let unasked: Set<FieldName> = [
        "con_Consent", "wh_ConsentRecipientAgency", "wh_ConsentSigned", "wh_ConsentWithdrawn", "wh_ConsentHeldFields",
        "wh_ConsentHeldRecords", "wh_ReferralService", "wh_ReferralStep", "wh_ReferralReason", "wh_GuardianPerson",
        "wh_GuardianCheck", "wh_GuardianCheckedOn", "wh_NeedService", "wh_NeedReferral", "wh_NeedInterview",
        "wh_DeliveryNeed",
    ]

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let form = FieldForm(context, typed: typed, findings: findings)
        let names =
            version == nil
            ? Self.fieldsToAdd(kind, isKnown: person != nil, codebook: context.codebook, classes: classes)
            : Self.fields(of: kind, typed: typed, codebook: context.codebook, classes: classes)
        let heading =
            version == nil
            ? words[.kindAdd, kind.rawValue] : words("edit.heading", ["what": words[.kind, kind.rawValue]])
        let place = Place(
            "\(heading)", trail: [.init(words["menu.cases"], "/cases"), back], audience: words["audience.case"],
            area: .cases)
        return Layout.page(
            place, in: context,
            content: """
                \(form.errorSummary)
                <p class="help">\(words["edit.lead"])</p>
                \(offer?.markup(in: context))
                <form method="post" action="\(action)" data-keep\(UnsavedOffer.attributes(words)) data-busy="\(words["form.saving"])">\
                \(context.tokenInput)
                <input type="hidden" name="request" value="\(requestKey)">
                \(version.map { version -> Markup in "<input type=\"hidden\" name=\"version\" value=\"\(version)\">" })
                \(person.map { known($0, words) })
                \(typed["about"].map { about -> Markup in "<input type=\"hidden\" name=\"about\" value=\"\(about)\">" })
                \(form.fields(names))\(form.lists(for: names))
                <div class="acts"><button>\(words["form.save"])</button><a href="\(back.address)">\
                \(words["form.cancel"])</a></div>\(UnsavedOffer.said)</form>
                \(when: version != nil && kind != .caseFile, remove(context))
                """)
    }

    private func known(_ person: (id: EntityID, name: String), _ words: Words) -> Markup {
        """
        <div class="note"><p>\(words.markup("edit.known", ["name": "<bdi>\(person.name)</bdi>"]))</p></div>
        <input type="hidden" name="person" value="\(person.id.description)">
        """
    }

    private func remove(_ context: PageContext) -> Markup {
        let words = context.words
        return """
            <details class="box no-print"><summary>\(words["edit.remove"])</summary><p>\(words["edit.remove.lead"])</p>
            <form method="post" action="\(action.replacing("/edit", with: "/remove"))">\(context.tokenInput)
            <input type="hidden" name="version" value="\(version ?? 0)"><button class="danger">\
            \(words["edit.remove.do"])</button></form></details>
            """
    }
}
