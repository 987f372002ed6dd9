// SPDX-License-Identifier: Apache-2.0

import Cases
import Interchange
import Standard
import Store
import Workflows

/// Bringing in a file: choose, look, take in, take back. Between looking and taking in, the server holds the
/// file in memory.
enum ImportHandlers {
    static func start(_ member: Member) async throws -> WebResponse {
        try await start(member, problem: nil, isUndone: member.query["done"] == "undone")
    }

    private static func start(_ member: Member, problem: String?, isUndone: Bool = false) async throws -> WebResponse {
        let batches = try await listImports(by: member.access, in: member.store).map { batch in
            ImportStartPage.Batch(
                id: batch.id, fileName: batch.fileName, cases: batch.cases,
                at: MomentText.say(batch.at, member.context),
                isUndone: batch.isUndone)
        }
        let page = ImportStartPage(batches: batches, problem: problem, isUndone: isUndone)
        return .page(page.markup(in: member.context), status: problem == nil ? 200 : 422)
    }

    static func look(_ member: Member) async throws -> WebResponse {
        guard let file = member.visit.files.first(where: { $0.name == "file" && $0.fileName?.isEmpty == false }) else {
            return try await start(member, problem: member.context.words["import.noFile"])
        }
        let mapping = member.visit.files.first { $0.name == "mapping" && !$0.bytes.isEmpty }
        let held = HeldFile(
            id: Sessions.token(), bytes: file.bytes, fileName: file.fileName ?? "", mapping: mapping?.bytes)
        return try await preview(held, member)
    }

    static func lookAgain(_ member: Member) async throws -> WebResponse {
        guard var held = held(member) else {
            return try await start(member, problem: member.context.words["import.gone"])
        }
        held.mapping = try chosen(member, over: held).json()
        return try await preview(held, member)
    }

    static func mapping(_ member: Member) async throws -> WebResponse {
        guard let held = held(member) else {
            return try await start(member, problem: member.context.words["import.gone"])
        }
        return .file(try chosen(member, over: held).json(), named: "mapping.json", type: "application/json")
    }

    static func commit(_ member: Member) async throws -> WebResponse {
        guard let held = held(member) else {
            return try await start(member, problem: member.context.words["import.gone"])
        }
        let outcome = try await importFile(try held.request(), by: member.access, in: member.store)
        member.visit.site.sessions.hold(nil, for: member.token)
        let page = ImportResultPage(
            fileName: held.fileName, imported: outcome.imported, drafts: outcome.drafts, skipped: outcome.skipped,
            findings: outcome.findings, batch: outcome.batch)
        return .page(page.markup(in: member.context))
    }

    static func undo(_ member: Member) async throws -> WebResponse {
        do {
            try await undoImport(try member.visit.id("batch"), by: member.access, in: member.store)
            return .see("/import?done=undone")
        } catch StoreError.editedSince(let count) {
            return try await start(member, problem: member.context.words("import.editedSince", count: count))
        }
    }

    private static func preview(_ held: HeldFile, _ member: Member) async throws -> WebResponse {
        do {
            let outcome = try await importFile(try held.request(), dryRun: true, by: member.access, in: member.store)
            member.visit.site.sessions.hold(held, for: member.token)
            let page = ImportPreviewPage(
                held: held.id, fileName: held.fileName, rows: outcome.rows, drafts: outcome.drafts,
                possibleDuplicates: outcome.possibleDuplicates, findings: outcome.findings,
                columns: outcome.columns.map { ImportPreviewPage.Column($0) })
            return .page(page.markup(in: member.context), status: outcome.isRefused ? 422 : 200)
        } catch let error as InterchangeError {
            return try await start(member, problem: error.message)
        }
    }

    /// The file that this form is about, when the session still holds it.
    private static func held(_ member: Member) -> HeldFile? {
        guard let held = member.session.held, held.id == member.form["held"] else { return nil }
        return held
    }

    /// The meanings that the form chose, on top of what a saved mapping says about other things than columns.
    private static func chosen(_ member: Member, over held: HeldFile) throws -> Mapping {
        var mapping = try held.mapping.map { try Mapping(json: $0) } ?? Mapping()
        for (header, meaning) in zip(member.form.all("header"), member.form.all("meaning")) {
            mapping.columns[header] = meaning.isEmpty ? nil : meaning
        }
        return mapping
    }
}

extension HeldFile {
    func request() throws -> ImportRequest {
        ImportRequest(bytes: bytes, fileName: fileName, mapping: try mapping.map { try Mapping(json: $0) })
    }
}

extension ImportPreviewPage.Column {
    init(_ column: ColumnMapping) {
        switch column.meaning {
        case .field(let name): self.init(header: column.header, field: name)
        case .numbering, .ignored: self.init(header: column.header, field: nil, isIgnored: true)
        case .unknown: self.init(header: column.header, field: nil)
        }
    }
}
