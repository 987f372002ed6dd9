// SPDX-License-Identifier: Apache-2.0

/// Shares of a group of yes-or-nothing columns, such as the forms of exploitation, among the people of whom anything in
/// the group is known (the rule of the CTDC codebook): a person without any answer in the group is in no denominator.
public struct FlagShares: Sendable, Hashable {
    public struct Share: Sendable, Hashable {
        public let column: String
        /// nil where it is withheld: it, or the number of those without it, is small.
        public let count: Int?
        /// Of all who gave any answer in the group; nil with the count. 0 to 100.
        public let percent: Double?
    }

    /// People with any answer in the group; nil when they are fewer than the threshold.
    public let answered: Int?
    public let shares: [Share]

    /// A flag is given where the cell holds `1`; `0` is an answer too; an empty cell is none.
    ///
    /// - Parameter threshold: Counts from 1 to one below this are withheld, on either side.
    /// - Throws: `TableRefusal.unknownColumns`.
    public init(of columns: [String], in people: ColumnTable, threshold: Int) throws(TableRefusal) {
        let unknown = columns.filter { people.position(of: $0) == nil }
        guard unknown.isEmpty else { throw .unknownColumns(unknown) }
        let flags = columns.map { people.columns[people.position(of: $0)!] }
        let answered = (0..<people.rowCount).count { row in flags.contains { $0.codes[row] != 0 } }
        let isSmall = { (count: Int) in count > 0 && count < threshold }
        self.answered = isSmall(answered) ? nil : answered
        shares = flags.map { flag in
            let given = flag.values.firstIndex(of: "1").map { UInt16($0) }
            let count = flag.codes.count { $0 == given }
            guard !isSmall(answered), !isSmall(count), !isSmall(answered - count) else {
                return Share(column: flag.name, count: nil, percent: nil)
            }
            return Share(
                column: flag.name, count: count,
                percent: answered == 0 ? nil : Double(count * 1_000_000 / answered) / 10_000)
        }
    }
}
