// SPDX-License-Identifier: Apache-2.0

import Statistics

/// Counts by one or two columns, as they may be shown to who asked. The last row and the last column are totals.
public struct NumbersTable: Sendable, Hashable {
    public let question: NumbersQuestion
    /// Answers; nil for those without one.
    public let rows: [String?]
    /// The same across; empty for a table of one way.
    public let columns: [String?]
    /// Row by row with the totals: `(rows + 1) × (columns + 1)`, or `rows + 1` for one way.
    public let cells: [ShownCount]
    /// Counts below this are withheld, and as many others as it takes; nil for true counts.
    public let threshold: Int?
    /// True when somebody may stand in several rows or columns, so that cells add up to more than totals.
    public let overlaps: Bool
    /// Of how many people nobody can tell whether they belong to the period; nil when that may not be told.
    public let undated: Int?

    /// Cells in one row of the table.
    public var width: Int { columns.isEmpty ? 1 : columns.count + 1 }

    /// The cell at a row and a column, from 0; the last of each is the total.
    public subscript(row: Int, column: Int) -> ShownCount { cells[row * width + column] }

    /// How many cells are withheld.
    public var withheld: Int { cells.count { $0 == .withheld } }

    /// Everybody in the table.
    public var total: ShownCount { cells.last ?? .known(0) }
}

/// Why a table is not shown. Holds no value of the register.
public enum NumbersObstacle: Error, Sendable, Hashable {
    /// What a question to the facts is refused for, in plain words.
    case facts(String)
    /// Protected counts are made of one whole calendar year that is over.
    case wholeYear
    /// Protected counts are of people, without conditions, and by what the pages offer.
    case plain
    /// So few people that nothing can be shown without showing some of them.
    case tooFew
    /// With tables that were shown before it would tell who has three answers at once.
    case circle
    /// Another grouping of the same answers was shown.
    case grouping
    /// Two columns in each of which somebody may have several answers.
    case several
    /// A few of the people have changed since they were counted: a new table would show who.
    case changed

    /// The key of its sentence.
    public var name: String {
        switch self {
        case .facts: "facts"
        case .wholeYear: "wholeYear"
        case .plain: "plain"
        case .tooFew: "tooFew"
        case .circle: "circle"
        case .grouping: "grouping"
        case .several: "several"
        case .changed: "changed"
        }
    }

    /// Every `name`, for the catalogue of words.
    public static let names = [
        "facts", "wholeYear", "plain", "tooFew", "circle", "grouping", "several", "changed",
    ]
}
