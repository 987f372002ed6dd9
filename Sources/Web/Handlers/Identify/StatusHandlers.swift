// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Standard
import Store
import Workflows

/// What authorities concluded of the people in a case.
enum StatusHandlers {
    static func show(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        var page = StatusPage(file)
        page.isDone = member.query["done"] == "saved"
        page.mayAdd = try await lookAround(file, by: member.access, in: member.store).mayAdd(.determination).isMade
        return .page(page.markup(in: member.context))
    }

    static func form(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        _ = try await member.addable(.determination, to: file)
        let address = "/cases/\(file.id)/status/add"
        let resumed = member.resumed(address)
        var page = DeterminationForm(
            file, typed: resumed ?? FormPairs(), requestKey: resumed?["request"] ?? Sessions.token())
        page.offer = member.offer(address)
        return .page(page.markup(in: member.context))
    }

    static func add(_ member: Member) async throws -> WebResponse {
        let file = try await readCase(try member.visit.id("case"), by: member.access, in: member.store)
        let form = member.form
        let key = form["request"] ?? Sessions.token()
        _ = try await member.addable(.determination, to: file)
        var (values, findings) = FormDecoder(member.context).decode(form, fields: DeterminationForm.fields)
        let records = form.all("record").compactMap { EntityID($0) }.filter { id in
            file.records.contains { $0.id == id }
        }
        if !records.isEmpty {
            values["wh_DeterminationRecords"] = .text(records.map(\.description).joined(separator: " "))
        }
        if file.victims.count > 1, form["person"] == nil {
            findings.append(Finding(.needed, field: nil, member.context.words["status.who.needed"]))
        }
        do {
            guard findings.isEmpty else { throw Rejected(findings: findings) }
            _ = try await addDetermination(
                values, of: form["person"].flatMap { EntityID($0) }, toCase: file.id, by: member.access,
                in: member.store, idempotencyKey: key)
            member.saved("/cases/\(file.id)/status/add")
            return .see("/cases/\(file.id)/status?done=saved")
        } catch let rejected as Rejected {
            let page = DeterminationForm(file, typed: form, findings: rejected.findings, requestKey: key)
            return .page(page.markup(in: member.context), status: 422)
        }
    }
}
