// SPDX-License-Identifier: Apache-2.0

/// Answers taken together under one name.
public struct FactGrouping: Sendable, Hashable, Codable {
    public struct Group: Sendable, Hashable, Codable {
        public let name: String
        public let values: [String]

        public init(_ name: String, _ values: [String]) {
            self.name = name
            self.values = values
        }
    }

    public let groups: [Group]
    /// What answers are called that no group names; nil to count them as missing.
    public let others: String?
    /// What a row is called whose answers lie in several groups, so that the table adds up; nil to count it in each.
    public let several: String?

    public init(_ groups: [Group], others: String? = nil, several: String? = nil) {
        self.groups = groups
        self.others = others
        self.several = several
    }

    /// Every name that it may give, in order.
    public var names: [String] { groups.map(\.name) + [others, several].compactMap(\.self) }
}

/// One side of a table: a column, as it is or in groups.
public struct FactAxis: Sendable, Hashable, Codable {
    public let column: FactColumn
    public let grouping: FactGrouping?

    public init(_ column: FactColumn, grouped grouping: FactGrouping? = nil) {
        self.column = column
        self.grouping = grouping
    }

    /// True when one row can stand in several of its places.
    public var overlaps: Bool { column.isMultiple && grouping?.several == nil }
}

/// Which rows count.
public struct FactFilter: Sendable, Hashable, Codable {
    public let column: FactColumn
    public let values: Set<String>
    /// Rows without an answer count too.
    public let takesMissing: Bool
    /// Turns it round: only rows that it would not take.
    public let isExcluding: Bool

    public init(_ column: FactColumn, _ values: Set<String>, takesMissing: Bool = false, isExcluding: Bool = false) {
        self.column = column
        self.values = values
        self.takesMissing = takesMissing
        self.isExcluding = isExcluding
    }
}

/// A question to the facts: how many people or cases, by what, among whom, when.
public struct FactQuery: Sendable, Hashable {
    public enum Unit: String, Sendable, Hashable, Codable, CaseIterable { case persons, cases }

    /// What must lie in the period for a row to count.
    public enum Counting: Sendable, Hashable {
        case day(FactDay)
        /// At least one event of the kind.
        case events(FactEventKind)
    }

    public var unit = Unit.persons
    /// What to count by, at most three: rows, columns, layers. None for one figure.
    public var by: [FactAxis] = []
    public var filters: [FactFilter] = []
    /// The same, asked of the one row that somebody counts by and of no other of theirs: the parts of a whole then
    /// add up to it.
    public var ofCounted: [FactFilter] = []
    public var counting = Counting.day(.registered)
    /// Nil for every day there is, and for what has no day.
    public var period: FactPeriod?
    /// Only those who meet this definition; nil for everybody.
    public var definition: String?
    /// Days that must lie in the period as well.
    public var alsoWithin: [FactDay] = []

    public init(by columns: [FactColumn] = []) { by = columns.map { FactAxis($0) } }

    /// The definitions that the question goes by: at most one is answered.
    public var definitions: [String] {
        Set(
            [definition].compactMap(\.self)
                + ((filters + ofCounted).map(\.column) + by.map(\.column)).compactMap(\.definition)
        )
        .sorted()
    }
}
