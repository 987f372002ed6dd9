// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Store
import Testing

@testable import Assistance
@testable import Workflows

/// The forty invented people of Tests/cascade as cases, needs and days in a real register: the report over it equals
/// what was worked out on paper.
struct CascadeStoreTests {
    struct Paper: Decodable {
        let people, episodes, bySex: [String: [String: Int]]
        let stopped: [String: [String: [String: Int]]]
        let open: [String: [String: Int]]
        let waits: [String: [String: [Double]]]
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "cascade")

    private static func table(_ name: String) throws -> [[String: String]] {
        let text = try String(contentsOf: folder.appending(path: "\(name).csv"), encoding: .utf8)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    private static let newYear = Clock(now: { 1_798_800_000_000 })

    /// Registers everybody with what they needed; nil drops nothing.
    private static func fill(_ office: Office, dropping: String? = nil) async throws -> [String: EntityID] {
        var cases: [String: EntityID] = [:]
        let sexes = ["woman": "Feminine", "man": "Masculine"]
        for row in try table("people") {
            var values: [FieldName: Value] = ["prs_FirstName": .text(row["person"]!)]
            if let sex = sexes[row["sex"]!] { values["prs_Gender"] = .codes([sex]) }
            cases[row["person"]!] = try await registerCase(values, by: office.owner, in: office.store)
        }
        let fields: [(String, FieldName)] =
            CascadeStep.allCases.map { ("\($0)", $0.field) } + [("end", "wh_NeedStopped")]
        for row in try table("episodes") where row["id"] != dropping {
            var values: [FieldName: Value] = ["wh_NeedService": .text(row["service"]!)]
            for (column, field) in fields {
                if let day = PartialDate(row[column]!) { values[field] = .date(day) }
            }
            if let reason = row["reason"], !reason.isEmpty { values["wh_NeedStopReason"] = .codes([reason]) }
            _ = try await addRecord(
                Draft(.need, values), toCase: cases[row["person"]!]!, by: office.owner, store: office.store)
        }
        return cases
    }

    private static func service(_ name: String) -> ServiceCode? { name == "all" ? nil : ServiceCode(rawValue: name) }
    private static func step(_ name: String) -> CascadeStep { CascadeStep(name: name)! }

    private static func counts(_ cascade: Cascade, _ paper: Paper) -> [String] {
        var found: [String] = []
        let sexes = ["woman": "Feminine", "man": "Masculine"]
        for (name, steps) in paper.people {
            for (step, count) in steps
            where cascade.line(service(name))?.reached[Self.step(step)]?.people != count {
                found.append("\(name) \(step)")
            }
        }
        for (name, steps) in paper.episodes {
            for (step, count) in steps
            where cascade.line(service(name))?.reached[Self.step(step)]?.episodes != count {
                found.append("\(name) \(step)")
            }
        }
        for (name, steps) in paper.bySex {
            let parts = name.split(separator: " ").map(String.init)
            let line = cascade.line(service(parts[0]), [sexes[parts[1]] ?? parts[1]])
            for (step, count) in steps where line?.reached[Self.step(step)]?.people != count {
                found.append("\(name) \(step)")
            }
        }
        return found
    }

    private static func rest(_ cascade: Cascade, _ paper: Paper) -> [String] {
        var found: [String] = []
        for (name, waits) in paper.waits {
            for (leg, figures) in waits {
                let ends = leg.split(separator: "-").map { Self.step(String($0)) }
                let wait = cascade.line(service(name))?.waits[.init(from: ends[0], to: ends[1])]
                let counted = wait.map { [Double($0.count), $0.lowerQuartile, $0.median, $0.upperQuartile] }
                if counted != figures { found.append("\(name) \(leg)") }
            }
        }
        for (name, steps) in paper.stopped {
            let counted = (cascade.line(service(name))?.stopped ?? [:]).map { step, reasons in
                ("\(step)", Dictionary(uniqueKeysWithValues: reasons.map { ($0.key.rawValue, $0.value) }))
            }
            if Dictionary(uniqueKeysWithValues: counted) != steps { found.append("\(name) stopped") }
        }
        for (name, steps) in paper.open {
            let counted = (cascade.line(service(name))?.open ?? [:]).map { ("\($0.key)", $0.value) }
            if Dictionary(uniqueKeysWithValues: counted) != steps { found.append("\(name) open") }
        }
        return found
    }

    private static func paper() throws -> Paper {
        try JSONDecoder().decode(Paper.self, from: Data(contentsOf: folder.appending(path: "figures.json")))
    }

    @Test func `the report over real records equals the figures worked on paper, whoever counts`() async throws {
        try await Office.with(clock: Self.newYear) { office in
            _ = try await Self.fill(office)
            let paper = try Self.paper()
            let console = Access(Actor(id: office.store.agency, role: .custodian, agency: office.store.agency))
            for access in [office.supervisor, console] {
                let report = try await reportHelp(by: ["sex"], as: access, in: office.store)
                #expect(Self.counts(report.cascade, paper) + Self.rest(report.cascade, paper) == [])
                let told = report.coverage
                #expect(told.cases == 40 && told.casesWithNeeds == 40 && told.needs == 106 && told.needsLeftOut == 0)
            }
            let acts = try await readActs(by: office.supervisor, in: office.store)
            #expect(acts.contains { $0.action == "register.compare" }, "a look at all of it is in the log")
        }
    }

    @Test func `a need that is left out is noticed, and so are days that bound it`() async throws {
        try await Office.with(clock: Self.newYear) { office in
            _ = try await Self.fill(office, dropping: "E050")
            let paper = try Self.paper()
            let report = try await reportHelp(by: ["sex"], as: office.supervisor, in: office.store)
            #expect(!Self.counts(report.cascade, paper).isEmpty)
            let bounded = try await reportHelp(
                days: (Day("2026-01-06"), Day("2026-01-06")), as: office.supervisor, in: office.store)
            #expect(bounded.coverage.needs > 0 && bounded.coverage.needs < 105)
        }
    }

    @Test func `nobody counts more than they may see, and what each grant paid for adds up`() async throws {
        try await Office.with(clock: Self.newYear) { office in
            let cases = try await Self.fill(office)
            let stranger = office.access(.caseworker, 9)
            let nothing = try await reportHelp(as: stranger, in: office.store)
            #expect(nothing.coverage.cases == 0 && nothing.cascade.line()?.reached[.needed]?.people ?? 0 == 0)
            await #expect(throws: Refusal.self) {
                try await reportHelp(as: office.access(.donor, 3), in: office.store)
            }
            let id = cases["P01"]!
            let need = try await readCase(id, by: office.owner, in: office.store).needs()
                .first { $0.code == "SHE" }!
            for (nights, tags) in [(3.0, "EU"), (4, "EU; Norad"), (2, "")] {
                var values: [FieldName: Value] = [
                    "wh_DeliveryUnit": .codes(["nights"]), "wh_DeliveryAmount": .number(nights),
                    "wh_DeliveryDay": .date(PartialDate("2026-01-10")!), "wh_DeliveryCurrency": .text("EUR"),
                    "wh_DeliveryCost": .number(nights * 10),
                ]
                if !tags.isEmpty { values["wh_DeliveryFunders"] = .text(tags) }
                _ = try await addDelivery(values, for: need.id, inCase: id, by: office.owner, store: office.store)
            }
            let report = try await reportHelp(as: office.supervisor, in: office.store)
            #expect(report.cascade.line()?.deliveries.nights == 9)
            #expect(report.cascade.line()?.deliveries.cost == ["EUR": 9000])
            #expect(report.funders.map(\.tag) == ["EU", "Norad"])
            #expect(report.funders.map(\.totals.nights) == [7, 4] && report.unfunded.nights == 2)
        }
    }
}
