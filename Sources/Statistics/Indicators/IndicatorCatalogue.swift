// SPDX-License-Identifier: Apache-2.0

import Identification
import Standard

/// Every figure that the program knows to be asked for, by pack.
public struct IndicatorCatalogue: Sendable {
    public let packs: [IndicatorPack]
    public let indicators: [Indicator]
    public let axes: [IndicatorAxis]
    public let assumptions: [Assumption]

    /// What is compiled in.
    public static let current: IndicatorCatalogue = {
        do { return try IndicatorCatalogue(BuiltIn.indicators, file: "indicators.json") } catch {
            preconditionFailure("the indicators that are compiled in are read: \(error)")
        }
    }()

    /// Reads a file of the form of `Resources/indicators.json`.
    ///
    /// - Throws: `DataRefused` with every fault and its place: ids twice, packs, axes, days and columns that are not
    ///   there, tables that mix two definitions.
    public init(_ bytes: [UInt8], file: String) throws(DataRefused) {
        let root = try DataReader.root(bytes, file: file)
        root.ignore("id")
        root.ignore("title")
        packs = root.list("packs").compactMap(Self.pack)
        axes = root.list("axes").map(Self.axis)
        assumptions = root.list("assumptions").compactMap(Self.assumption)
        let reading = IndicatorReading(packs: Set(packs.map(\.id)), axes: axes)
        var seen: Set<String> = []
        indicators = root.list("indicators").compactMap { reader in
            let indicator = reading.indicator(reader)
            if let indicator, !seen.insert(indicator.id).inserted { reader.report("this id is here twice") }
            return indicator
        }
        root.close()
        try root.finish()
    }

    public func pack(_ id: String) -> IndicatorPack? { packs.first { $0.id == id } }

    /// The indicators of a pack, in their order.
    public func indicators(of pack: String) -> [Indicator] { indicators.filter { $0.pack == pack } }

    public func axis(_ id: String) -> IndicatorAxis? { axes.first { $0.id == id } }

    private static func pack(_ reader: DataReader) -> IndicatorPack? {
        let (id, title, about) = (reader.text("id"), reader.text("title"), reader.text("about"))
        let window = reader.choice("window", ReportWindow.self)
        reader.close()
        return window.map { IndicatorPack(id: id, title: title, window: $0, about: about) }
    }

    private static func assumption(_ reader: DataReader) -> Assumption? {
        let (id, words) = (reader.text("id"), reader.text("words"))
        let when = reader.choice("when", Assumption.Condition.self)
        reader.close()
        return when.map { Assumption(id: id, when: $0, words: words) }
    }

    private static func axis(_ reader: DataReader) -> IndicatorAxis {
        let (id, title) = (reader.text("id"), reader.text("title"))
        let column = FactColumn(rawValue: reader.text("column"))
        if !column.isKnown { reader.report("there is no column “\(column.rawValue)”") }
        let groups = reader.list("groups").map { group in
            let made = FactGrouping.Group(group.text("name"), group.texts("values"))
            group.close()
            return made
        }
        let (others, several) = (reader.optionalText("others"), reader.optionalText("several"))
        reader.close()
        let grouping = groups.isEmpty ? nil : FactGrouping(groups, others: others, several: several)
        return IndicatorAxis(id: id, title: title, axis: FactAxis(column, grouped: grouping))
    }
}

/// Reads single indicators of a file.
private struct IndicatorReading {
    let packs: Set<String>
    let axes: [IndicatorAxis]

    func indicator(_ reader: DataReader) -> Indicator? {
        let (id, pack) = (reader.text("id"), reader.text("pack"))
        if !packs.contains(pack) { reader.report("there is no pack “\(pack)”") }
        let (title, unit, rule) = (reader.text("title"), reader.text("unit"), reader.text("rule"))
        let family = reader.choice("family", Indicator.Family.self)
        let (numerator, denominator) = (reader.optionalText("numerator"), reader.optionalText("denominator"))
        let (definition, lacks) = (reader.text("definition"), reader.optionalText("lacks"))
        let (countsVictims, answer) = (reader.flag("countsVictims"), answer(reader))
        reader.close()
        guard let family, let answer else { return nil }
        return Indicator(
            id: id, pack: pack, title: title, unit: unit, family: family, rule: rule, numerator: numerator,
            denominator: denominator, definition: definition, countsVictims: countsVictims, lacks: lacks,
            answer: answer)
    }

    private func answer(_ reader: DataReader) -> Indicator.Answer? {
        if let cannot = reader.optionalText("cannot") { return .cannot(cannot) }
        guard let measure = reader.choice("measure", Indicator.Measure.self) else { return nil }
        let parts = reader.list("parts").compactMap(part)
        if measure != .change, parts.isEmpty { reader.report("“parts” is missing") }
        if measure == .share, parts.count != 2 { reader.report("a share has two parts") }
        return .measured(measure, parts)
    }

    private func part(_ reader: DataReader) -> Indicator.Part? {
        let name = reader.optionalText("name") ?? ""
        var counting: FactQuery.Counting?
        if reader.has("events") {
            counting = reader.choice("events", FactEventKind.self).map { .events($0) }
        } else {
            counting = reader.choice("day", FactDay.self).map { .day($0) }
        }
        let filters = reader.list("filters").map { filter in
            let column = FactColumn(rawValue: filter.text("column"))
            if !column.isKnown { filter.report("there is no column “\(column.rawValue)”") }
            let made = FactFilter(column, Set(filter.texts("values")), isExcluding: filter.flag("excluding"))
            filter.close()
            return made
        }
        let also = reader.texts("alsoWithin").compactMap { name -> FactDay? in
            if let day = FactDay(rawValue: name) { return day }
            reader.report("there is no day “\(name)”")
            return nil
        }
        let tables = reader.list("tables").map { table in
            (table.elements ?? []).compactMap { $0.textValue }
        }
        for table in tables { check(table, reader) }
        reader.close()
        return counting.map {
            Indicator.Part(name: name, counting: $0, filters: filters, alsoWithin: also, tables: tables)
        }
    }

    private func check(_ table: [String], _ reader: DataReader) {
        if !(1...3).contains(table.count) { reader.report("a table has one to three sides") }
        for id in table where !axes.contains(where: { $0.id == id }) { reader.report("there is no axis “\(id)”") }
        let definitions = Set(table.compactMap { id in axes.first { $0.id == id }?.axis.column.definition })
        if definitions.count > 1 { reader.report("one table stands on one definition") }
    }
}

extension FactColumn {
    /// True for a column that a table may have.
    var isKnown: Bool {
        Self.single.contains(self) || isMultiple || dayStep != nil || definition != nil
    }
}
