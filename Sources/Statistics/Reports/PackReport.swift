// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// What a report is asked for with.
public struct ReportSettings: Sendable, Hashable {
    public var period: FactPeriod
    /// The definition that victims must meet; nil for those whom authorities held to be victims.
    public var definition: String?
    /// The reporting country, ISO 3166-1 alpha-2; nil when nobody said.
    public var country: String?
    /// People who live there, for rates.
    public var population: Int?
    /// Where things stood, and where they are to come to, by the indicator's id.
    public var targets: [String: ReportTarget] = [:]

    public init(period: FactPeriod) { self.period = period }
}

/// What an office wants to come to.
public struct ReportTarget: Sendable, Hashable, Codable {
    public let baseline: Double?
    public let target: Double?

    public init(baseline: Double?, target: Double?) {
        self.baseline = baseline
        self.target = target
    }
}

/// A pack of figures for one period: true counts, never for publication. What goes to others is protected first.
public struct PackReport: Sendable {
    public let pack: IndicatorPack
    public let settings: ReportSettings
    public let figures: [ReportFigure]
    /// Rows of facts that were looked at: people in cases.
    public let rows: Int

    /// - Parameters:
    ///   - mask: Rows that may count; nil for all.
    ///   - library: The definitions that the table has verdicts of.
    /// - Throws: `FactRefusal`.
    public init(
        _ pack: IndicatorPack, _ settings: ReportSettings, of table: FactTable, among mask: FactMask? = nil,
        in catalogue: IndicatorCatalogue = .current, under library: DefinitionLibrary = .current
    ) throws(FactRefusal) {
        self.pack = pack
        self.settings = settings
        rows = try table.count(FactQuery(), among: mask).total
        let counter = FigureCounter(
            table: table, mask: mask, settings: settings, catalogue: catalogue, library: library)
        var figures: [ReportFigure] = []
        for indicator in catalogue.indicators(of: pack.id) { figures.append(try counter.figure(indicator)) }
        self.figures = figures
    }
}

/// One figure of a report with everything that belongs beside it.
public struct ReportFigure: Sendable, Identifiable {
    public let indicator: Indicator
    /// Why it is not filled, in words; nil when it is.
    public internal(set) var cannot: String?
    public internal(set) var parts: [Part] = []
    /// Per cent, or for 100,000 people; nil for other figures, and when nobody is below the line.
    public internal(set) var ratio: Double?
    public internal(set) var changes: [Change] = []
    /// Empty for what counts no victims.
    public internal(set) var under: [UnderDefinition] = []
    public internal(set) var assumptions: [Assumption] = []
    public internal(set) var target: ReportTarget?

    public var id: String { indicator.id }

    /// One count with its tables.
    public struct Part: Sendable {
        public let name: String
        public let query: FactQuery
        /// People or cases, or what was added up.
        public internal(set) var total: Int
        /// Of whom nobody can tell whether they belong to the period.
        public internal(set) var undated: Int
        public internal(set) var tables: [Table] = []
        public internal(set) var totals: [FactTotal] = []
        /// Tables that were left out, and why, in words.
        public internal(set) var leftOut: [String] = []

        /// The share without an answer, by title of the axis, 0…1; empty when nobody is counted.
        public var missing: [(title: String, share: Double)] {
            var seen: Set<String> = []
            return tables.flatMap { table in
                zip(table.axes, table.result.axes).compactMap { axis, counted in
                    guard total > 0, seen.insert(axis.title).inserted else { return nil }
                    return (axis.title, Double(counted.missing) / Double(total))
                }
            }
        }
    }

    public struct Table: Sendable {
        public let axes: [IndicatorAxis]
        public let result: FactResult

        package init(axes: [IndicatorAxis], result: FactResult) {
            self.axes = axes
            self.result = result
        }
    }

    /// How many of the people counted meet one definition.
    public struct UnderDefinition: Sendable, Hashable, Identifiable {
        public let id: String
        public let title: String
        public let met, notMet, undetermined: Int
    }

    /// A figure and the one of the period before.
    public struct Change: Sendable, Hashable, Identifiable {
        public let id: String
        public let title: String
        public let now, before: Int
    }
}
