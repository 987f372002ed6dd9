// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// One task of a case.
enum TaskHandlers {
    static func show(_ member: Member) async throws -> WebResponse {
        .page(try await page(member).markup(in: member.context))
    }

    static func done(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        try await finishTask(
            try member.visit.id("task"), note: member.form["note"] ?? "", in: id,
            clocks: member.visit.site.settings.clocks, by: member.access, store: member.store)
        return .see("/cases/\(id)/work?done=saved")
    }

    static func postpone(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let read = FormDecoder(member.context).decode(member.form, fields: TaskPage.fields)
        do {
            guard read.findings.isEmpty else { throw Rejected(findings: read.findings) }
            let day: PartialDate? = if case .date(let day)? = read.values["wh_StepUntil"] { day } else { nil }
            try await postponeTask(
                try member.visit.id("task"), until: day, reason: read.values["wh_StepNote"]?.canonicalText ?? "",
                in: id, clocks: member.visit.site.settings.clocks, by: member.access, store: member.store,
                idempotencyKey: member.form["request"])
            return .see("/cases/\(id)/work?done=saved")
        } catch let rejected as Rejected {
            var page = try await page(member)
            page.typed = member.form
            page.findings = rejected.findings
            return .page(page.markup(in: member.context), status: 422)
        }
    }

    private static func page(_ member: Member) async throws -> TaskPage {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        let wanted = try member.visit.id("task")
        let clocks = member.visit.site.settings.clocks
        guard let schedule = schedule(of: file, clocks, by: member.access, in: member.store),
            let task = schedule.tasks.first(where: { $0.id == wanted })
        else { throw Failure.notFound }
        var page = TaskPage(
            task, in: file.id, today: schedule.today, time: clocks.time,
            requestKey: member.form["request"] ?? Sessions.token())
        page.names = member.names(of: [task.holder, task.done?.author].compactMap { $0 })
        page.mayWrite = try await lookAround(file, by: member.access, in: member.store).mayAdd(.task) == .now
        return page
    }
}
