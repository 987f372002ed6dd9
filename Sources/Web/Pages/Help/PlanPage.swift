// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard

/// What the person wants to reach, who sees to it, until when, and when it is looked at again.
public struct PlanPage: Sendable {
    public var file: CaseFile
    public var mayAdd = true
    public var isDone = false
    /// The goals that the reader may change; nil for all.
    public var changeable: Set<EntityID>?
    /// Whether papers are safe for the person, and what to mind.
    public var paper: SafeContact.Answer = .go([])

    public init(_ file: CaseFile) { self.file = file }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let address = "/cases/\(file.id.description)"
        let goals = file.records(.plan)
        let open = goals.filter { !$0.record.isGoalOver }
        let place = Place(
            "\(words["plan.heading"])",
            trail: [.init(words["menu.cases"], "/cases"), .init(file.id.code, address)],
            next: mayAdd ? .init(words["plan.add"], "\(address)/add/plan") : nil, audience: words["audience.case"],
            area: .cases)
        let over = goals.filter(\.record.isGoalOver)
        return Layout.page(
            place, in: context,
            content: """
                <div class="no-print">\(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["case.done.saved"])</p></div>")
                <p>\(words["plan.lead"])</p>\(printing(goals, words))
                \(list(open, words["plan.now"], words["plan.none"], context))
                \(when: !over.isEmpty, list(over, words["plan.over"], "", context))
                <p class="acts"><a href="\(address)/help">\(words["need.heading"])</a></p></div>
                """)
    }

    private func printing(_ goals: [Stored], _ words: Words) -> Markup {
        guard !goals.isEmpty else { return "" }
        switch paper {
        case .refused(let obstacle):
            return """
                <div class="warn"><p>\(words["plan.noPaper"]) \(words[.contactObstacle, obstacle.rawValue])</p></div>
                """
        case .go(let cautions):
            let notes = cautions.map { caution -> Markup in "<li>\(words[.contactCaution, caution.rawValue])</li>" }
            return """
                \(when: !notes.isEmpty, "<div class=\"note\"><ul>\(notes)</ul></div>")
                <p class="acts"><a class="button quiet" href="/cases/\(file.id.description)/plan/print">\(words["plan.print"])</a></p>
                """
        }
    }

    private func list(_ goals: [Stored], _ heading: String, _ none: String, _ context: PageContext) -> Markup {
        let cards = goals.map { card($0, context) }
        return """
            <section class="section"><h2>\(heading)</h2>
            \(when: cards.isEmpty, "<p class=\"soft\">\(none)</p>", else: "<ul class=\"cards\">\(cards)</ul>")</section>
            """
    }

    private func card(_ goal: Stored, _ context: PageContext) -> Markup {
        let words = context.words
        let facts = CaseFacts(file: file, context: context)
        let what: Markup = "<span class=\"unseen\">: \(facts.title(of: goal.record))</span>"
        let mayChange = changeable?.contains(goal.id) ?? true
        let isLate = goal.record.isGoalLate(on: context.today)
        let isDue = goal.record.isReviewDue(on: context.today)
        let shown: Set<FieldName> = ["wh_PlanWords"]
        return """
            <li><h3>\(facts.title(of: goal.record))\
            \(when: isLate, " <span class=\"mark warning\">\(words["plan.late"])</span>")\
            \(when: isDue, " <span class=\"mark warning\">\(words["plan.due"])</span>")</h3>
            \(goal.record.text("wh_PlanWords").map { said -> Markup in "<p><q><bdi>\(said)</bdi></q></p>" })
            \(ValueText(context).facts(goal.record.values, leavingOut: shown))
            <p class="acts small">\(when: mayChange, "<a href=\"\(facts.edit(goal))\">\(words["case.edit"])\(what)</a>")
            <a href="\(facts.history(goal))">\(words("case.versions", count: goal.version))\(what)</a></p></li>
            """
    }
}

extension Record {
    /// A goal that was reached, given up or replaced.
    var isGoalOver: Bool {
        if let state = code("wh_PlanState") { return state != "Open" }
        return self["spl_ActualEndDate"] != nil
    }

    /// The day by which it was to be reached has gone by.
    func isGoalLate(on day: PartialDate) -> Bool {
        guard !isGoalOver, let end = date("spl_PlannedEndDate") else { return false }
        return end.bounds.last < day.bounds.first
    }

    /// The day on which to look at it again has come.
    func isReviewDue(on day: PartialDate) -> Bool {
        guard !isGoalOver, let review = date("wh_PlanReview") else { return false }
        return review.bounds.first <= day.bounds.last
    }
}
