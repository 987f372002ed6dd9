// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// What is to be done next in a case, on the case's own page: deadlines that run, tasks that are open.
struct CaseWorkBox {
    let id: EntityID
    let schedule: CaseSchedule
    let time: OfficeTime
    let context: PageContext

    private static let most = 6

    var markup: Markup {
        let words = context.words
        let text = DutyText(context: context, today: schedule.today)
        let deadlines = schedule.deadlines.filter { !$0.isSilent || $0.isLate }.map { deadline -> Markup in
            "<li>\(deadline.rule.title): \(text.when(deadline.day(time), deadline.state, time: time))</li>"
        }
        let tasks = schedule.openTasks.map { task -> Markup in
            let day = task.due.map { Day(last: $0) }
            return """
                <li><a href="/cases/\(id.description)/tasks/\(task.id.description)"><bdi>\(task.title)</bdi></a>: \
                \(text.when(day, nil, time: time))</li>
                """
        }
        let all = deadlines + tasks
        let none: Markup = "<p class=\"soft\">\(words["schedule.none"])</p>"
        return """
            <section class="section" id="deadlines"><h2>\(words["schedule.heading"])</h2>
            \(all.isEmpty ? none : "<ul class=\"plain\">\(Array(all.prefix(Self.most)))</ul>")
            <div class="acts"><a href="/cases/\(id.description)/work">\(words["schedule.all"])</a>
            <a href="/cases/\(id.description)/search">\(words["caseSearch.heading"])</a></div></section>
            """
    }
}
