// SPDX-License-Identifier: Apache-2.0

/// What to make of a table, as whoever publishes it decided.
public struct AnonymizeSettings: Sendable {
    /// A column in whose groups several values must stand.
    public struct Diversity: Sendable, Hashable {
        public let column: String
        /// At least this many different values in each group, 2 or more; a missing answer counts as one.
        public let l: Int

        public init(_ column: String, l: Int) {
            self.column = column
            self.l = l
        }
    }

    /// A column of joined answers that is to be split.
    public struct Split: Sendable, Hashable {
        public let column: String
        public let separator: String

        public init(_ column: String, at separator: String) {
            self.column = column
            self.separator = separator
        }
    }

    /// Columns that others can know of a person.
    public var quasi: [String]
    /// Columns that follow from these.
    public var derived: [String] = []
    /// Columns that seem to follow from declared ones and do not, as the publisher knows.
    public var notDerived: [String] = []
    /// Columns that are not published.
    public var dropped: [String] = []
    public var splits: [Split] = []
    /// The fewest people who must be alike, 2 or more.
    public var k = 11
    public var diversity: [Diversity] = []
    public var hierarchy = HierarchyFile()

    public init(quasi: [String]) { self.quasi = quasi }

    /// The same with a column's name replaced by those that it was split into, wherever it stands.
    func replacing(_ name: String, by names: [String]) -> AnonymizeSettings {
        var result = self
        let replaced = { (list: [String]) in list.flatMap { $0 == name ? names : [$0] } }
        result.quasi = replaced(quasi)
        result.derived = replaced(derived)
        result.notDerived = replaced(notDerived)
        return result
    }
}
