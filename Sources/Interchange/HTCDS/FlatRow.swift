// SPDX-License-Identifier: Apache-2.0

import Cases
import Standard

/// One row of a file: one victim in one case, with whatever of it could be understood.
public struct FlatRow: Sendable {
    public var values: [FieldName: Value]
    /// 1-based row of the sheet or file; for lists of objects and submissions, their position.
    public var row: Int
    /// The worksheet that it stands on, in a workbook.
    public var sheet: String?
    /// What was noticed about this row.
    public var findings: [Finding]
    /// Texts that fitted no field, with the column's header or letter, to be kept in the case's import note: nothing
    /// is lost.
    public var leftovers: [(column: String, text: String)]
    /// True when somebody should look before the row counts as a case.
    public var isDraft: Bool
    /// The identity that the sender gave the row (a submission's instanceID); nil when it has none.
    public var sourceID: String?

    public init(
        values: [FieldName: Value] = [:], row: Int = 0, sheet: String? = nil, findings: [Finding] = [],
        leftovers: [(column: String, text: String)] = [], isDraft: Bool = false
    ) {
        self.values = values
        self.row = row
        self.sheet = sheet
        self.findings = findings
        self.leftovers = leftovers
        self.isDraft = isDraft
    }
}

/// What a column of a file was taken for.
public struct ColumnMapping: Sendable, Hashable {
    public enum Meaning: Sendable, Hashable {
        case field(FieldName)
        /// A running number; not kept.
        case numbering
        /// Left out because the mapping says so.
        case ignored
        /// Kept as text beside the case; the nearest field, when one is near.
        case unknown(nearest: FieldName?)
    }
    /// 0-based.
    public let column: Int
    /// What a person reads at its top; its letters when it has no header.
    public let header: String
    public let meaning: Meaning
}

/// What was read from a file.
public struct ImportReading: Sendable {
    /// Empty when the rows were streamed.
    public var rows: [FlatRow] = []
    /// Findings on the file; where rows are not streamed, then those on each row, at most `Limits.findings` of them.
    public var findings: [Finding] = []
    /// How many there were in all, those on rows included.
    public var findingsTotal = 0
    /// How many rows were handed over.
    public var rowsTotal = 0
    /// Rows with nothing in them but a running number. Not cases.
    public var emptyRows = 0
    /// What the file turned out to be; never `auto`.
    public var format: ImportFormat
    /// The sheet that was read, in a workbook.
    public var sheet: String?
    public var columns: [ColumnMapping] = []

    /// False when a finding forbids taking in anything of the file.
    public var isUsable: Bool { !findings.contains { $0.severity == .error } }
}
