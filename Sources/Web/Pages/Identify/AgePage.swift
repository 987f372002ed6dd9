// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

/// How old the people in a case are and were, who answers for those who are children, and what was decided to be best
/// for them.
public struct AgePage: Sendable {
    public var file: CaseFile
    public var isDone = false
    /// Guardians whom the register knows as somebody who is said to have harmed others.
    public var conflicts: Set<EntityID> = []
    /// Kinds that the reader may add.
    public var mayAdd: Set<RecordKind> = Set(Self.kinds)

    public init(_ file: CaseFile) { self.file = file }

    /// What is written on this page and not on the case's own.
    static let kinds: [RecordKind] = [.age, .guardian, .bestInterests]

    /// The page on which records of a kind stand.
    static func home(of kind: RecordKind, in id: EntityID) -> String {
        if kind == .need || kind == .delivery { return "/cases/\(id)/help" }
        return kinds.contains(kind) ? "/cases/\(id)/age" : "/cases/\(id)"
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["age.heading"])",
            inCase: file.id, words)
        let none: Markup = "<div class=\"note\"><p>\(words["status.nobody"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["case.done.saved"])</p></div>")
                <p>\(words["age.lead"])</p>
                \(file.victims.isEmpty ? none : file.victims.map { person($0, context) }.joined())
                """)
    }

    private func person(_ victim: Stored, _ context: PageContext) -> Markup {
        let words = context.words
        let reading = AgeReading(of: victim, in: file)
        let now = reading.standing(on: context.today)
        let child = now.isTreatedAsChild || reading.standingAtAct.isTreatedAsChild
        let person = victim.record.links[.person]
        return """
            <section class="section"><h2>\(CaseFacts(file: file, context: context).title(of: victim.record))</h2>
            <dl class="facts"><div><dt>\(words["age.now"])</dt><dd>\(said(reading.ages(on: context.today), now, words))</dd></div>
            <div><dt>\(words["age.atAct"])</dt><dd>\(said(reading.agesAtAct, reading.standingAtAct, words))</dd></div></dl>
            \(notes(reading, now, words))
            \(cards(.age, person, context))
            \(when: child || !records(.guardian, person).isEmpty, guardians(person, context))
            \(when: child || !records(.bestInterests, person).isEmpty, cards(.bestInterests, person, context))
            \(when: child, assent(person, context))</section>
            """
    }

    private func said(_ ages: ClosedRange<Int>?, _ standing: AgeReading.Standing, _ words: Words) -> String {
        guard let ages else { return words["age.unknown"] }
        let years =
            ages.lowerBound == ages.upperBound
            ? words("age.years", count: ages.lowerBound)
            : words("age.between", ["low": String(ages.lowerBound), "high": String(ages.upperBound)])
        return "\(years): \(words[.ageStanding, standing.rawValue])"
    }

    private func notes(_ reading: AgeReading, _ now: AgeReading.Standing, _ words: Words) -> Markup {
        let presumed = now == .presumedChild || reading.standingAtAct == .presumedChild
        return """
            \(when: presumed, "<div class=\"note\"><p>\(words["age.presumed"])</p></div>")\
            \(when: reading.isContradicted, "<div class=\"note\"><p>\(words["age.contradicted"])</p></div>")\
            \(when: reading.isDisputed, "<div class=\"note\"><p>\(words["age.disputed"])</p></div>")
            """
    }

    private func records(_ kind: RecordKind, _ person: EntityID?) -> [Stored] {
        file.records(kind).filter { $0.record.links[.person] == person }
    }

    private func cards(_ kind: RecordKind, _ person: EntityID?, _ context: PageContext) -> Markup {
        let words = context.words
        let facts = CaseFacts(file: file, context: context)
        let items = records(kind, person).map { card($0, facts, context) }
        return """
            <h3>\(words[.kind, kind.rawValue])</h3>
            \(when: items.isEmpty, "<p class=\"soft\">\(words["age.none"])</p>", else: "<ul class=\"cards\">\(items)</ul>")
            \(add(kind, person, words))
            """
    }

    private func card(_ stored: Stored, _ facts: CaseFacts, _ context: PageContext) -> Markup {
        let words = context.words
        let what = "<span class=\"unseen\">: \(facts.title(of: stored.record))</span>" as Markup
        let warning: Markup = """
            <div class="warn"><p>\(words["guardian.conflict"])</p></div>
            """
        return """
            <li><h4>\(facts.title(of: stored.record))</h4>\(when: conflicts.contains(stored.id), warning)\
            \(ValueText(context).facts(stored.record.values, leavingOut: ["wh_GuardianPerson"]))
            <p class="acts small"><a href="\(facts.edit(stored))">\(words["case.edit"])\(what)</a>
            <a href="\(facts.history(stored))">\(words("case.versions", count: stored.version))\(what)</a></p></li>
            """
    }

    private func guardians(_ person: EntityID?, _ context: PageContext) -> Markup {
        let lead: Markup = "<p class=\"help\">\(context.words["guardian.lead"])</p>"
        return "\(cards(.guardian, person, context))\(lead)"
    }

    /// What the child says to what others answered for them.
    private func assent(_ person: EntityID?, _ context: PageContext) -> Markup {
        let words = context.words
        let facts = CaseFacts(file: file, context: context)
        let text = ValueText(context)
        let consents = file.records(.consent).filter {
            $0.record.links[.person] == nil || $0.record.links[.person] == person
        }
        let items = consents.map { consent -> Markup in
            let assent = consent.record.code("wh_ChildAssent").map { text.label(of: $0, field: "wh_ChildAssent") }
            let giver = consent.record.code("wh_ConsentGiver").map { text.label(of: $0, field: "wh_ConsentGiver") }
            let said = [giver, assent ?? words["assent.none"]].compactMap { $0 }.joined(separator: " · ")
            return "<li><a href=\"\(facts.edit(consent))\">\(facts.title(of: consent.record))</a>: \(said)</li>"
        }
        return """
            <h3>\(words["assent.heading"])</h3><p class="help">\(words["assent.lead"])</p>
            \(when: !items.isEmpty, "<ul>\(items)</ul>")
            <div class="acts"><a href="/cases/\(file.id.description)/add/consent">\(words[.kindAdd, "consent"])</a></div>
            """
    }

    private func add(_ kind: RecordKind, _ person: EntityID?, _ words: Words) -> Markup {
        guard mayAdd.contains(kind) else { return "" }
        let about = person.map { "?about=\($0)" } ?? ""
        return """
            <div class="acts"><a href="/cases/\(file.id.description)/add/\(kind.rawValue)\(about)">\
            \(words[.kindAdd, kind.rawValue])</a></div>
            """
    }
}
