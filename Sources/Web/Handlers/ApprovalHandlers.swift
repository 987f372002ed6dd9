// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// What a second person must agree to.
enum ApprovalHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let mayApprove = member.actor.role.powers.contains(.approveRequests)
        let all = try await member.store.requests(of: member.actor.agency)
        let seen = all.filter { mayApprove || $0.asker == member.actor.id }
        let lines = seen.prefix(100).map { request in
            ApprovalsPage.Line(
                request: request, asker: member.store.account(request.asker)?.calledName ?? "",
                subject: request.subject.map { member.store.account($0)?.calledName ?? $0.code } ?? "",
                isOwn: request.asker == member.actor.id, isOpen: request.isOpen(at: member.now))
        }
        return .page(ApprovalsPage(lines: lines, mayApprove: mayApprove).markup(in: member.context))
    }

    static func answer(_ member: Member) async throws -> WebResponse {
        let request = try await answerRequest(
            try member.visit.id("request"), approve: member.form["answer"] == "yes",
            by: member.access(for: .approveRequests),
            in: member.store)
        if request.state == .approved, let subject = request.subject { member.visit.site.sessions.end(of: subject) }
        return .see("/approvals")
    }

    /// The file that was agreed to, once.
    static func fetch(_ member: Member) async throws -> WebResponse {
        let access = member.access(for: .exportRegister)
        guard access.isStepUpFresh else { throw Refusal(.registerExport, .stepUp) }
        let request = try await useAgreement(
            try member.visit.id("request"), .export, by: access, in: member.store)
        guard let format = ExportFormat(rawValue: request.details["format"] ?? "") else { throw StoreError.notFound }
        let file = try await exportRegister(as: format, approved: true, by: access, in: member.store)
        return .file(file.bytes, named: "notes-\(member.context.today).\(format.ending)", type: format.mediaType)
    }
}
