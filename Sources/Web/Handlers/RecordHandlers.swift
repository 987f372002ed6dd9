// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// The records of a case: add, change, remove, look back.
enum RecordHandlers {
    static func editForm(_ member: Member) async throws -> WebResponse {
        RecordEditing(target: try await RecordTarget(inCase: member), member: member).form()
    }

    static func edit(_ member: Member) async throws -> WebResponse {
        try await RecordEditing(target: try await RecordTarget(inCase: member), member: member).save()
    }

    static func remove(_ member: Member) async throws -> WebResponse {
        try await RecordEditing(target: try await RecordTarget(inCase: member), member: member).remove()
    }

    static func history(_ member: Member) async throws -> WebResponse {
        RecordEditing(target: try await RecordTarget(inCase: member), member: member).history()
    }

    static func addForm(_ member: Member) async throws -> WebResponse {
        let (file, kind) = try await place(member)
        let typed = FormEncoder(member.context).encode(defaults(for: kind, member))
        return page(member, file, kind, typed: typed, key: Sessions.token())
    }

    static func add(_ member: Member) async throws -> WebResponse {
        let (file, kind) = try await place(member)
        let form = member.form
        let key = form["request"] ?? Sessions.token()
        let fields = EditPage.fieldsToAdd(kind, codebook: member.context.codebook)
        let read = FormDecoder(member.context).decode(form, fields: fields)
        guard read.findings.isEmpty else {
            return page(member, file, kind, typed: form, key: key, findings: read.findings, status: 422)
        }
        do {
            try await write(read.values, kind, file, member, key)
            return .see("/cases/\(file.id)?done=saved")
        } catch let rejected as Rejected {
            return page(member, file, kind, typed: form, key: key, findings: rejected.findings, status: 422)
        }
    }

    /// The case, and the kind of record that the address names.
    private static func place(_ member: Member) async throws -> (file: CaseFile, kind: RecordKind) {
        guard let kind = member.visit.parameters["kind"].flatMap({ RecordKind(rawValue: $0) }),
            kind == .participation || CasePage.kinds.contains(kind)
        else { throw Failure.notFound }
        return (try await readCase(try member.visit.id("case"), by: member.actor, in: member.store), kind)
    }

    /// A participation comes with a new person; a consent is about the person the case is for, when there is just one.
    private static func write(
        _ values: [FieldName: Value], _ kind: RecordKind, _ file: CaseFile, _ member: Member, _ key: String
    ) async throws {
        let codebook = member.context.codebook
        var draft = Draft(
            kind, values.filter { name, _ in codebook[name].map { kind.sections.contains($0.section) } ?? false })
        for (name, value) in defaults(for: kind, member) where draft.values[name] == nil { draft.values[name] = value }
        if kind == .participation {
            let person = Draft(.person, values.filter { name, _ in codebook[name]?.section == .person })
            draft.links[.person] = try await addRecord(
                person, toCase: nil, by: member.actor, store: member.store, idempotencyKey: key + ".person")
        }
        if kind == .consent, file.victims.count == 1 { draft.links[.person] = file.victims[0].record.links[.person] }
        _ = try await addRecord(draft, toCase: file.id, by: member.actor, store: member.store, idempotencyKey: key)
    }

    /// What a new record begins with.
    private static func defaults(for kind: RecordKind, _ member: Member) -> [FieldName: Value] {
        let today = Value.date(member.context.today)
        switch kind {
        case .comment: return ["wh_CommentDate": today, "wh_CommentAuthor": .text(member.session.name)]
        case .consent: return ["wh_ConsentDate": today, "wh_ConsentPurpose": .codes(["ManageData"])]
        case .assessment: return ["wh_AssessmentDate": today]
        case .participation: return ["wh_RoleInCase": .codes([PersonRole.other.rawValue])]
        default: return [:]
        }
    }

    private static func page(
        _ member: Member, _ file: CaseFile, _ kind: RecordKind, typed: FormPairs, key: String, findings: [Finding] = [],
        status: Int = 200
    ) -> WebResponse {
        let page = EditPage(
            kind: kind, action: "/cases/\(file.id)/add/\(kind.rawValue)",
            back: .init(file.id.code, "/cases/\(file.id)"), version: nil,
            typed: typed, findings: findings, requestKey: key)
        return .page(page.markup(in: member.context), status: status)
    }
}
