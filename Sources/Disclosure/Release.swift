// SPDX-License-Identifier: Apache-2.0

import Standard

/// A table that is safe to let out: every row is alike with at least k - 1 others in everything that could single a
/// person out. Writers of public files take nothing else.
///
/// Made only by its initialiser, which counts again; whoever prepared the table is not believed.
public struct Release: Sendable {
    /// The rows in canonical order, which tells nothing of the order in the register.
    public let table: Microdata
    /// The smallest class that was asked for, 2 or more.
    public let k: Int
    public let quasiIdentifiers: QuasiIdentifiers
    /// How many classes of like rows there are over all counted columns, and the rows of the smallest of them (≥ k).
    public let classes: Int
    public let smallestClass: Int
    /// Rows left out because too few were like them. Exact, for the office's own eyes; to publish, use `summary`.
    public let rowsSuppressed: Int
    /// Rows whose details were emptied. Exact, for the office's own eyes.
    public let rowsWithoutDetails: Int
    /// What would let more rows through, when more than half were left out; for the office's own eyes.
    public let advice: CoarseningAdvice?

    public var rowsKept: Int { table.rowCount }

    /// What was left out on the way here, as the publisher knows it; the recount does not rely on it.
    public struct Losses: Sendable {
        public var rowsSuppressed = 0
        public var rowsWithoutDetails = 0
        public var advice: CoarseningAdvice?

        public init(rowsSuppressed: Int = 0, rowsWithoutDetails: Int = 0, advice: CoarseningAdvice? = nil) {
            self.rowsSuppressed = rowsSuppressed
            self.rowsWithoutDetails = rowsWithoutDetails
            self.advice = advice
        }
    }

    /// Counts the classes of the table over every quasi-identifier, everything derived from them, and the details.
    ///
    /// - Throws: `DisclosureRefusal`: `.thresholdTooSmall` below 2; `.noRows` for an empty table; `.directColumns` when
    ///   a column names people; `.missingColumns` when a declared quasi-identifier is not in the table;
    ///   `.uncountedColumns` when a column is marked quasi and nobody counts it; `.unsafe` when any class is
    ///   smaller than k.
    public init(
        recounting table: Microdata, k: Int, quasiIdentifiers: QuasiIdentifiers, losses: Losses = Losses()
    ) throws(DisclosureRefusal) {
        guard k >= 2 else { throw .thresholdTooSmall }
        guard table.rowCount > 0 else { throw .noRows }
        let counted = quasiIdentifiers.counted + quasiIdentifiers.countedDetails
        try Self.checkColumns(of: table, counted: counted, declared: quasiIdentifiers.declared)
        let recount = Recount(table, over: table.positions(of: counted))
        guard recount.smallest >= k else { throw .unsafe(k: k) }
        self.table = table.selecting(recount.order)
        self.k = k
        self.quasiIdentifiers = quasiIdentifiers
        classes = recount.classes
        smallestClass = recount.smallest
        rowsSuppressed = losses.rowsSuppressed
        rowsWithoutDetails = losses.rowsWithoutDetails
        advice = losses.advice
    }

    private static func checkColumns(
        of table: Microdata, counted: [String], declared: [String]
    ) throws(DisclosureRefusal) {
        let direct = table.columns.filter { $0.role == .direct }.map(\.name)
        guard direct.isEmpty else { throw .directColumns(direct) }
        let present = Set(table.columns.map(\.name))
        let missing = declared.filter { !present.contains($0) }
        guard missing.isEmpty, !declared.isEmpty else { throw .missingColumns(missing) }
        let uncounted = table.columns.filter { $0.role == .quasi && !counted.contains($0.name) }.map(\.name)
        guard uncounted.isEmpty else { throw .uncountedColumns(uncounted) }
    }

    /// What may be said in public of how the table came to be: nothing below k and no exact loss.
    public var summary: Summary {
        Summary(
            method:
                "Rows in classes smaller than k are left out; details shared by fewer than k like rows are emptied; "
                + "a second, independent count agreed.",
            k: k, rows: rowsKept, classes: classes, smallestClass: smallestClass,
            rowsLeftOut: RoundedCount(rowsSuppressed, k: k).phrase,
            rowsWithoutDetails: RoundedCount(rowsWithoutDetails, k: k).phrase,
            quasiIdentifiers: quasiIdentifiers.declared,
            derived: quasiIdentifiers.derived(from: quasiIdentifiers.declared),
            details: quasiIdentifiers.countedDetails)
    }

    /// Facts about a release, to be printed beside it; encodes to JSON with the names of its properties.
    public struct Summary: Sendable, Hashable, Codable {
        public let method: String
        public let k: Int
        public let rows: Int
        public let classes: Int
        public let smallestClass: Int
        /// In words: `fewer than 10` or `about 120` (to the nearest multiple of k).
        public let rowsLeftOut: String
        public let rowsWithoutDetails: String
        public let quasiIdentifiers: [String]
        public let derived: [String]
        public let details: [String]
    }
}
