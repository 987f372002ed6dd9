// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// Sharing a part of a case: to whom, what for, what, on which consent, for how long.
public struct SharePage: Sendable {
    public var caseID: EntityID
    /// The agencies with which an agreement holds, and what each may be given.
    public var takers: [Taker]
    /// The consents of the case that were given.
    public var consents: [(id: EntityID, says: String)]
    public var typed: FormPairs
    public var problem: String?

    /// An agency that can be shared with.
    public struct Taker: Sendable {
        public var id: EntityID
        public var name: String
        public var classes: Set<FieldClass>
        public var purposes: Set<Purpose>

        public init(id: EntityID, name: String, classes: Set<FieldClass>, purposes: Set<Purpose>) {
            self.id = id
            self.name = name
            self.classes = classes
            self.purposes = purposes
        }
    }

    public init(
        caseID: EntityID, takers: [Taker], consents: [(id: EntityID, says: String)], typed: FormPairs = FormPairs()
    ) {
        self.caseID = caseID
        self.takers = takers
        self.consents = consents
        self.typed = typed
    }

    static func place(_ caseID: EntityID, _ heading: String, _ words: Words) -> Place {
        Place(
            "\(heading)",
            inCase: caseID, words, below: [.init(words["share.list.heading"], "/cases/\(caseID)/shares")])
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        return Layout.page(
            Self.place(caseID, words["share.heading"], words), in: context,
            content: """
                \(problem.map { problem -> Markup in "<div class=\"warn\" role=\"alert\"><p>\(problem)</p></div>" })
                <p>\(words["share.lead"])</p>
                \(takers.isEmpty ? missing(words["share.noTaker"]) : consents.isEmpty ? noConsent(words) : form(context))
                """)
    }

    private func missing(_ text: String) -> Markup { "<div class=\"note\"><p>\(text)</p></div>" }

    private func noConsent(_ words: Words) -> Markup {
        """
        \(missing(words["share.noConsent"]))
        <div class="acts"><a class="button" href="/cases/\(caseID.description)/add/consent">\
        \(words[.kindAdd, RecordKind.consent.rawValue])</a></div>
        """
    }

    private func form(_ context: PageContext) -> Markup {
        let words = context.words
        let classes = Set(takers.flatMap(\.classes)).intersection(AgreementsPage.classes).sorted()
        let purposes = AgreementsPage.purposes.filter { purpose in takers.contains { $0.purposes.contains(purpose) } }
        func isOn(_ name: String, _ value: String) -> Bool { typed.all(name).contains(value) }
        return """
            <form method="post" action="/cases/\(caseID.description)/share/look">\(context.tokenInput)
            \(Choice.group(words["share.to"], takers.map { taker in
                let limits = "\(taker.name) (\(ClassNames.list(taker.classes, words)))"
                return Choice(
                    "to", taker.id.description, limits, .radio, isOn: isOn("to", taker.id.description) || takers.count == 1)
            }))
            \(Choice.group(words["share.purpose"], purposes.map {
                Choice("purpose", $0.rawValue, words[.purpose, $0.rawValue], .radio, isOn: isOn("purpose", $0.rawValue))
            }))
            \(Choice.group(words["share.what"], help: words["share.what.help"], classes.map {
                Choice("classes", $0.rawValue, words[.fieldClass, $0.rawValue], .checkbox, isOn: isOn("classes", $0.rawValue))
            }))
            \(Choice.group(words["share.consent"], help: words["share.consent.help"], consents.map {
                Choice("consent", $0.id.description, $0.says, .radio, isOn: isOn("consent", $0.id.description))
            }))
            \(Choice.span(words, chosen: typed["days"].flatMap { Int($0) } ?? 30))
            <div class="acts"><button>\(words["share.look"])</button>
            <a href="/cases/\(caseID.description)/shares">\(words["form.cancel"])</a></div></form>
            """
    }
}
