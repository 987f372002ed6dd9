// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Registering somebody: the core of a record, in five parts, nothing compulsory.
public struct IntakePage: Sendable {
    public var typed: FormPairs
    public var findings: [Finding]
    /// Somebody already in the register whom the new case is for; the questions about who they are fall away.
    public var person: (id: EntityID, name: String)?
    /// Makes sending the form twice the same as sending it once.
    public var requestKey: String
    /// What was written here before and not saved.
    public var offer: UnsavedOffer?

    public init(
        typed: FormPairs = FormPairs(), findings: [Finding] = [], person: (id: EntityID, name: String)? = nil,
        requestKey: String
    ) {
        self.typed = typed
        self.findings = findings
        self.person = person
        self.requestKey = requestKey
    }

    /// The parts of the form and their questions.
    public enum Part: String, Sendable, CaseIterable {
        case who, contact, situation, referral, consent

        public var fields: [FieldName] {
            switch self {
            case .who:
                [
                    "prs_FirstName", "prs_SecondName", "wh_NativeName", "wh_PreferredName", "prs_Birthdate",
                    "prs_Gender",
                    "prs_Citizenship", "prs_PrimaryLanguage",
                ]
            case .contact: ["wh_SafeContact", "prs_MobilePhone", "prs_MailingCity", "prs_MailingCountry"]
            case .situation:
                [
                    "vic_TraffickingStatus", "vic_TypeOfExploitation", "vic_MethodsOfControl",
                    "wh_CountryOfExploitation",
                    "vic_AgeWhenTrafficked",
                ]
            case .referral:
                [
                    "cas_CaseOwner", "cas_ReferringOrganisation", "cas_IncomingReferralDate",
                    "cas_ReasonForIncomingReferral", "cco_CaseComment",
                ]
            case .consent: ["wh_ConsentStatus", "wh_ConsentStatement"]
            }
        }
    }

    /// Every question of the form.
    public static let fields = Part.allCases.flatMap(\.fields)

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let form = FieldForm(context, typed: typed, findings: findings, asks: true)
        let place = Place(
            "\(words["menu.new"])",
            trail: [.init(words["menu.cases"], "/cases"), .init(words["seek.heading"], "/cases/new")],
            audience: words["audience.office"], area: .register)
        let parts = Part.allCases.filter { person == nil || ($0 != .who && $0 != .contact) }
        let known = person.map { person -> Markup in
            """
            <div class="note"><p>\(words.markup("intake.for", ["name": "<bdi>\(person.name)</bdi>"]))</p></div>
            <input type="hidden" name="person" value="\(person.id.description)">
            """
        }
        let sections = parts.map { part -> Markup in
            """
            <fieldset class="section"><legend>\(words[.intake, part.rawValue])</legend>
            <p class="help">\(words[.intakeLead, part.rawValue])</p>\(form.fields(part.fields))</fieldset>
            """
        }
        return Layout.page(
            place, in: context,
            content: """
                \(form.errorSummary)
                <p>\(words["intake.lead"])</p>
                \(offer?.markup(in: context))
                <form method="post" action="/cases" data-keep\(UnsavedOffer.attributes(words)) data-busy="\(words["form.saving"])">\(context.tokenInput)
                <input type="hidden" name="request" value="\(requestKey)">\(known)
                \(sections)
                \(form.lists(for: parts.flatMap(\.fields)))
                <div class="acts"><button>\(words["form.save"])</button><a href="/cases">\(words["form.cancel"])</a>\
                </div>\(UnsavedOffer.said)</form>
                """)
    }
}
