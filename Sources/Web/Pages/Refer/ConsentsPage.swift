// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Workflows

/// What the person agreed to pass on: how each consent stands, and one button to take it back.
public struct ConsentsPage: Sendable {
    public var caseID: EntityID
    public var consents: [ConsentView]
    /// What agencies are called.
    public var names: [EntityID: String]
    public var mayGive: Bool
    public var done: Done?

    public enum Done: String, Sendable, CaseIterable { case given, withdrawn }

    public init(caseID: EntityID, consents: [ConsentView], names: [EntityID: String], mayGive: Bool) {
        self.caseID = caseID
        self.consents = consents
        self.names = names
        self.mayGive = mayGive
    }

    static func trail(_ caseID: EntityID, _ words: Words, isBelow: Bool) -> [Place.Step] {
        let steps: [Place.Step] = [
            .init(words["menu.cases"], "/cases"), .init(caseID.code, "/cases/\(caseID)"),
        ]
        return isBelow ? steps + [.init(words["consents.heading"], "/cases/\(caseID)/consents")] : steps
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let address = "/cases/\(caseID)"
        let place = Place(
            "\(words["consents.heading"])", trail: Self.trail(caseID, words, isBelow: false),
            next: mayGive ? .init(words["consents.ask"], "\(address)/consents/give") : nil,
            audience: words["audience.case"], area: .cases)
        let said: Markup? = done.map { done in
            let text = done == .given ? words["consents.done.given"] : words["consents.done.withdrawn"]
            return "<div class=\"done\" role=\"status\"><p>\(text)</p></div>"
        }
        let none: Markup = "<div class=\"note\"><p>\(words["consents.none"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(said)<p>\(words["consents.lead"])</p>
                \(consents.isEmpty ? none : "<ul class=\"cards\">\(consents.map { card($0, context) })</ul>")
                <div class="acts"><a href="\(address)/referrals">\(words["referrals.heading"])</a>
                <a href="\(address)/shares">\(words["share.list.heading"])</a></div>
                """)
    }

    private func card(_ consent: ConsentView, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let record = consent.stored.record
        let who = consent.recipients.map { id -> Markup in "<bdi>\(names[id] ?? id.code)</bdi>" }
        let shown: Set<FieldName> = [
            "wh_ConsentPurpose", "wh_ConsentClasses", "wh_ConsentGiver", "wh_ChildAssent", "wh_ConsentLanguage",
            "wh_ConsentStatementsShown", "wh_ConsentStatement", "wh_ConsentDate", "wh_ConsentExpiry",
            "wh_ConsentWithdrawnHow", "wh_GuardianDisqualified",
        ]
        let tone = consent.standing == .covers ? "" : " warning"
        let used: Markup = "<p>\(words("consents.used", count: consent.isUsedBy))</p>"
        let marks = HeldMarks([record])
        let held: Markup = "<p>\(words("consents.held", count: marks.fields.count + marks.records.count))</p>"
        return """
            <li><h2>\(who.isEmpty ? Markup(text: words["consents.nobody"]) : who.joined(separator: ", ")) \
            <span class="mark\(tone)">\(words[.consentStanding, consent.standing.rawValue])</span></h2>
            \(text.facts(record.values.filter { shown.contains($0.key) }))\(used)\(when: !marks.isEmpty, held)
            \(when: mayGive && consent.standing != .withdrawn, withdrawal(consent, context))
            <p class="acts small"><a href="/cases/\(caseID.description)/records/\(consent.id.description)/history">\
            \(words("case.versions", count: consent.stored.version))</a></p></li>
            """
    }

    private func withdrawal(_ consent: ConsentView, _ context: PageContext) -> Markup {
        let words = context.words
        let address = "/cases/\(caseID)/consents/\(consent.id)/withdraw"
        return """
            <form method="post" action="\(address)">\(context.tokenInput)<div class="acts">\
            <button class="danger">\(words["consents.withdraw"])</button></div>\
            <p class="help">\(words["consents.withdraw.help"])</p></form>
            """
    }
}
