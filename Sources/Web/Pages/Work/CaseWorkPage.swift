// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// Deadlines and tasks of one case, what happened that they go by, and the forms to add to them.
public struct CaseWorkPage: Sendable {
    public var id: EntityID
    public var schedule: CaseSchedule
    public var clocks: OfficeClocks
    /// To whom a task may be given.
    public var workers: [Colleague] = []
    /// What accounts are called.
    public var names: [EntityID: String] = [:]
    public var mayWrite = true
    public var isDone = false
    /// What was typed and could not be saved, by form.
    public var typed = FormPairs()
    public var findings: [Finding] = []
    public var requestKey: String

    static let taskFields: [FieldName] = ["wh_TaskTitle", "wh_TaskDue"]
    static let stepFields: [FieldName] = ["wh_StepDay", "wh_StepOutcome", "wh_StepNote"]

    public init(_ id: EntityID, _ schedule: CaseSchedule, _ clocks: OfficeClocks, requestKey: String) {
        self.id = id
        self.schedule = schedule
        self.clocks = clocks
        self.requestKey = requestKey
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "\(words["schedule.heading"])",
            inCase: id, words)
        let form = FieldForm(context, typed: typed, findings: findings)
        return Layout.page(
            place, in: context,
            content: """
                \(when: isDone, "<div class=\"done\" role=\"status\"><p>\(words["case.done.saved"])</p></div>")
                \(form.errorSummary)\(deadlines(context))\(tasks(context))
                \(when: mayWrite, taskForm(form, context))\(steps(context))\(when: mayWrite, stepForm(form, context))
                """)
    }

    private func deadlines(_ context: PageContext) -> Markup {
        let words = context.words
        let text = DutyText(context: context, today: schedule.today)
        let cards = schedule.deadlines.map { deadline -> Markup in
            """
            <li><h3>\(deadline.rule.title)</h3>
            <p>\(text.when(deadline.day(clocks.time), deadline.state, time: clocks.time))</p>
            <p class="small">\(words("schedule.since", ["date": text.say(deadline.started)])) \
            \(until(deadline, words)) <span class="soft">\(deadline.rule.source)</span></p></li>
            """
        }
        let none: Markup = "<p class=\"soft\">\(words["schedule.noDeadline"])</p>"
        return """
            <section class="section"><h2>\(words["schedule.deadlines"])</h2>\
            \(cards.isEmpty ? none : "<ul class=\"cards\">\(cards)</ul>")</section>
            """
    }

    /// What ends it, in the procedure's own words.
    private func until(_ deadline: Deadline, _ words: Words) -> String {
        let ends = clocks.procedure.events.filter { deadline.rule.stops.contains($0.id) }.map(\.words)
        return ends.isEmpty ? "" : words("schedule.until", ["event": ends.joined(separator: "; ")])
    }

    private func tasks(_ context: PageContext) -> Markup {
        let words = context.words
        let text = DutyText(context: context, today: schedule.today)
        let open = schedule.openTasks.map { task -> Markup in
            let holder = task.holder.map { names[$0] ?? $0.code } ?? task.role.map { words[.accountRole, $0.rawValue] }
            return """
                <li><h3><a href="/cases/\(id.description)/tasks/\(task.id.description)"><bdi>\(task.title)</bdi></a></h3>
                <p>\(text.when(task.due.map { Day(last: $0) }, nil, time: clocks.time))\
                \(holder.map { name -> Markup in " · <bdi>\(name)</bdi>" })</p></li>
                """
        }
        let done = schedule.tasks.filter { $0.done != nil }.map { task -> Markup in
            """
            <li><a href="/cases/\(id.description)/tasks/\(task.id.description)"><bdi>\(task.title)</bdi></a></li>
            """
        }
        let none: Markup = "<p class=\"soft\">\(words["task.none"])</p>"
        let rest: Markup = """
            <details class="box"><summary>\(words("task.doneCount", count: done.count))</summary><ul>\(done)</ul></details>
            """
        return """
            <section class="section"><h2>\(words["task.heading"])</h2>
            \(open.isEmpty ? none : "<ul class=\"cards\">\(open)</ul>")\(when: !done.isEmpty, rest)</section>
            """
    }

    private func taskForm(_ form: FieldForm, _ context: PageContext) -> Markup {
        let words = context.words
        let choices = workers.map { who -> Markup in
            let chosen: Markup = typed["holder"] == who.id.description ? " selected" : ""
            return "<option value=\"\(who.id.description)\"\(chosen)>\(who.name)</option>"
        }
        return """
            <details class="box"\(when: typed["form"] == "task", " open")><summary>\(words["task.add"])</summary>
            <form method="post" action="/cases/\(id.description)/tasks">\(context.tokenInput)
            <input type="hidden" name="form" value="task"><input type="hidden" name="request" value="\(requestKey)">
            \(form.fields(Self.taskFields))
            <div class="field"><label for="holder">\(words["task.holder"])</label>
            <select id="holder" name="holder"><option value="">\(words["task.holder.all"])</option>\(choices)</select></div>
            <div class="acts"><button>\(words["form.save"])</button></div></form></details>
            """
    }

    private func steps(_ context: PageContext) -> Markup {
        guard !schedule.steps.isEmpty else { return "" }
        let words = context.words
        let text = ValueText(context)
        let cards = schedule.steps.reversed().map { step -> Markup in
            let outcome = step.outcome.map { " · " + text.label(of: $0, field: "wh_StepOutcome") } ?? ""
            let note = step.note.map { note -> Markup in "<p class=\"small\"><bdi>\(note)</bdi></p>" }
            return """
                <li><h3>\(clocks.words(of: step.name) ?? step.name)</h3><p>\(text.date(step.day))\(outcome)</p>\(note)\
                \(when: mayWrite, takeBack(step, context))</li>
                """
        }
        return "<section class=\"section\"><h2>\(words["step.heading"])</h2><ul class=\"cards\">\(cards)</ul></section>"
    }

    private func takeBack(_ step: CaseStep, _ context: PageContext) -> Markup {
        let words = context.words
        let name = "reason-\(step.id.description)"
        return """
            <details><summary>\(words["step.back"])</summary>
            <form method="post" action="/cases/\(id.description)/steps/\(step.id.description)/take-back">\
            \(context.tokenInput)<div class="field"><label for="\(name)">\(words["step.back.why"])</label>
            <input type="text" id="\(name)" name="reason" dir="auto" required></div>
            <div class="acts"><button class="quiet">\(words["step.back"])</button></div></form></details>
            """
    }

    private func stepForm(_ form: FieldForm, _ context: PageContext) -> Markup {
        let words = context.words
        let events = stepEvents(clocks).map { event -> Markup in
            let chosen: Markup = typed["event"] == event.id ? " selected" : ""
            return "<option value=\"\(event.id)\"\(chosen)>\(event.words)</option>"
        }
        return """
            <details class="box"\(when: typed["form"] == "step", " open")><summary>\(words["step.add"])</summary>
            <p class="help">\(words["step.add.help"])</p>
            <form method="post" action="/cases/\(id.description)/steps">\(context.tokenInput)
            <input type="hidden" name="form" value="step"><input type="hidden" name="request" value="\(requestKey)s">
            <div class="field"><label for="event">\(words["step.event"])</label>
            <select id="event" name="event"><option value="">\(words["step.choose"])</option>\(events)</select></div>
            \(form.fields(Self.stepFields))
            <div class="acts"><button>\(words["form.save"])</button></div></form></details>
            """
    }
}
