// SPDX-License-Identifier: Apache-2.0

import Cases
import Identification
import Interchange
import Standard
import Statistics
import Workflows

/// Figures that somebody outside asks for: true counts for those who may see cases, protected ones for the others.
enum ReportHandlers {
    static func list(_ member: Member) -> WebResponse {
        .page(ReportsPage(catalogue: .current, today: today(member)).markup(in: member.context))
    }

    static func show(_ member: Member) async throws -> WebResponse {
        let asked = try ReportForm(member)
        func again(_ words: String) -> WebResponse {
            let page = ReportPage(pack: asked.pack, form: asked, report: nil, finding: words)
            return .page(page.markup(in: member.context), status: 422)
        }
        guard let settings = asked.settings else { return again(asked.finding(member.context.words)) }
        do {
            let report = try await report(asked.pack, settings, member)
            return .page(ReportPage(pack: asked.pack, form: asked, report: report).markup(in: member.context))
        } catch {
            guard let words = reason(error) else { throw error }
            return again(words)
        }
    }

    static func file(_ member: Member) async throws -> WebResponse {
        let asked = try ReportForm(member)
        guard let settings = asked.settings else { throw Failure.malformed("period") }
        let isWorkbook = member.query["format"] == "xlsx"
        guard isWorkbook || member.query["format"] == "csv" else { throw Failure.malformed("format") }
        let table = try await answered { try await report(asked.pack, settings, member) }.tabular
        let name = "\(asked.pack.id)-\(settings.period.from)-\(settings.period.to)"
        guard isWorkbook else {
            return .file(table.csv, named: "\(name).csv", type: "text/csv; charset=utf-8")
        }
        return .file(
            table.xlsx, named: "\(name).xlsx",
            type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    }

    static func listForPrograms(_ member: Member) throws -> WebResponse {
        try .json(IndicatorListDocument(.current))
    }

    static func forPrograms(_ member: Member) async throws -> WebResponse {
        let asked = try ReportForm(member)
        guard let settings = asked.settings else { throw Failure.malformed("period") }
        return try .json(try await answered { try await report(asked.pack, settings, member) })
    }

    private static func report(
        _ pack: IndicatorPack, _ settings: ReportSettings, _ member: Member
    ) async throws -> ReportDocument {
        let mayCount = CountView(member.actor.role) != nil
        return try await fileReport(
            pack, settings, under: member.visit.site.settings.definitions,
            as: mayCount ? member.access : member.access(for: .publishDataset), in: member.store)
    }

    /// For programs: what the words of a page would say is a problem.
    private static func answered<T>(_ body: () async throws -> T) async throws -> T {
        do { return try await body() } catch {
            guard let words = reason(error) else { throw error }
            throw Failure.malformed(words)
        }
    }

    private static func reason(_ error: any Error) -> String? {
        switch error {
        case let refusal as FactRefusal: refusal.message
        case let refusal as ReportRefusal: refusal.message
        default: nil
        }
    }

    static func today(_ member: Member) -> Day { Day(first: member.context.today) }
}

/// What an address asks of a report.
struct ReportForm {
    let pack: IndicatorPack
    let typed: FormPairs
    /// Nil when something could not be read.
    private(set) var settings: ReportSettings?
    private var isTwoDefinitions = false

    /// - Throws: `Failure.notFound` for a report that there is not.
    init(_ member: Member) throws {
        guard let pack = member.visit.parameters["pack"].flatMap({ IndicatorCatalogue.current.pack($0) }) else {
            throw Failure.notFound
        }
        self.pack = pack
        typed = member.query
        let asked = typed.all("definition").filter { !$0.isEmpty }
        isTwoDefinitions = Set(asked).count > 1
        guard !isTwoDefinitions, let period = Self.period(pack, typed, ReportHandlers.today(member)) else { return }
        var settings = ReportSettings(period: period)
        let library = member.visit.site.settings.definitions
        if let text = asked.first {
            // By its place: an address that stays in a browser's history names no law.
            let place = Int(text).flatMap { library.definitions.indices.contains($0) ? $0 : nil }
            settings.definition = place.map { library.definitions[$0].id } ?? text
        }
        if let country = typed["country"]?.uppercased(), !country.isEmpty {
            guard member.context.codebook.picklists["country"]?[country] != nil else { return }
            settings.country = country
        }
        self.settings = settings
    }

    private static func period(_ pack: IndicatorPack, _ typed: FormPairs, _ today: Day) -> FactPeriod? {
        let name = DateBoxes.asciiDigits(typed["period"] ?? "").filter { !$0.isWhitespace }.uppercased()
        if !name.isEmpty { return pack.window.period(name) }
        guard let from = typed["from"], let to = typed["to"] else { return pack.window.last(before: today) }
        guard let first = Day(from), let last = Day(to) else { return nil }
        return try? FactPeriod(from: first, to: last)
    }

    /// What is wrong, and what to type.
    func finding(_ words: Words) -> String {
        if isTwoDefinitions { return FactRefusal.definitionsMixed(typed.all("definition")).message }
        return words("reports.unreadable", ["example": pack.window.example])
    }
}
