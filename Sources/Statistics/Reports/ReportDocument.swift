// SPDX-License-Identifier: Apache-2.0

import Standard

/// A report as it is shown, printed and handed on: every figure with what must be read beside it. Counts that may not
/// be shown are nil.
public struct ReportDocument: Sendable, Encodable {
    /// One side of a table.
    public struct Side: Sendable, Encodable {
        public let title: String
        public let column: String
        /// Value names; the last is empty and stands for those without an answer.
        public let values: [String]
        /// The same in words.
        public let labels: [String]
        public var totals: [Int?]
        /// True when somebody may be in several places, so that the counts add up to more than the total.
        public let overlaps: Bool
    }

    public struct Table: Sendable, Encodable {
        public var sides: [Side]
        /// Row by row, the last side fastest.
        public var counts: [Int?]
    }

    public struct Total: Sendable, Encodable {
        public let value, label: String
        public let count, units: Int
        public let amounts: [String: Int]
    }

    public struct Missing: Sendable, Encodable {
        public let title: String
        /// Per cent without an answer; nil when it may not be shown.
        public let percent: Double?

        package init(title: String, percent: Double?) {
            self.title = title
            self.percent = percent
        }
    }

    public struct Part: Sendable, Encodable {
        public let name: String
        public var total: Int?
        /// People or cases of whom nobody can tell whether they belong to the period.
        public var undated: Int?
        public var tables: [Table]
        public let totals: [Total]
        public var missing: [Missing]
        /// What was left out, and why.
        public var leftOut: [String]
    }

    public struct Under: Sendable, Encodable {
        public let id, title: String
        public var met, notMet, undetermined: Int?
    }

    public struct Change: Sendable, Encodable {
        public let id, title: String
        public var now, before: Int?
    }

    public struct Figure: Sendable, Encodable, Identifiable {
        public let id, title, unit, family, rule: String
        public let numerator, denominator: String?
        /// Whose definition of a victim it goes by, in words; nil for what counts no victims.
        public let definition: String?
        /// Why it is not filled, in words.
        public var cannot: String?
        /// What of it no register of people holds.
        public let lacks: String?
        public var parts: [Part]
        /// Per cent, or for 100,000 people.
        public var ratio: Double?
        public var changes: [Change]
        public var under: [Under]
        public var assumptions: [String]
        public let baseline, target: Double?
    }

    public struct Span: Sendable, Encodable, Hashable {
        public let from, to: String

        init(_ period: FactPeriod) { (from, to) = (period.from.description, period.to.description) }
    }

    public struct Coverage: Sendable, Encodable {
        /// Cases that were looked at, and people in them by their first row.
        public let cases: Int
        public var people: Int?
        /// People left out because they refused to be counted.
        public var withheld: Int?
    }

    public let pack, title, about: String
    /// What the period is called, when it has a name.
    public let name: String?
    public let period, before: Span
    public let definition: String
    public var coverage: Coverage
    /// Counts below this are withheld, with what would give them away; nil for true counts.
    public var threshold: Int?
    public var figures: [Figure]

    /// True counts, as they were counted.
    ///
    /// - Parameters:
    ///   - cases: Cases that were looked at.
    ///   - withheld: People left out because they refused to be counted.
    public init(_ report: PackReport, cases: Int, withheld: Int = 0, words: ReportWords = ReportWords()) {
        let settings = report.settings
        pack = report.pack.id
        title = report.pack.title
        about = report.pack.about
        name = report.pack.window.name(settings.period)
        period = Span(settings.period)
        before = Span(settings.period.before)
        definition = words.definition(settings.definition ?? "authority")
        coverage = Coverage(cases: cases, people: report.rows, withheld: withheld)
        figures = report.figures.map { Figure($0, settings, words) }
    }
}

extension ReportDocument.Figure {
    init(_ figure: ReportFigure, _ settings: ReportSettings, _ words: ReportWords) {
        let told = figure.indicator
        (id, title, unit, family, rule) = (told.id, told.title, told.unit, told.family.rawValue, told.rule)
        (numerator, denominator, lacks) = (told.numerator, told.denominator, told.lacks)
        definition =
            told.countsVictims || told.unit == "percent"
            ? words.definition(settings.definition ?? told.definition) : nil
        cannot = figure.cannot
        parts = figure.parts.map { ReportDocument.Part($0, words) }
        ratio = figure.ratio.map { ($0 * 100).rounded() / 100 }
        changes = figure.changes.map { .init(id: $0.id, title: $0.title, now: $0.now, before: $0.before) }
        under = figure.under.map {
            .init(id: $0.id, title: $0.title, met: $0.met, notMet: $0.notMet, undetermined: $0.undetermined)
        }
        assumptions = figure.assumptions.map(\.words)
        (baseline, target) = (figure.target?.baseline, figure.target?.target)
    }
}

extension ReportDocument.Part {
    init(_ part: ReportFigure.Part, _ words: ReportWords) {
        name = part.name
        total = part.total
        undated = part.undated
        tables = part.tables.map { ReportDocument.Table($0, words) }
        totals = part.totals.map {
            .init(
                value: $0.value, label: words.label($0.value, part.query.counting.column), count: $0.count,
                units: $0.units, amounts: $0.amounts)
        }
        missing = part.missing.map { .init(title: $0.title, percent: ($0.share * 1000).rounded() / 10) }
        leftOut = part.leftOut
    }
}

extension ReportDocument.Table {
    package init(_ table: ReportFigure.Table, _ words: ReportWords) {
        sides = zip(table.axes, table.result.axes).map { axis, counted in
            ReportDocument.Side(
                title: axis.title, column: axis.id, values: counted.values + [""],
                labels: counted.values.map { words.label($0, axis.axis) } + [words.missing],
                totals: counted.totals, overlaps: counted.overlaps)
        }
        counts = table.result.counts
    }

    /// The place of each side at which a count stands.
    public func place(_ cell: Int) -> [Int] {
        var (rest, places): (Int, [Int]) = (cell, [])
        for side in sides.reversed() {
            places.append(rest % side.values.count)
            rest /= side.values.count
        }
        return places.reversed()
    }
}

extension FactQuery.Counting {
    /// The column of what happened; registration for a day.
    var column: FactColumn { if case .events(let kind) = self { kind.column } else { .needs } }
}
