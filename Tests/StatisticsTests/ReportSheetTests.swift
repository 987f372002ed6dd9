// SPDX-License-Identifier: Apache-2.0

import Assistance
import Cases
import Foundation
import Identification
import Standard
import Statistics
import Testing

/// Every report over the 60 people of `Tests/reports`, against `sheet.json`, which
/// `Tests/independent/recount_reports.py` works out by other means.
struct ReportSheetTests {
    struct Sheet: Decodable {
        struct Part: Decodable {
            let total, undated: Int
            let tables: [String: [String: Int]]
        }
        struct Total: Decodable, Equatable {
            let count, units: Int
            let amounts: [String: Int]
        }
        let parts: [Part]?
        let ratio: Double?
        let totals: [String: Total]?
        let changes: [String: [Int]]?
        let count: Int?
        let quartiles: [Double]?
    }

    static let sheet: [String: Sheet] = {
        let data = try! Data(contentsOf: PaperRegister.root.appending(path: "Tests/reports/sheet.json"))
        return try! JSONDecoder().decode([String: Sheet].self, from: data)
    }()

    static let periods = [
        "tip": "2025", "glotip": "2025", "sdg": "2025", "eu": "2025", "sadc": "2025", "iccs": "2025",
        "nrm": "2025-Q1", "donor": "2025-Q2", "ctdc": "2024",
    ]

    static func report(_ pack: IndicatorPack, of table: FactTable) throws -> PackReport {
        var settings = ReportSettings(period: pack.window.period(periods[pack.id]!)!)
        settings.country = "BF"
        settings.population = 1_000_000
        return try PackReport(pack, settings, of: table)
    }

    @Test func `Every figure of every report equals the sheet`() throws {
        let table = try PaperRegister().table()
        var compared = 0
        for pack in IndicatorCatalogue.current.packs {
            let report = try Self.report(pack, of: table)
            #expect(report.rows == 58, "two of the sixty lines are people who were there before")
            for figure in report.figures {
                guard case .measured = figure.indicator.answer else {
                    #expect(figure.cannot?.isEmpty == false && figure.parts.isEmpty && Self.sheet[figure.id] == nil)
                    continue
                }
                let told = try #require(Self.sheet[figure.id], "\(figure.id)")
                compare(figure, told)
                compared += 1
            }
        }
        #expect(compared == Self.sheet.count - 1, "all but the waits")
    }

    private func compare(_ figure: ReportFigure, _ told: Sheet) {
        #expect(figure.ratio.map { ($0 * 100).rounded() / 100 } == told.ratio, "\(figure.id)")
        for (id, both) in told.changes ?? [:] {
            #expect(figure.changes.first { $0.id == id }.map { [$0.now, $0.before] } == both, "\(id)")
        }
        if let totals = told.totals {
            let ours = Dictionary(
                uniqueKeysWithValues: figure.parts[0].totals.map { total in
                    (total.value, Sheet.Total(count: total.count, units: total.units, amounts: total.amounts))
                })
            #expect(ours == totals, "\(figure.id)")
        }
        for (part, paper) in zip(figure.parts, told.parts ?? []) {
            #expect(part.total == paper.total, "\(figure.id) \(part.name)")
            #expect(part.undated == paper.undated, "\(figure.id) \(part.name)")
            for table in part.tables {
                let name = table.axes.map(\.id).joined(separator: " x ")
                guard let cells = paper.tables[name] else { continue }
                #expect(cells.values.reduce(0, +) == table.result.counts.reduce(0, +), "\(figure.id) \(name)")
                for (key, count) in cells {
                    let answers = key.split(separator: "|", omittingEmptySubsequences: false)
                    let ours = table.result.count(answers.map { $0.isEmpty ? nil : String($0) })
                    #expect(ours == count, "\(figure.id) \(name) \(key)")
                }
            }
        }
        let made = Set(figure.parts.flatMap(\.tables).map { $0.axes.map(\.id).joined(separator: " x ") })
        for name in (told.parts ?? []).flatMap(\.tables.keys) { #expect(made.contains(name), "\(figure.id) \(name)") }
    }

    @Test func `Waits equal the sheet`() throws {
        let table = try PaperRegister().table()
        var query = FactQuery()
        query.unit = .cases
        let wait = try #require(try table.waits(from: .registered, to: .helped, query).all)
        let told = try #require(Self.sheet["waits"])
        #expect(wait.count == told.count)
        #expect([wait.lowerQuartile, wait.median, wait.upperQuartile] == told.quartiles)
    }

    @Test func `Beside every count of victims stand the counts under each definition, and what would mislead`() throws {
        let table = try PaperRegister().table()
        for pack in IndicatorCatalogue.current.packs {
            for figure in try Self.report(pack, of: table).figures where figure.cannot == nil {
                #expect(figure.assumptions.contains { $0.id == "prevalence" }, "\(figure.id)")
                guard figure.indicator.countsVictims, let first = figure.parts.first else { continue }
                #expect(figure.under.map(\.id) == table.definitions, "\(figure.id)")
                for one in figure.under { #expect(one.met + one.notMet + one.undetermined == first.total) }
            }
        }
    }

    @Test func `Nothing recorded is an explicit zero in every figure`() throws {
        for pack in IndicatorCatalogue.current.packs {
            let report = try Self.report(pack, of: FactTable(definitions: ["palermo-2000-art3"]))
            let document = ReportDocument(report, cases: 0)
            for figure in document.figures where figure.cannot == nil && figure.changes.isEmpty {
                #expect(!figure.parts.isEmpty && figure.parts.allSatisfy { $0.total == 0 }, "\(figure.id)")
            }
        }
    }

    @Test func `Which country reports is asked for and not guessed`() throws {
        let table = try PaperRegister().table()
        let pack = try #require(IndicatorCatalogue.current.pack("tip"))
        let report = try PackReport(pack, ReportSettings(period: pack.window.period("2025")!), of: table)
        let share = try #require(report.figures.first { $0.id == "TIP-15" })
        #expect(share.cannot?.contains("--country") == true && share.ratio == nil)
        let victims = try #require(report.figures.first { $0.id == "TIP-07" })
        #expect(victims.parts[0].leftOut.count == 1)
    }
}
