// SPDX-License-Identifier: Apache-2.0

import Cases
import Store
import Workflows

/// Taking data out.
enum ExportHandlers {
    static func page(_ member: Member) async throws -> WebResponse {
        let facets = try await caseFacets(by: member.access(for: .exportRegister), in: member.store)
        return .page(ExportPage(cases: facets.cases).markup(in: member.context))
    }

    static func export(_ member: Member) async throws -> WebResponse {
        guard let format = ExportFormat(rawValue: member.form["format"] ?? "") else {
            throw Failure.malformed("format")
        }
        return try await whole(format, member)
    }

    private static func whole(_ format: ExportFormat, _ member: Member) async throws -> WebResponse {
        do {
            let file = try await exportRegister(
                as: format, by: member.access(for: .exportRegister), in: member.store)
            return .file(file.bytes, named: "notes-\(member.context.today).\(format.ending)", type: format.mediaType)
        } catch is SecondPersonNeeded {
            return .page(AskSecondPersonPage(format: format.rawValue).markup(in: member.context), status: 403)
        }
    }

    /// Asks a second person to agree to a file.
    static func ask(_ member: Member) async throws -> WebResponse {
        guard let format = ExportFormat(rawValue: member.form["format"] ?? "") else {
            throw Failure.malformed("format")
        }
        try await askSecondPerson(
            .export, reason: member.form["reason"] ?? "", details: ["format": format.rawValue],
            power: .exportRegister, by: member.access(for: .exportRegister), in: member.store)
        return .see("/approvals")
    }
}

extension ExportFormat {
    var ending: String {
        switch self {
        case .htcdsXLSX: "xlsx"
        case .htcdsCSV: "csv"
        case .htcdsJSON: "json"
        }
    }
    var mediaType: String {
        switch self {
        case .htcdsXLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .htcdsCSV: "text/csv; charset=utf-8"
        case .htcdsJSON: "application/json"
        }
    }
}
