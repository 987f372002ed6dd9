// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// Referring a case: on which consent, to whom, for which help, with what; and exactly what would go.
public struct ReferPage: Sendable {
    public var caseID: EntityID
    public var takers: [SharePage.Taker]
    /// The consents that hold now.
    public var consents: [ConsentView]
    public var names: [EntityID: String]
    public var typed: FormPairs
    public var problem: String?
    public var requestKey: String

    public init(
        caseID: EntityID, takers: [SharePage.Taker], consents: [ConsentView], names: [EntityID: String],
        typed: FormPairs, requestKey: String
    ) {
        self.caseID = caseID
        self.takers = takers
        self.consents = consents
        self.names = names
        self.typed = typed
        self.requestKey = requestKey
    }

    static func place(_ caseID: EntityID, _ heading: String, _ words: Words) -> Place {
        Place(
            "\(heading)",
            trail: ConsentsPage.trail(caseID, words, isBelow: false) + [
                .init(words["referrals.heading"], "/cases/\(caseID)/referrals")
            ], audience: words["audience.case"], area: .cases)
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        func note(_ text: String) -> Markup { "<div class=\"note\"><p>\(text)</p></div>" }
        let ask: Markup = """
            \(note(words["refer.noConsent"]))<div class="acts"><a class="button" \
            href="/cases/\(caseID.description)/consents/give">\(words["consents.ask"])</a></div>
            """
        return Layout.page(
            Self.place(caseID, words["refer.heading"], words), in: context,
            content: """
                \(problem.map { problem -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(problem)</p></div>" })
                <p>\(words["refer.lead"])</p>
                \(takers.isEmpty ? note(words["share.noTaker"]) : consents.isEmpty ? ask : form(context))
                """)
    }

    private func form(_ context: PageContext) -> Markup {
        let words = context.words
        let classes = Set(consents.flatMap(\.classes)).sorted()
        let purposes = AgreementsPage.purposes.filter { purpose in takers.contains { $0.purposes.contains(purpose) } }
        func isOn(_ name: String, _ value: String) -> Bool { typed.all(name).contains(value) }
        let services = ServiceCatalogue.current.services.map { service -> Markup in
            let code = service.code.rawValue
            return "<option value=\"\(code)\"\(when: typed["service"] == code, " selected")>\(service.title)</option>"
        }
        return """
            <form method="post" action="/cases/\(caseID.description)/refer/look">\(context.tokenInput)
            <input type="hidden" name="request" value="\(requestKey)">
            \(Choice.group(words["share.consent"], help: words["share.consent.help"], consents.map { consent in
                let id = consent.id.description
                return Choice("consent", id, says(consent, words), .radio, isOn: isOn("consent", id) || consents.count == 1)
            }))
            \(Choice.group(words["refer.to"], takers.map { taker in
                let id = taker.id.description
                return Choice("to", id, taker.name, .radio, isOn: isOn("to", id) || takers.count == 1)
            }))
            <div class="field"><label for="service">\(words["refer.service"])</label>
            <select id="service" name="service"><option value="">\(words["form.chooseOne"])</option>\(services)</select></div>
            \(Choice.group(words["share.purpose"], purposes.map {
                Choice("purpose", $0.rawValue, words[.purpose, $0.rawValue], .radio, isOn: isOn("purpose", $0.rawValue))
            }))
            \(Choice.group(words["share.what"], help: words["share.what.help"], classes.map {
                Choice("classes", $0.rawValue, words[.fieldClass, $0.rawValue], .checkbox, isOn: isOn("classes", $0.rawValue))
            }))
            <div class="field"><label for="details">\(words["refer.details"])</label>
            <p class="help" id="details-help">\(words["refer.details.help"])</p>
            <textarea id="details" name="details" rows="3" dir="auto" aria-describedby="details-help">
            \(typed["details"] ?? "")</textarea></div>
            \(Choice.span(words, chosen: typed["days"].flatMap { Int($0) } ?? 90))
            <div class="acts"><button>\(words["share.look"])</button>
            <a href="/cases/\(caseID.description)/referrals">\(words["form.cancel"])</a></div></form>
            """
    }

    private func says(_ consent: ConsentView, _ words: Words) -> String {
        let who = consent.recipients.map { names[$0] ?? $0.code }.joined(separator: ", ")
        return "\(who): \(ClassNames.list(consent.classes, words))"
    }
}

/// The last page before a referral is sent: exactly what would go.
public struct ReferLookPage: Sendable {
    public var file: CaseFile
    public var taker: String
    public var service: String
    public var until: Int64
    public var typed: FormPairs

    public init(file: CaseFile, taker: String, service: String, until: Int64, typed: FormPairs) {
        self.file = file
        self.taker = taker
        self.service = service
        self.until = until
        self.typed = typed
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let said: [String: Markup] = [
            "agency": "<bdi>\(taker)</bdi>", "service": "\(service)", "date": "\(MomentText.say(until, context))",
        ]
        let kept = FormPairs(typed.pairs.filter { $0.name != "form-token" })
        let all =
            file.people.values.sorted { $0.id < $1.id } + file.records
            + file.organisations.values.sorted { $0.id < $1.id }
        let parts = all.map { (kind: $0.record.kind, values: $0.record.values) }
        let details = typed["details"].flatMap { $0.isEmpty || !typed.all("classes").contains("F4") ? nil : $0 }
        let note = details.map { text -> Markup in
            "<section class=\"section\"><h2>\(words["refer.details"])</h2><p dir=\"auto\">\(text)</p></section>"
        }
        return Layout.page(
            ReferPage.place(file.id, words["share.look.heading"], words), in: context,
            content: """
                <p>\(words.markup("refer.look.lead", said))</p>
                <div class="note"><p>\(words["refer.look.fixed"])</p></div>
                \(note)\(PacketParts.markup(parts, context))
                <form method="post" action="/cases/\(file.id.description)/refer">\(context.tokenInput)\(kept.hiddenInputs())
                <div class="acts"><button>\(words["refer.do"])</button>
                <a href="/cases/\(file.id.description)/refer">\(words["share.back"])</a></div></form>
                """)
    }
}

/// The records of a packet as cards.
enum PacketParts {
    static func markup(_ parts: [(kind: RecordKind, values: [FieldName: Value])], _ context: PageContext) -> Markup {
        let words = context.words
        guard !parts.isEmpty else { return "<p class=\"soft\">\(words["share.look.nothing"])</p>" }
        let cards = parts.map { part -> Markup in
            """
            <li><h2>\(words[.kind, part.kind.rawValue])</h2>\(ValueText(context).facts(part.values))</li>
            """
        }
        return "<ul class=\"cards\">\(cards)</ul>"
    }
}
