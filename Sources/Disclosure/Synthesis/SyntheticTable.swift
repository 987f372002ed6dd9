// SPDX-License-Identifier: Apache-2.0

/// Synthetic rows that passed their check, and the report on them.
public struct SyntheticTable<Report: Sendable & Encodable>: Sendable {
    public let table: ColumnTable
    public let report: Report
}

extension SyntheticTable where Report == KSynthesisReport {
    /// Makes records of which every combination is shared by k people, then checks every one of them against the
    /// sensitive rows by a second count.
    ///
    /// - Parameters:
    ///   - length: The longest combination that the report compares; the protection holds for every length.
    ///   - seed: Which of the possible records come out.
    /// - Throws: `SynthesisRefusal`, `TableFault`.
    public init(
        _ table: ColumnTable, k: Int, length: Int, seed: UInt64, options: AttributeOptions
    ) throws {
        let rows = try AttributeRows(table, options: options)
        let outcome = try KSynthesis.synthesise(rows, k: k, seed: seed)
        guard Self.isShared(outcome.rows, by: k, of: rows) else { throw SynthesisRefusal.unsafe }
        self.table = try outcome.rows.table(options: options)
        let comparison = try Comparison(table, with: self.table, length: length, k: k, options: options)
        guard comparison.leaks == 0 else { throw SynthesisRefusal.unsafe }
        report = KSynthesisReport(outcome, of: rows, k: k, seed: seed, comparison: comparison)
    }

    /// Whether at least k sensitive rows have all attributes of each record. Counted by way of lists of rows, not by
    /// the bits that the records were made with.
    private static func isShared(_ records: AttributeRows, by k: Int, of rows: AttributeRows) -> Bool {
        var lists: [[UInt32]] = Array(repeating: [], count: rows.attributes.count)
        for row in 0..<rows.rowCount { for item in rows.row(row) { lists[Int(item)].append(UInt32(row)) } }
        return DistinctRows(records).rows.allSatisfy { record in
            let order = records.row(record).sorted { (lists[Int($0)].count, $0) < (lists[Int($1)].count, $1) }
            guard let rarest = order.first else { return true }
            var found = 0
            for row in lists[Int(rarest)] {
                let all = rows.row(Int(row))
                if order.allSatisfy(all.contains) { found += 1 }
                if found >= k { return true }
            }
            return false
        }
    }
}
