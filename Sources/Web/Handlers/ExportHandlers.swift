// SPDX-License-Identifier: Apache-2.0

import Cases
import Interchange
import Store
import Workflows

/// Taking data out.
enum ExportHandlers {
    static func page(_ member: Member) async throws -> WebResponse {
        let facets = try await caseFacets(by: member.access(for: .exportRegister), in: member.store)
        return .page(ExportPage(cases: facets.cases).markup(in: member.context))
    }

    static func export(_ member: Member) async throws -> WebResponse {
        if let format = ExportFormat(rawValue: member.form["format"] ?? "") { return try await whole(format, member) }
        guard member.form["format"] == "ctdc" else { throw Failure.malformed("format") }
        let typed = DateBoxes.asciiDigits(member.form["k"] ?? "").filter { !$0.isWhitespace }
        let without = member.form["without"] ?? ""
        let cases = try await caseFacets(by: member.access(for: .publishDataset), in: member.store).cases
        func again(_ lines: [String]) -> WebResponse {
            let page = ExportPage(cases: cases, k: typed, without: without, refusal: lines)
            return .page(page.markup(in: member.context), status: 422)
        }
        guard let k = Int(typed), k >= 2 else { return again([member.context.words["export.badK"]]) }
        guard let columns = columns(without) else { return again([member.context.words["export.badColumn"]]) }
        do {
            let file = try await publishDataset(
                k: k, leavingOut: columns, by: member.access(for: .publishDataset), in: member.store)
            return .file(file.bytes, named: "ctdc-\(member.context.today).csv", type: "text/csv; charset=utf-8")
        } catch {
            guard let reason = reasonNotToPublish(error) else { throw error }
            return again([reason])
        }
    }

    /// The CTDC columns that a text names, with commas or spaces between them; nil when one is no column.
    static func columns(_ text: String) -> Set<String>? {
        let names = Set(text.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init))
        return names.isSubset(of: CTDCColumn.headers) ? names : nil
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
