// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// The plan as a sheet for the person: their words, the next steps and days. It names no office, no case and nothing
/// that happened, so that whoever finds it learns nothing.
struct PlanPaper {
    let file: CaseFile

    func markup(in context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let goals = file.records(.plan).filter { !$0.record.isGoalOver }
        let items = goals.map { goal -> Markup in
            let record = goal.record
            let until = record.date("spl_PlannedEndDate").map { day -> Markup in
                "<p>\(words("plan.paper.until", ["date": text.date(day)]))</p>"
            }
            let again = record.date("wh_PlanReview").map { day -> Markup in
                "<p>\(words("plan.paper.again", ["date": text.date(day)]))</p>"
            }
            let said = record.text("wh_PlanWords").map { said -> Markup in "<p><strong><bdi>\(said)</bdi></strong></p>"
            }
            let steps = record.text("spl_ActionPlan").map { steps -> Markup in "<p><bdi>\(steps)</bdi></p>" }
            return "<li>\(said)\(steps)\(until)\(again)</li>"
        }
        return """
            \(Layout.head(context))
            <body><main id="main"><p class="no-print note">\(words["plan.paper.lead"])</p>
            <h1>\(words["plan.paper.heading"])</h1><ol class="paper">\(items)</ol></main></body></html>
            """
    }
}
