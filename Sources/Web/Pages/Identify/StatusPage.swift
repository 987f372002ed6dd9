// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard

/// What authorities concluded of the people in a case: what stands now for each, and everything that was said before.
public struct StatusPage: Sendable {
    public var file: CaseFile
    /// Something was just written down.
    public var isDone = false
    /// Whether the reader may write one down.
    public var mayAdd = true

    public init(_ file: CaseFile) { self.file = file }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let address = "/cases/\(file.id.description)"
        let place = Place(
            "\(words["status.heading"])", trail: [.init(words["menu.cases"], "/cases"), .init(file.id.code, address)],
            next: mayAdd && !file.victims.isEmpty ? .init(words["status.add"], "\(address)/status/add") : nil,
            audience: words["audience.case"], area: .cases)
        let none: Markup = "<div class=\"note\"><p>\(words["status.nobody"])</p></div>"
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["case.done.saved"])</p></div>")
                <p>\(words["status.lead"])</p>
                \(file.victims.isEmpty ? none : file.victims.map { person($0, context) }.joined())
                """)
    }

    private func person(_ victim: Stored, _ context: PageContext) -> Markup {
        let facts = CaseFacts(file: file, context: context)
        guard let person = victim.record.links[.person] else { return "" }
        let log = file.determinations(of: person)
        let words = context.words
        let empty: Markup = "<p class=\"soft\">\(words["status.none"])</p>"
        return """
            <section class="section"><h2>\(facts.title(of: victim.record))</h2>
            \(log.all.isEmpty ? empty : standing(log, context))
            \(exported(log, victim, context))
            \(when: !log.all.isEmpty, history(log, context))</section>
            """
    }

    /// One card for each authority, and a calm word when they differ.
    private func standing(_ log: DeterminationLog, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let pending = Set(log.pendingAppeals.compactMap(\.appeal?.against))
        let cards = log.standing.map { one -> Markup in
            """
            <li><h3><bdi>\(one.authority.name)</bdi> <span class="mark">\
            \(text.label(of: one.authority.kind, field: "wh_DeterminationBody"))</span></h3>
            <p><strong>\(text.label(of: one.status.code, field: "wh_DeterminationStatus"))</strong>, \
            \(words("status.since", ["date": text.date(one.day)]))\
            \(when: pending.contains(one.id), " <span class=\"mark warning\">\(words["status.appealWaits"])</span>")</p></li>
            """
        }
        return """
            <h3>\(words["status.now"])</h3>
            \(when: log.isDisputed, "<div class=\"note\"><p>\(words["status.differ"])</p></div>")
            <ul class="cards">\(cards)</ul>
            """
    }

    /// What a workbook of the standard gets, which has room for one status and one body.
    private func exported(_ log: DeterminationLog, _ victim: Stored, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let status = log.htcds?.status ?? victim.record.code("vic_TraffickingStatus")
        guard let status else { return "<p class=\"soft small\">\(words["status.export.none"])</p>" }
        let body = log.htcds?.body ?? (victim.record.code("vic_TraffickingStatusDecisionMakingOrg"))
        let said: [String: String] = [
            "status": text.label(of: status, field: "vic_TraffickingStatus"),
            "body": body.map { text.label(of: $0, field: "vic_TraffickingStatusDecisionMakingOrg") }
                ?? words["status.export.nobody"],
        ]
        let line = log.htcds == nil ? words("status.export.kept", said) : words("status.export.derived", said)
        return "<p class=\"soft small\">\(line)</p>"
    }

    /// Everything that was said, authority by authority, oldest first.
    private func history(_ log: DeterminationLog, _ context: PageContext) -> Markup {
        let words = context.words
        var authorities: [Determination.Authority] = []
        for one in log.all where !authorities.contains(where: { $0.isSame(as: one.authority) }) {
            authorities.append(one.authority)
        }
        let lists = authorities.map { authority -> Markup in
            let items = log.all.filter { $0.authority.isSame(as: authority) }.map { entry($0, log, context) }
            return "<h3><bdi>\(authority.name)</bdi></h3><ol class=\"cards\">\(items)</ol>"
        }
        return """
            <h3>\(words["status.history"])</h3>
            \(DeterminationPicture(log: log, authorities: authorities, context: context).markup)
            \(lists)
            """
    }

    private func entry(_ one: Determination, _ log: DeterminationLog, _ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let hidden: Set<FieldName> = [
            "wh_DeterminationStatus", "wh_DeterminationDay", "wh_DeterminationBody", "wh_DeterminationAuthority",
            "wh_DeterminationReplaces", "wh_AppealAgainst", "wh_DeterminationRecords", "wh_DeterminationDefinition",
        ]
        let record = file.records(.determination).first { $0.id == one.id }?.record
        let isReplaced = log.all.contains { $0.supersedes == one.id }
        return """
            <li id="d-\(one.id.code)"><h4>\(text.date(one.day)): \
            \(text.label(of: one.status.code, field: "wh_DeterminationStatus")) \
            \(when: isReplaced, "<span class=\"mark\">\(words["status.replaced"])</span>")\
            \(when: log.lifted.contains(one.id), "<span class=\"mark\">\(words["status.lifted"])</span>")</h4>
            \(one.appeal.flatMap { link($0.against, log, text) }.map { line(words.markup("status.appealOf", ["what": $0])) })\
            \(one.supersedes.flatMap { link($0, log, text) }.map { line(words.markup("status.replaces", ["what": $0])) })\
            \(one.definition.map { definition($0, context) })\
            \(when: record?.values.keys.contains { !hidden.contains($0) } ?? false, text.facts(record?.values ?? [:], leavingOut: hidden))\
            \(when: !one.evidence.isEmpty, evidence(one, context))</li>
            """
    }

    private func definition(_ id: String, _ context: PageContext) -> Markup {
        let title = DefinitionLibrary.current.definition(id)?.title ?? id
        return "<p class=\"small\">\(context.words("status.under", ["law": title]))</p>"
    }

    private func line(_ said: Markup) -> Markup { "<p class=\"small\">\(said)</p>" }

    /// To another entry of the log; nil when it is not there.
    private func link(_ id: EntityID, _ log: DeterminationLog, _ text: ValueText) -> Markup? {
        log.all.first { $0.id == id }.map { other -> Markup in
            "<a href=\"#d-\(id.code)\"><bdi>\(other.authority.name)</bdi>, \(text.date(other.day))</a>"
        }
    }

    private func evidence(_ one: Determination, _ context: PageContext) -> Markup {
        let facts = CaseFacts(file: file, context: context)
        let links = one.evidence.compactMap { id in file.records.first { $0.id == id } }.map { stored -> Markup in
            "<li><a href=\"\(facts.history(stored))\">\(facts.title(of: stored.record))</a></li>"
        }
        return links.isEmpty ? "" : "<p class=\"small\">\(context.words["status.restsOn"])</p><ul>\(links)</ul>"
    }
}
