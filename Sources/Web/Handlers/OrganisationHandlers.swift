// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Organisations: they stand by themselves, not in a case.
enum OrganisationHandlers {
    static func list(_ member: Member) async throws -> WebResponse {
        let organisations = try await listOrganisations(by: member.access, in: member.store)
        return .page(OrganisationsPage(organisations).markup(in: member.context))
    }

    static func editForm(_ member: Member) async throws -> WebResponse {
        try await RecordEditing(target: try await RecordTarget(organisation: member), member: member).form()
    }

    static func edit(_ member: Member) async throws -> WebResponse {
        try await RecordEditing(target: try await RecordTarget(organisation: member), member: member).save()
    }

    static func remove(_ member: Member) async throws -> WebResponse {
        try await RecordEditing(target: try await RecordTarget(organisation: member), member: member).remove()
    }

    static func addForm(_ member: Member) -> WebResponse {
        let resumed = member.resumed(adding)
        return page(member, typed: resumed ?? FormPairs(), key: resumed?["request"] ?? Sessions.token())
    }

    private static let adding = "/organisations/add"

    static func add(_ member: Member) async throws -> WebResponse {
        let key = member.form["request"] ?? Sessions.token()
        let fields = EditPage.fieldsToAdd(.organisation, codebook: member.context.codebook)
        let read = FormDecoder(member.context).decode(member.form, fields: fields)
        guard read.findings.isEmpty else { return page(member, typed: member.form, key: key, findings: read.findings) }
        do {
            let draft = Draft(.organisation, read.values)
            _ = try await addRecord(draft, toCase: nil, by: member.access, store: member.store, idempotencyKey: key)
            member.saved(adding)
            return .see("/organisations")
        } catch let rejected as Rejected {
            return page(member, typed: member.form, key: key, findings: rejected.findings)
        }
    }

    private static func page(_ member: Member, typed: FormPairs, key: String, findings: [Finding] = []) -> WebResponse {
        var page = EditPage(
            kind: .organisation, action: adding,
            back: .init(member.context.words["menu.organisations"], "/organisations"), version: nil, typed: typed,
            findings: findings,
            requestKey: key)
        if findings.isEmpty { page.offer = member.offer(adding) }
        return .page(page.markup(in: member.context), status: findings.isEmpty ? 200 : 422)
    }
}
