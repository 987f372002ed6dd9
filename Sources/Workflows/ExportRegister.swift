// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Interchange
import Standard
import Store
import Synchronization

/// The forms in which the whole register is let out, names and all.
public enum ExportFormat: String, Sendable, Codable, CaseIterable {
    case htcdsXLSX = "htcds-xlsx"
    case htcdsCSV = "htcds-csv"
    case htcdsJSON = "htcds-json"
}

/// A file made from the register.
public struct ExportedFile: Sendable {
    public let bytes: [UInt8]
    /// Rows written: one for each victim in each case.
    public let rows: Int
    /// What flat rows could not carry, by kind; empty when nothing was left.
    public let left: [RecordKind: Int]
    /// Lower-case hexadecimal SHA-256 of the bytes, which stands in the audit log.
    public let digest: String
}

/// Every case as flat HTCDS rows, one for each victim in a case, in the order they were registered.
///
/// The audit log names the export before the register is read, and the file's digest before it is given.
///
/// - Parameter approved: Whether a second person has agreed to this export.
/// - Throws: `Refusal`; `SecondPersonNeeded`; `StoreError`.
public func exportRegister(
    as format: ExportFormat, template: Template = .multi, approved: Bool = false, by access: Access,
    in store: CaseStore
) async throws -> ExportedFile {
    let permit = try await access.permit(.registerExport, by: .exportRegister, in: store)
    let today = store.clock.today
    let collected = Mutex<(rows: [VictimRow], left: [RecordKind: Int])>(([], [:]))
    let second = SecondPerson(isApproved: approved)
    try await store.forEachCase(permit: permit) { file in
        try second.check(file.permit?.obligations ?? [], for: .registerExport)
        let (rows, left) = file.rowsWithStatus(on: today)
        collected.withLock { collected in
            collected.rows += rows.map(\.withoutBookkeeping)
            collected.left.merge(left, uniquingKeysWith: +)
        }
    }
    let (rows, left) = collected.withLock { $0 }
    let values = rows.map(\.values)
    // Workbook and CSV are for readers of the standard alone; JSON has room for what is ours.
    let strict = format == .htcdsJSON ? [] : values.map { store.codebook.strictHTCDS($0).values }
    let bytes: [UInt8] =
        switch format {
        case .htcdsCSV: HTCDSWriter.csv(strict, codebook: store.codebook)
        case .htcdsJSON: HTCDSWriter.json(values, codebook: store.codebook)
        case .htcdsXLSX: HTCDSWriter.xlsx(strict, template: template, codebook: store.codebook)
        }
    let digest = store.digest(ofFile: bytes)
    try await store.note(permit, count: rows.count, outcome: "written", digest: digest)
    return ExportedFile(bytes: bytes, rows: rows.count, left: left, digest: digest)
}

extension VictimRow {
    /// The row without what the register writes for itself: that a registered case is registered, that the victim in a
    /// row is its victim, which way a referral went, and the consent record that `con_Consent` stands for.
    var withoutBookkeeping: VictimRow {
        var values = values
        if values["wh_RecordState"] == .codes(["Registered"]) { values["wh_RecordState"] = nil }
        if values["wh_RoleInCase"] == .codes(["Victim"]) { values["wh_RoleInCase"] = nil }
        values["wh_ReferralDirection"] = nil
        if values["wh_ConsentPurpose"] == .codes(["ManageData"]) {
            values["wh_ConsentPurpose"] = nil
            if values["con_Consent"] != nil { values["wh_ConsentStatus"] = nil }
        }
        return VictimRow(values)
    }
}
