// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Standard
import Statistics

/// Makes a report safe to hand to somebody who may not see records: every count below the threshold is withheld, and
/// so many others that none of them follows from totals or from another table of the report.
///
/// All tables about the same people stand in one register of what is published, so that no two of them can be
/// subtracted. Tables of three sides become tables of their first two; of a filter only its own count is told; sides on
/// which somebody may be in several places become a table of yes and no for each place.
struct ProtectReport {
    let facts: OpenedFacts
    let threshold: Int
    let words: ReportWords
    /// What was published, by the people it is about.
    private var registers: [FactQuery: TableRegister] = [:]
    /// Which side tells what there is to tell of a column, by the people: two groupings of the same answers could be
    /// subtracted.
    private var sides: [FactQuery: [FactColumn: String]] = [:]

    init(of facts: OpenedFacts, threshold: Int, words: ReportWords) {
        self.facts = facts
        self.threshold = threshold
        self.words = words
    }

    /// A report without what small numbers follow from, beside those that were made before it.
    ///
    /// - Throws: `FactRefusal`; `TableFault`; `TableRefusal` but for a table that cannot be hidden, which is left out.
    mutating func document(_ report: PackReport) throws -> ReportDocument {
        var document = ReportDocument(report, cases: facts.cases, withheld: facts.withheld, words: words)
        document.threshold = threshold
        document.coverage.people = shown(document.coverage.people)
        document.coverage.withheld = shown(document.coverage.withheld)
        for at in document.figures.indices { try protect(&document.figures[at], report.figures[at], report.settings) }
        return document
    }

    private mutating func protect(
        _ figure: inout ReportDocument.Figure, _ told: ReportFigure, _ settings: ReportSettings
    ) throws {
        figure.assumptions = told.assumptions.filter { $0.when == .always }.map(\.words)
        if told.parts.contains(where: \.query.needsServices) {
            figure.cannot = Self.noServices
            (figure.parts, figure.ratio, figure.under) = ([], nil, [])
            return
        }
        for at in figure.parts.indices { try protect(&figure.parts[at], told.parts[at]) }
        if figure.unit == "percent" {
            figure.ratio = try share(told, settings.country)
        } else if figure.parts.first?.total == nil {
            figure.ratio = nil
        }
        if let first = told.parts.first {
            for at in figure.under.indices { try protect(&figure.under[at], first.query) }
        }
        for at in figure.changes.indices {
            figure.changes[at].now = shown(figure.changes[at].now)
            figure.changes[at].before = shown(figure.changes[at].before)
        }
    }

    static let noServices =
        "What people were given is not in protected counts. Somebody who may see cases can print this figure."

    private mutating func protect(_ part: inout ReportDocument.Part, _ told: ReportFigure.Part) throws {
        part.undated = shown(part.undated)
        guard told.query.ofCounted.isEmpty else {
            part.total = try flagged(told.query)
            (part.tables, part.missing) = ([], [])
            part.leftOut.append("Tables: of a part of the people only their number is told in protected counts.")
            return
        }
        part.total = try total(told.query)
        var kept: [ReportDocument.Table] = []
        for (at, table) in part.tables.enumerated() {
            var table = table
            let axes = Array(told.tables[at].axes.prefix(2))
            // Without a country its own and others' citizens are not told apart. Whoever names one later gets these,
            // and must not have both.
            if !told.leftOut.isEmpty, axes.contains(where: { $0.axis.column == .citizenship }) { continue }
            if table.sides.count > 2 {
                var ask = told.query
                ask.by = Array(told.tables[at].result.query.by.prefix(2))
                table = ReportDocument.Table(
                    ReportFigure.Table(axes: axes, result: try facts.table.count(ask, among: facts.mask)), words)
            }
            guard take(axes, told.query) else {
                part.leftOut.append(
                    "\(axes.map(\.title).joined(separator: " and ")): another grouping of the same answers is shown.")
                continue
            }
            do {
                kept.append(try protect(table, axes, told.tables[at].result.query.by, told.query))
            } catch TableRefusal.cannotHide {
                part.leftOut.append(
                    "\(axes.map(\.title).joined(separator: " and ")): too few people to show any of it.")
            }
        }
        part.tables = kept
        part.missing = part.missing.map { missing in
            let side = kept.flatMap(\.sides).first { $0.title == missing.title }
            return .init(title: missing.title, percent: side?.totals.last == .some(nil) ? nil : missing.percent)
        }
        if part.total == nil { part.missing = part.missing.map { .init(title: $0.title, percent: nil) } }
    }
}

extension ProtectReport {
    /// Whether a table of these sides may stand beside those that are there.
    private mutating func take(_ axes: [IndicatorAxis], _ query: FactQuery) -> Bool {
        var chosen = sides[query, default: [:]]
        for axis in axes where chosen[axis.axis.column.family, default: axis.id] != axis.id { return false }
        for axis in axes { chosen[axis.axis.column.family] = axis.id }
        sides[query] = chosen
        return true
    }

    private func shown(_ count: Int?) -> Int? {
        count.flatMap { (1..<threshold).contains($0) ? nil : $0 }
    }

    /// Publishes tables about the people of a question.
    private mutating func publish(
        _ query: FactQuery, rows: String, columns: String?, _ people: FactPeople
    ) throws -> [[String?]: Int?] {
        var key = query
        (key.by, key.definition) = ([], query.definition)
        let names = people.columns.map(\.name)
        let table = try ColumnTable(
            names: names, rows: (0..<people.count).map { row in people.columns.map { $0.answers[row] ?? "" } })
        var settings = PublishedTables.Settings(rows: rows)
        settings.columns = columns
        settings.rule = .init(threshold: threshold)
        var register = registers[key] ?? TableRegister(source: "report")
        var chance = SystemRandomNumberGenerator()
        let published = try PublishedTables(counting: table, settings, after: register, using: &chance)
        register.add(published)
        registers[key] = register
        return Dictionary(uniqueKeysWithValues: published.cells.map { ($0.answers, $0.count) })
    }

    /// How many there are in all; nil when that is withheld.
    private mutating func total(_ query: FactQuery) throws -> Int? {
        let people = try facts.table.people(
            query, sides: [("sex", FactAxis(.sex))], among: facts.mask)
        guard people.count > 0 else { return 0 }
        do {
            return try publish(query, rows: "sex", columns: nil, people)[[nil]] ?? nil
        } catch TableRefusal.cannotHide { return nil }
    }

    /// How many of the people a filter takes; nil when that is withheld.
    private mutating func flagged(_ query: FactQuery) throws -> Int? {
        var all = query
        all.ofCounted = []
        let name = query.ofCounted.map { "\($0.column.rawValue) \($0.isExcluding ? "not " : "")\($0.values.sorted())" }
            .joined(separator: " and ")
        let people = try facts.table.people(all, sides: [], flags: [(name, query.ofCounted)], among: facts.mask)
        guard people.count > 0 else { return 0 }
        do {
            let cells = try publish(all, rows: name, columns: nil, people)
            return cells[["yes"], default: 0]
        } catch TableRefusal.cannotHide { return nil }
    }

    /// The share of those without the country's citizenship, from a table that is published.
    private mutating func share(_ told: ReportFigure, _ country: String?) throws -> Double? {
        guard let query = told.parts.last?.query, let country else { return nil }
        var all = query
        all.ofCounted = []
        let axis = FactAxis(
            .citizenship, grouped: FactGrouping([.init("national", [country])], others: "foreign"))
        let people = try facts.table.people(all, sides: [("nationality", axis)], among: facts.mask)
        guard people.count > 0 else { return nil }
        do {
            let cells = try publish(all, rows: "nationality", columns: nil, people)
            guard let own = cells[["national"], default: 0], let foreign = cells[["foreign"], default: 0],
                own + foreign > 0
            else { return nil }
            return (10_000 * Double(foreign) / Double(own + foreign)).rounded() / 100
        } catch TableRefusal.cannotHide { return nil }
    }

    private mutating func protect(_ under: inout ReportDocument.Under, _ query: FactQuery) throws {
        var all = query
        (all.definition, all.ofCounted) = (nil, [])
        let people = try facts.table.people(
            all, sides: [(under.id, FactAxis(.verdict(under.id)))], among: facts.mask)
        guard people.count > 0 else { return }
        do {
            let cells = try publish(all, rows: under.id, columns: nil, people)
            under.met = cells[["met"], default: 0]
            under.notMet = cells[["not_met"], default: 0]
            under.undetermined = cells[["undetermined"], default: 0]
        } catch TableRefusal.cannotHide { (under.met, under.notMet, under.undetermined) = (nil, nil, nil) }
    }

    /// One table of one or two sides.
    private mutating func protect(
        _ table: ReportDocument.Table, _ axes: [IndicatorAxis], _ by: [FactAxis], _ query: FactQuery
    ) throws -> ReportDocument.Table {
        var table = table
        let sides = zip(axes, by).map { (name: $0.id, axis: $1) }
        let people = try facts.table.people(query, sides: sides, among: facts.mask)
        guard people.count > 0 else { return table }
        table.counts = table.counts.map { _ in nil }
        for at in table.sides.indices { table.sides[at].totals = table.sides[at].totals.map { _ in nil } }
        // One side may hold several answers: then there is a table for each of them.
        guard let several = table.sides.firstIndex(where: \.overlaps) else {
            let cells = try publish(
                query, rows: sides[0].name, columns: sides.count > 1 ? sides[1].name : nil, people)
            fill(&table) { answers in cells[answers.map { $0.isEmpty ? PublishedTables.blank : $0 }, default: 0] }
            fillTotals(&table) { at, answer in
                var cell = [String?](repeating: nil, count: sides.count)
                cell[at] = answer.isEmpty ? PublishedTables.blank : answer
                return cells[cell, default: 0]
            }
            return table
        }
        guard table.sides.filter(\.overlaps).count == 1 else { throw TableRefusal.cannotHide }
        let other = sides.indices.first { $0 != several }
        for answer in table.sides[several].values where !answer.isEmpty {
            let name = FactPeople.name(sides[several].name, is: answer)
            let cells = try publish(query, rows: name, columns: other.map { sides[$0].name }, people)
            fill(&table, only: (several, answer)) { answers in
                let rest = other.map { answers[$0].isEmpty ? PublishedTables.blank : answers[$0] }
                return cells[["yes"] + (rest.map { [$0] } ?? []), default: 0]
            }
            let place = table.sides[several].values.firstIndex(of: answer) ?? 0
            table.sides[several].totals[place] = cells[["yes"] + (other == nil ? [] : [nil]), default: 0]
        }
        return table
    }

    private func fill(
        _ table: inout ReportDocument.Table, only: (side: Int, answer: String)? = nil, _ count: ([String]) -> Int?
    ) {
        for cell in table.counts.indices {
            let answers = zip(table.sides, table.place(cell)).map { $0.values[$1] }
            if let only, answers[only.side] != only.answer { continue }
            table.counts[cell] = count(answers)
        }
    }

    private func fillTotals(_ table: inout ReportDocument.Table, _ count: (Int, String) -> Int?) {
        for at in table.sides.indices {
            table.sides[at].totals = table.sides[at].values.map { count(at, $0) }
        }
    }
}

extension FactColumn {
    /// The column whose answers follow from this one's.
    fileprivate var family: FactColumn {
        switch self {
        case .gender: .sex
        case .ageBand: .majority
        default: self
        }
    }
}

extension FactQuery {
    /// True when it asks for what protected counts do not have.
    fileprivate var needsServices: Bool {
        if case .events = counting { return true }
        if case .day(let day) = counting {
            return [.needed, .offered, .accepted, .started, .completed, .helped].contains(day)
        }
        return false
    }
}
