// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Workflows

/// One task: what it is, what became of it, and the two things that can be done with it.
public struct TaskPage: Sendable {
    public var id: EntityID
    public var task: CaseTask
    public var today: Day
    public var time: OfficeTime
    public var names: [EntityID: String] = [:]
    public var mayWrite = true
    public var typed = FormPairs()
    public var findings: [Finding] = []
    public var requestKey: String

    static let fields: [FieldName] = ["wh_StepUntil", "wh_StepNote"]

    public init(_ task: CaseTask, in id: EntityID, today: Day, time: OfficeTime, requestKey: String) {
        self.id = id
        self.task = task
        self.today = today
        self.time = time
        self.requestKey = requestKey
    }

    public func markup(in context: PageContext) -> Markup {
        let words = context.words
        let place = Place(
            "<bdi>\(task.title)</bdi>",
            inCase: id, words, below: [.init(words["schedule.heading"], "/cases/\(id)/work")])
        let form = FieldForm(context, typed: typed, findings: findings)
        return Layout.page(
            place, in: context,
            content: """
                \(form.errorSummary)\(standing(context))\(history(context))
                \(when: mayWrite && task.done == nil, forms(form, context))
                """)
    }

    private func standing(_ context: PageContext) -> Markup {
        let words = context.words
        let text = DutyText(context: context, today: today)
        let holder = task.holder.map { name(of: $0) } ?? task.role.map { words[.accountRole, $0.rawValue] }
        let who: Markup =
            holder.map { name -> Markup in
                words.markup("task.for", ["name": "<bdi>\(name)</bdi>"])
            } ?? "\(words["task.holder.all"])"
        if let done = task.done, done.name == StepName.taskOver {
            return "<div class=\"done\"><p>\(words("task.over", ["date": ValueText(context).date(done.day)]))</p></div>"
        }
        if let done = task.done {
            let by = done.author.map { name(of: $0) } ?? ""
            let said = words.markup(
                "task.doneBy", ["name": "<bdi>\(by)</bdi>", "date": "\(ValueText(context).date(done.day))"])
            let note = done.note.map { note -> Markup in "<p><bdi>\(note)</bdi></p>" }
            return "<div class=\"done\"><p>\(said)</p>\(note)</div>"
        }
        return "<p>\(text.when(task.due.map { Day(last: $0) }, nil, time: time)) · \(who)</p>"
    }

    private func name(of id: EntityID) -> String { names[id] ?? id.code }

    private func history(_ context: PageContext) -> Markup {
        let words = context.words
        let text = ValueText(context)
        let lines = task.putOff.map { step -> Markup in
            let until = step.until.map { text.date($0) } ?? ""
            let note = step.note.map { note -> Markup in "<bdi>\(note)</bdi>" }
            return "<li>\(words("task.putOff", ["day": text.date(step.day), "date": until])) \(note)</li>"
        }
        return lines.isEmpty ? "" : "<ul>\(lines)</ul>"
    }

    private func forms(_ form: FieldForm, _ context: PageContext) -> Markup {
        let words = context.words
        let address = "/cases/\(id)/tasks/\(task.id)"
        return """
            <form method="post" action="\(address)/done">\(context.tokenInput)
            <div class="field"><label for="note">\(words["task.done.note"])</label>
            <textarea id="note" name="note" rows="2" dir="auto"></textarea></div>
            <div class="acts"><button>\(words["task.done"])</button></div></form>
            <details class="box"\(when: !findings.isEmpty, " open")><summary>\(words["task.postpone"])</summary>
            <form method="post" action="\(address)/postpone">\(context.tokenInput)
            <input type="hidden" name="request" value="\(requestKey)">
            \(form.fields(Self.fields))
            <div class="acts"><button>\(words["task.postpone"])</button></div></form></details>
            """
    }
}
