// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Standard

/// Makes the table of the 63 CTDC columns that may be let out.
public enum CTDCExport {
    /// The people as CTDC rows, without the rows and details that too few share.
    ///
    /// Who is in `people` is the caller's to decide. 200,000 people take a few seconds and about 100 MB.
    /// - Parameters:
    ///   - k: The smallest number of like rows, 2 or more.
    ///   - leavingOut: Columns to empty for everybody, with what is derived from them alone: the answer to an advice.
    /// - Throws: `DisclosureRefusal`: `.noRows` without people, `.nothingLeft` with advice which columns to coarsen,
    ///   `.thresholdTooSmall`; `.unsafe` when the recount disagrees.
    public static func release(
        of people: [CTDCPerson], k: Int = 10, quasiIdentifiers: QuasiIdentifiers = .ctdc,
        leavingOut columns: Set<String> = [], codebook: Codebook = .current
    ) throws(DisclosureRefusal) -> Release {
        guard k >= 2 else { throw .thresholdTooSmall }
        guard !people.isEmpty else { throw .noRows }
        var all = try table(of: people, codebook: codebook)
        if !columns.isEmpty { all = all.blanking(going(with: columns, quasiIdentifiers)) }
        let (kept, suppressed) = all.suppressingClasses(smallerThan: k, over: quasiIdentifiers)
        var losses = Release.Losses(rowsSuppressed: suppressed)
        if suppressed * 2 > people.count {
            losses.advice = CoarseningAdvice(for: all, k: k, quasiIdentifiers: quasiIdentifiers)
        }
        if kept.rowCount == 0, let advice = losses.advice { throw .nothingLeft(advice) }
        let (safe, withheld) = kept.withholdingDetails(sharedByFewerThan: k, within: quasiIdentifiers)
        losses.rowsWithoutDetails = withheld
        return try Release(recounting: safe, k: k, quasiIdentifiers: quasiIdentifiers, losses: losses)
    }

    private static func table(of people: [CTDCPerson], codebook: Codebook) throws(DisclosureRefusal) -> Microdata {
        let crosswalk = Crosswalk(codebook: codebook)
        var table = Microdata(columns: CTDCColumn.headers.map { Microdata.Column($0, role: .quasi) })
        for person in people { try table.append(crosswalk.row(of: person)) }
        return table
    }

    private static func going(with columns: Set<String>, _ quasiIdentifiers: QuasiIdentifiers) -> [String] {
        let staying = Set(quasiIdentifiers.declared + quasiIdentifiers.details).subtracting(columns)
        return (columns.sorted() + quasiIdentifiers.derived(from: columns.sorted())).filter { !staying.contains($0) }
    }
}
