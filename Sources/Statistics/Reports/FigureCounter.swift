// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// Counts the figures of one report.
struct FigureCounter {
    let table: FactTable
    let mask: FactMask?
    let settings: ReportSettings
    let catalogue: IndicatorCatalogue
    let library: DefinitionLibrary

    func figure(_ indicator: Indicator) throws(FactRefusal) -> ReportFigure {
        var figure = ReportFigure(indicator: indicator)
        figure.target = settings.targets[indicator.id]
        guard case .measured(let measure, let parts) = indicator.answer else {
            if case .cannot(let words) = indicator.answer { figure.cannot = words }
            return figure
        }
        if settings.country == nil, parts.contains(where: \.needsCountry) {
            figure.cannot = Self.noCountry
            return figure
        }
        if measure == .rate, settings.population == nil { figure.cannot = Self.noPopulation }
        if measure == .change {
            figure.changes = try changes(of: indicator.pack)
            figure.assumptions = catalogue.assumptions.filter { $0.when == .always }
            return figure
        }
        for part in parts { figure.parts.append(try count(part, indicator, measure, settings.period)) }
        figure.ratio = ratio(measure, figure.parts)
        if indicator.countsVictims, let first = figure.parts.first { figure.under = try under(first.query) }
        figure.assumptions = try assumptions(figure)
        return figure
    }

    static let noCountry = "Which country reports was not said: give it as two letters, such as `--country LK`."
    static let noPopulation =
        "How many people live in the country was not said: give it with `--population`. Below is the count itself."

    /// The question of a part.
    func query(_ part: Indicator.Part, _ indicator: Indicator, _ period: FactPeriod) -> FactQuery {
        var query = FactQuery()
        query.unit = indicator.unit == "cases" ? .cases : .persons
        query.counting = part.counting
        query.alsoWithin = part.alsoWithin
        query.period = period
        query.ofCounted = part.filters.map { filter in
            let values = filter.values.map { $0 == IndicatorAxis.ownCountry ? settings.country ?? "" : $0 }
            return FactFilter(
                filter.column, Set(values), takesMissing: filter.isExcluding, isExcluding: filter.isExcluding)
        }
        if indicator.definition != "authority" { query.definition = indicator.definition }
        if indicator.countsVictims || indicator.unit == "percent" {
            query.definition = settings.definition ?? query.definition
        }
        return query
    }

    func resolved(_ axis: IndicatorAxis) -> FactAxis {
        guard let grouping = axis.axis.grouping else { return axis.axis }
        let groups = grouping.groups.map { group in
            FactGrouping.Group(
                group.name, group.values.map { $0 == IndicatorAxis.ownCountry ? settings.country ?? "" : $0 })
        }
        return FactAxis(
            axis.axis.column, grouped: FactGrouping(groups, others: grouping.others, several: grouping.several))
    }

    private func count(
        _ part: Indicator.Part, _ indicator: Indicator, _ measure: Indicator.Measure, _ period: FactPeriod
    ) throws(FactRefusal) -> ReportFigure.Part {
        var query = query(part, indicator, period)
        if measure == .share, part.filters.isEmpty {
            // Below the line: those of whom the answer is known.
            query.ofCounted.append(FactFilter(.citizenship, [], takesMissing: true, isExcluding: true))
        }
        let whole = try table.count(query, among: mask)
        var done = ReportFigure.Part(name: part.name, query: query, total: whole.total, undated: whole.undated)
        if measure == .totals, case .events(let kind) = part.counting {
            done.totals = try table.totals(kind, query, among: mask)
            done.total = done.totals.reduce(0) { $0 + $1.count }
        }
        for ids in part.tables {
            let axes = ids.compactMap(catalogue.axis)
            if settings.country == nil, let axis = axes.first(where: \.needsCountry) {
                done.leftOut.append("\(axis.title): \(Self.noCountry)")
                continue
            }
            var ask = query
            ask.by = axes.map(resolved)
            done.tables.append(.init(axes: axes, result: try table.count(ask, among: mask)))
        }
        return done
    }

    private func ratio(_ measure: Indicator.Measure, _ parts: [ReportFigure.Part]) -> Double? {
        switch measure {
        case .share:
            guard parts.count == 2, parts[1].total > 0 else { return nil }
            return 100 * Double(parts[0].total) / Double(parts[1].total)
        case .rate:
            guard let population = settings.population, population > 0, let first = parts.first else { return nil }
            return 100_000 * Double(first.total) / Double(population)
        case .count, .totals, .change: return nil
        }
    }

    private func changes(of pack: String) throws(FactRefusal) -> [ReportFigure.Change] {
        var found: [ReportFigure.Change] = []
        for indicator in catalogue.indicators(of: pack) {
            guard case .measured(.count, let parts) = indicator.answer else { continue }
            for part in parts {
                let now = try table.count(query(part, indicator, settings.period), among: mask)
                let before = try table.count(query(part, indicator, settings.period.before), among: mask)
                let title = part.name.isEmpty ? indicator.title : "\(indicator.title): \(part.name)"
                found.append(.init(id: indicator.id, title: title, now: now.total, before: before.total))
            }
        }
        return found
    }

    /// The same people under every definition, whichever the count goes by.
    private func under(_ query: FactQuery) throws(FactRefusal) -> [ReportFigure.UnderDefinition] {
        var found: [ReportFigure.UnderDefinition] = []
        for id in table.definitions {
            var ask = query
            ask.definition = nil
            ask.by = [FactAxis(.verdict(id))]
            let result = try table.count(ask, among: mask)
            found.append(
                .init(
                    id: id, title: library.definition(id)?.title ?? id, met: result.count(["met"]),
                    notMet: result.count(["not_met"]), undetermined: result.count(["undetermined"])))
        }
        return found
    }

    private func assumptions(_ figure: ReportFigure) throws(FactRefusal) -> [Assumption] {
        var holding: Set<Assumption.Condition> = [.always]
        for part in figure.parts {
            if part.undated > 0 { holding.insert(.undated) }
            if part.missing.contains(where: { $0.share > 0.2 }) { holding.insert(.missing) }
            guard part.totals.isEmpty, figure.indicator.unit != "cases" else { continue }
            if part.total < 30 { holding.insert(.small) }
            if part.query.counting == .day(.identified),
                try count(part.query, .identification).count(["Registration"]) > 0
            {
                holding.insert(.registration)
            }
            guard part.total >= 20, figure.indicator.countsVictims else { continue }
            let forms = try count(part.query, .forms).axes[0]
            if let most = forms.totals.dropLast().max(), most * 100 >= part.total * 95 { holding.insert(.oneForm) }
            let sexes = try count(part.query, .sex)
            if sexes.count(["Male"]) * 100 < part.total * 5 { holding.insert(.fewMen) }
        }
        return catalogue.assumptions.filter { holding.contains($0.when) }
    }

    private func count(_ query: FactQuery, _ column: FactColumn) throws(FactRefusal) -> FactResult {
        var ask = query
        ask.by = [FactAxis(column)]
        return try table.count(ask, among: mask)
    }
}

extension Indicator.Part {
    /// True when it needs to know which country reports.
    var needsCountry: Bool { filters.contains { $0.values.contains(IndicatorAxis.ownCountry) } }
}
