// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Statistics

/// The 60 invented people of `Tests/reports/register.csv`, as the records of their cases.
struct PaperRegister {
    let files: [CaseFile]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    init() throws {
        let text = try String(contentsOf: Self.root.appending(path: "Tests/reports/register.csv"), encoding: .utf8)
        let lines = text.split(separator: "\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        files = try lines.dropFirst().map { line in
            try Line(Dictionary(uniqueKeysWithValues: zip(lines[0], line))).file()
        }
    }

    /// All of them as facts.
    func table() -> FactTable {
        var table = FactTable(definitions: ["palermo-2000-art3", "vn-penalcode-150"])
        for file in files { table.set(file.factRows(reporting: PartialDate("2026-01-01")!), of: file.id) }
        return table
    }
}

/// One line of the file.
private struct Line {
    let row: [String: String]
    let caseID: EntityID
    let person: EntityID

    init(_ row: [String: String]) {
        self.row = row
        caseID = EntityID(high: 1, low: UInt64(row["case"]!)!)
        person = EntityID(high: 2, low: UInt64(row["person"]!.dropFirst())!)
    }

    private func list(_ name: String) -> [String] { row[name]!.split(separator: "|").map(String.init) }

    private func date(_ text: String) -> Value? { PartialDate(text).map { .date($0) } }

    private func codes(_ name: String) -> Value? { list(name).isEmpty ? nil : .codes(list(name)) }

    private func stored(
        _ kind: RecordKind, _ number: Int, _ values: [FieldName: Value?], _ links: [Link: EntityID] = [:]
    ) throws -> Stored {
        let draft = Draft(kind, values.compactMapValues { $0 }, links: links)
        let id = kind == .caseFile ? caseID : kind == .person ? person : EntityID(high: caseID.low, low: UInt64(number))
        return Stored(
            id: id, version: 1, day: PartialDate("2026-01-01")!, isRemoved: false,
            record: try draft.checked(under: .current))
    }

    func file() throws -> CaseFile {
        let ours: [Link: EntityID] = [.caseFile: caseID, .person: person]
        var records = [
            try stored(
                .caseFile, 0,
                ["wh_RegistrationDate": date(row["registered"]!), "wh_ClosedDate": date(row["closed"]!)]),
            try stored(
                .participation, 1,
                [
                    "vic_TypeOfExploitation": codes("forms"), "vic_Vulnerabilities": codes("weak"),
                    "vic_TraffickingStatus": codes("status"), "vic_TraffickingStatusDecisionMakingOrg": codes("body"),
                    "wh_TraffickingStart": date(row["begun"]!), "wh_CountryOfExploitation": codes("exploited"),
                ], ours),
        ]
        if !row["recruited"]!.isEmpty {
            records.append(
                try stored(
                    .event, 2, ["hte_Type": .codes(["Recruitment"]), "hte_Country": codes("recruited")],
                    [.caseFile: caseID]))
        }
        if !row["referred"]!.isEmpty {
            records.append(
                try stored(
                    .referral, 3,
                    [
                        "wh_ReferralDirection": .codes(["Outgoing"]),
                        "cas_OutgoingReferralDate": date(row["referred"]!),
                    ], [.caseFile: caseID]))
        }
        for (at, text) in list("decisions").enumerated() {
            let told = text.split(separator: ":").map(String.init)
            records.append(
                try stored(
                    .determination, 10 + at,
                    [
                        "wh_DeterminationStatus": .codes([told[0]]), "wh_DeterminationBody": .codes([told[1]]),
                        "wh_DeterminationAuthority": .text(told[1]), "wh_DeterminationDay": date(told[2]),
                    ], ours))
        }
        for (at, text) in list("needs").enumerated() { records += try need(text, 100 + at * 20) }
        let own = try stored(
            .person, 0,
            ["prs_Gender": codes("sex"), "prs_Birthdate": date(row["born"]!), "prs_Citizenship": codes("citizenship")])
        return CaseFile(id: caseID, records: records, people: [person: own])
    }

    private func need(_ text: String, _ number: Int) throws -> [Stored] {
        let told = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let barriers = told[3].split(separator: "+").map(String.init)
        let need = try stored(
            .need, number,
            [
                "wh_NeedService": .text(told[0]), "wh_NeedDay": date(told[1]), "wh_NeedStarted": date(told[2]),
                "wh_NeedBarriers": barriers.isEmpty ? nil : .codes(barriers),
            ], [.caseFile: caseID, .person: person])
        return [need]
            + (try told[4].split(separator: "+").enumerated().map { at, given in
                let parts = given.split(separator: "/").map(String.init)
                return try stored(
                    .delivery, number + 1 + at,
                    [
                        "wh_DeliveryNeed": .text(need.id.description), "wh_DeliveryDay": date(parts[0]),
                        "wh_DeliveryUnit": .codes([parts[1]]), "wh_DeliveryAmount": .number(Double(parts[2])!),
                    ], [.caseFile: caseID])
            })
    }
}
