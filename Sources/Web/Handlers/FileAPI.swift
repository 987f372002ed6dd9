// SPDX-License-Identifier: Apache-2.0

import Cases
import Interchange
import Store
import Workflows

/// Files in and out for programs. An import's body is the file itself, its name in `X-File-Name` (percent-encoded).
enum FileAPI {
    private struct Outcome: Encodable {
        let format: String
        let rows: Int
        let imported: Int
        let drafts: Int
        let skipped: Int
        let possibleDuplicates: Int
        let findings: [Finding]
        let batch: EntityID?
    }
    private struct ExportInput: Decodable {
        let format: String
    }

    static func importFile(_ member: Member) async throws -> WebResponse {
        let request = member.visit.request
        let name = PercentCoding.decodeForm(Array((request.header("x-file-name") ?? "").utf8))
        guard let format = ImportFormat(rawValue: member.query["format"] ?? ImportFormat.auto.rawValue) else {
            throw Failure.malformed("format")
        }
        let file = ImportRequest(bytes: request.body, fileName: name, format: format)
        do {
            let made = try await Workflows.importFile(
                file, dryRun: member.query["dryRun"] == "yes", by: member.access, in: member.store)
            let outcome = Outcome(
                format: made.format.rawValue, rows: made.rows, imported: made.imported, drafts: made.drafts,
                skipped: made.skipped,
                possibleDuplicates: made.possibleDuplicates, findings: made.findings, batch: made.batch)
            return try .json(outcome, status: made.isRefused ? 422 : made.batch == nil ? 200 : 201)
        } catch let error as InterchangeError {
            return .problem(ProblemDetails(type: "/problems/\(error.code)", title: error.message, status: 422))
        }
    }

    static func undo(_ member: Member) async throws -> WebResponse {
        try await undoImport(try member.visit.id("batch"), by: member.access, in: member.store)
        return WebResponse(status: 204)
    }

    static func export(_ member: Member) async throws -> WebResponse {
        let input: ExportInput = try APIBody.decode(member.visit.request)
        if let format = ExportFormat(rawValue: input.format) {
            let file = try await exportRegister(
                as: format, by: member.access(for: .exportRegister), in: member.store)
            return .file(file.bytes, named: "notes-\(member.context.today).\(format.ending)", type: format.mediaType)
        }
        // A public file needs a second person, who looks at it on a page: `/publish`.
        guard input.format == "ctdc" else { throw Failure.malformed("format") }
        throw Failure.secondPerson
    }
}
