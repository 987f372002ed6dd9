// SPDX-License-Identifier: Apache-2.0

/// Withholds the small cells of a table and as many others as it takes that no small cell can be worked out from the
/// rest, nor be told within less than a given width.
public struct TableProtection: Sendable {
    /// What to protect.
    public struct Rule: Sendable, Hashable {
        /// Counts from 1 to one below this are small.
        public let threshold: Int
        /// How many whole numbers more than one each small cell must still be able to be, 1 or more.
        public let width: Int
        /// Totals are hidden only when not even zeros help: for tables shown beside others with the same totals.
        public let keepsTotals: Bool

        public init(threshold: Int, width: Int? = nil, keepsTotals: Bool = false) {
            self.threshold = threshold
            self.width = width ?? max(threshold, 1)
            self.keepsTotals = keepsTotals
        }
    }

    public let table: CountTable
    /// For each cell whether it is withheld.
    public let isWithheld: [Bool]
    /// Cells withheld because of themselves, and those withheld to hide them.
    public let small: Int
    public let complementary: Int
    /// The width that the narrowest small cell is left with, as far as `Rule.width`; nil without one.
    public let narrowest: Int?
    /// For each withheld cell the most that outsiders can tell it to be at most, looked for up to 10 times the width;
    /// nil when there is no such bound or the cell is not withheld.
    public let atMost: [Int?]

    private static let tidyingMax = 40_000

    /// - Parameters:
    ///   - least: What everybody may know each cell holds at least, such as what was published before; 0 without it.
    ///   - also: Further cells that must be hidden like small ones.
    ///   - staying: Cells that stay withheld, however wide they are hidden.
    /// - Throws: `TableRefusal.cannotHide` when even withholding all does not hide a small cell.
    /// Exact for tables of one and two ways with all totals. O(small cells × cells × log cells), and that again for
    /// each cell withheld in addition.
    public init(
        _ table: CountTable, rule: Rule, least: [Int]? = nil, also: Set<Int> = [], staying: Set<Int> = []
    ) throws(TableRefusal) {
        var network = table.network(least: least ?? table.counts.map { _ in 0 })
        let small = table.counts.indices.filter {
            (1..<max(rule.threshold, 1)).contains(table.counts[$0]) || also.contains($0)
        }
        for cell in small + staying { network.setHidden(cell, true) }
        let cost = { (cell: Int) in
            let isTotal = table.isTotal(cell)
            return isTotal && rule.keepsTotals ? 20_000_000 : Self.cost(table.counts[cell], isTotal: isTotal)
        }
        for cell in small where !network.protect(cell, width: rule.width, cost: cost) { throw .cannotHide }
        Self.tidy(&network, small: small, keeping: staying, rule: rule, cost: cost)
        var narrowest: Int?
        for cell in small {
            let play = network.play(of: cell, enough: rule.width)
            guard play.down + play.up >= rule.width else { throw .cannotHide }
            narrowest = min(narrowest ?? .max, play.down + play.up)
        }
        let enough = 10 * rule.width
        var atMost = [Int?](repeating: nil, count: table.counts.count)
        for cell in table.counts.indices where network.isHidden[cell] {
            let up = network.play(of: cell, enough: enough).up
            if up < enough { atMost[cell] = table.counts[cell] + up }
        }
        self.table = table
        self.atMost = atMost
        self.narrowest = narrowest
        self.small = small.count
        isWithheld = network.isHidden
        complementary = network.isHidden.count { $0 } - small.count
    }

    /// Few cells first, then small ones; totals and zeros, which outsiders may know, only when nothing else helps.
    private static func cost(_ count: Int, isTotal: Bool) -> Int {
        if count == 0 { return 1_000_000 }
        return (isTotal ? 20_000 : 1_000) + min(count, 9_000) / 10
    }

    /// Publishes again what need not be withheld: the dearest first, each only if all small cells stay hidden.
    private static func tidy(
        _ network: inout CellNetwork, small: [Int], keeping: Set<Int>, rule: Rule, cost: (Int) -> Int
    ) {
        let isSmall = keeping.union(small)
        let others = network.isHidden.indices.filter { network.isHidden[$0] && !isSmall.contains($0) }
        guard others.count * small.count <= tidyingMax else { return }
        for cell in others.sorted(by: { (cost($0), $0) > (cost($1), $1) }) {
            network.setHidden(cell, false)
            let isEnough = small.allSatisfy { cell in
                let play = network.play(of: cell, enough: rule.width)
                return play.down + play.up >= rule.width
            }
            if !isEnough { network.setHidden(cell, true) }
        }
    }

    /// What is published of a cell; nil where it is withheld.
    public func published(_ cell: Int) -> Int? { isWithheld[cell] ? nil : table.counts[cell] }
}

/// Why a table of counts is not let out. Holds names of columns, never a value.
public enum TableRefusal: Error, Sendable, Hashable {
    case unknownColumns([String])
    case sameColumnTwice
    case joined([String])
    case tooManyCells(limit: Int)
    /// Even with everything withheld a small cell shows.
    case cannotHide
    /// A second look found a withheld count that follows from the others.
    case auditFailed
    /// A rounded table of these columns was published before.
    case roundedBefore
    case registerUnreadable
    /// Answers that are written like a total or a missing answer.
    case reserved([String])
    /// The register belongs to other tables.
    case otherRegister

    /// One to three plain sentences: what, where, what to do.
    public var message: String {
        switch self {
        case .unknownColumns(let names):
            "The table has no columns of these names: \(names.joined(separator: ", ")). Names must be written as in its "
                + "first line."
        case .sameColumnTwice: "A column can be used once only: in --rows, in --columns or in --by."
        case .joined(let names):
            "In these columns a cell holds several answers at once, so people would be counted by their combination: "
                + "\(names.joined(separator: ", ")). Split them first, or say --joined to count the combinations."
        case .tooManyCells(let limit):
            "The table would have more than \(limit) cells. Use columns with fewer different values."
        case .cannotHide:
            "The table is too small for its small counts to be hidden, so nothing was written. Use coarser columns, "
                + "or more years or offices."
        case .auditFailed:
            "A second look found a withheld count that follows from the published ones, so nothing was written. This is "
                + "a fault of the program; please report it."
        case .roundedBefore:
            "A rounded table of these columns was published before. Rounding it again would let others average the "
                + "rounding away, so nothing was written. Use the table that there is."
        case .reserved(let names):
            "These columns hold an answer that reads \(PublishedTables.total) or \(PublishedTables.blank), which mean "
                + "something else in the table: \(names.joined(separator: ", ")). Rename the answer first."
        case .registerUnreadable:
            "The register of earlier tables cannot be read. It must be one that this command wrote."
        case .otherRegister:
            "The register of earlier tables was begun for another source of data. Use the one that belongs to it, or "
                + "begin a new one."
        }
    }
}
