// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard
import Store
import Workflows

/// Changing one record: the form, saving it, and settling two changes that met.
struct RecordEditing {
    let target: RecordTarget
    let member: Member

    private var context: PageContext { member.context }
    private var action: String { target.address + "/edit" }

    func form() async throws -> WebResponse {
        let classes = try await member.editable(target)
        let resumed = member.resumed(action)
        let base = target.version(resumed?["version"]) ?? target.current
        return page(
            typed: resumed ?? FormEncoder(context).encode(base.record.values), version: base.version, classes: classes)
    }

    /// Saves what the form holds, or shows it again, or shows both texts.
    func save() async throws -> WebResponse {
        guard let base = target.version(member.form["version"]) else { throw Failure.changed }
        if member.form["settle"] == "yes" { return try await settle(theirs: base) }
        let classes = try await member.editable(target)
        let fields = EditPage.fields(
            of: target.kind, typed: FormEncoder(context).encode(base.record.values), codebook: context.codebook,
            classes: classes)
        let read = FormDecoder(context).decode(member.form, fields: fields)
        guard read.findings.isEmpty else {
            return page(
                typed: member.form, version: base.version, classes: classes, findings: read.findings, status: 422)
        }
        var draft = base.record.draft
        for name in fields { draft.values[name] = read.values[name] }
        return try await write(draft, base: base, classes: classes)
    }

    func remove() async throws -> WebResponse {
        guard let version = member.form["version"].flatMap({ Int($0) }) else { throw Failure.changed }
        try await removeRecord(
            target.id, in: target.scope, kind: target.kind, base: version, by: member.access, store: member.store)
        return .see("\(target.back.address)?done=removed")
    }

    func history() -> WebResponse {
        .page(HistoryPage(versions: target.versions, back: target.back).markup(in: context))
    }

    private func write(_ draft: Draft, base: Stored, classes: Set<FieldClass>?) async throws -> WebResponse {
        do {
            let result = try await editRecord(
                target.id, in: target.scope, base: base.version, to: draft, by: member.access, store: member.store)
            switch result {
            case .saved:
                member.saved(action)
                return .see("\(target.back.address)?done=saved")
            case .conflict(let seen, let current, let mine):
                return conflict(base: seen ?? base, theirs: current, mine: mine.values)
            }
        } catch let rejected as Rejected {
            return page(
                typed: member.form, version: base.version, classes: classes, findings: rejected.findings, status: 422)
        }
    }

    private func settle(theirs: Stored) async throws -> WebResponse {
        guard let base = target.version(member.form["base"]) else { throw Failure.changed }
        let decoder = FormDecoder(context)
        let (values, findings) = Settlement.chosen(
            member.form, base: base.record.values, theirs: theirs.record.values, decoder: decoder)
        let mineForm = member.form.under("mine:")
        let mine = decoder.decode(mineForm, fields: decoder.fields(in: mineForm)).values
        guard findings.isEmpty else { return conflict(base: base, theirs: theirs, mine: mine, findings: findings) }
        var draft = theirs.record.draft
        draft.values = values
        return try await write(draft, base: theirs, classes: try await member.editable(target))
    }

    private func conflict(base: Stored, theirs: Stored, mine: [FieldName: Value], findings: [Finding] = [])
        -> WebResponse
    {
        let page = ConflictPage(
            kind: target.kind, action: action, back: target.back, base: base, theirs: theirs, mine: mine,
            findings: findings,
            requestKey: Sessions.token())
        return .page(page.markup(in: context), status: 409)
    }

    private func page(
        typed: FormPairs, version: Int, classes: Set<FieldClass>?, findings: [Finding] = [], status: Int = 200
    ) -> WebResponse {
        var page = EditPage(
            kind: target.kind, action: action, back: target.back, version: version, typed: typed, findings: findings,
            requestKey: Sessions.token())
        page.classes = classes
        if findings.isEmpty { page.offer = member.offer(action) }
        return .page(page.markup(in: context), status: status)
    }
}
