// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Standard
import Store
import Workflows

/// Deadlines, tasks and steps of one case.
enum CaseWorkHandlers {
    static func show(_ member: Member) async throws -> WebResponse {
        var page = try await page(member)
        page.isDone = member.query["done"] == "saved"
        return .page(page.markup(in: member.context))
    }

    static func setTask(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let read = FormDecoder(member.context).decode(member.form, fields: CaseWorkPage.taskFields)
        do {
            guard read.findings.isEmpty else { throw Rejected(findings: read.findings) }
            var order = TaskOrder(read.values["wh_TaskTitle"]?.canonicalText ?? "")
            if case .date(let due)? = read.values["wh_TaskDue"] { order.due = due }
            order.holder = member.form["holder"].flatMap { EntityID($0) }
            _ = try await Workflows.setTask(
                order, in: id, clocks: member.visit.site.settings.clocks, by: member.access, store: member.store,
                idempotencyKey: member.form["request"])
            return .see("/cases/\(id)/work?done=saved")
        } catch let rejected as Rejected { return try await again(rejected, member) }
    }

    static func noteStep(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        let read = FormDecoder(member.context).decode(member.form, fields: CaseWorkPage.stepFields)
        do {
            guard read.findings.isEmpty else { throw Rejected(findings: read.findings) }
            var order = StepOrder(member.form["event"] ?? "")
            if case .date(let day)? = read.values["wh_StepDay"] { order.day = day }
            if case .codes(let codes)? = read.values["wh_StepOutcome"] { order.outcome = codes.first }
            order.note = read.values["wh_StepNote"]?.canonicalText ?? ""
            _ = try await Workflows.noteStep(
                order, in: id, clocks: member.visit.site.settings.clocks, by: member.access, store: member.store,
                idempotencyKey: member.form["request"])
            return .see("/cases/\(id)/work?done=saved")
        } catch let rejected as Rejected { return try await again(rejected, member) }
    }

    static func takeBack(_ member: Member) async throws -> WebResponse {
        let id = try member.visit.id("case")
        do {
            try await takeBackStep(
                try member.visit.id("step"), reason: member.form["reason"] ?? "", in: id,
                clocks: member.visit.site.settings.clocks, by: member.access, store: member.store)
            return .see("/cases/\(id)/work?done=saved")
        } catch let rejected as Rejected { return try await again(rejected, member) }
    }

    private static func again(_ rejected: Rejected, _ member: Member) async throws -> WebResponse {
        var page = try await page(member)
        page.typed = member.form
        page.findings = rejected.findings
        return .page(page.markup(in: member.context), status: 422)
    }

    private static func page(_ member: Member) async throws -> CaseWorkPage {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        let clocks = member.visit.site.settings.clocks
        guard !file.isSignal, let schedule = schedule(of: file, clocks, by: member.access, in: member.store) else {
            throw Failure.notFound
        }
        var page = CaseWorkPage(
            file.id, schedule, clocks, requestKey: member.form["request"] ?? Sessions.token())
        page.workers = workersOn(file.id, by: member.access, in: member.store)
        page.names = member.names(of: schedule.tasks.compactMap(\.holder))
        page.mayWrite = try await lookAround(file, by: member.access, in: member.store).mayAdd(.task) == .now
        return page
    }
}

extension Member {
    /// What colleagues are called, of some accounts.
    func names(of ids: [EntityID]) -> [EntityID: String] {
        let directory = Directory(in: store)
        return Dictionary(ids.map { ($0, directory.name(of: $0)) }) { first, _ in first }
    }
}
