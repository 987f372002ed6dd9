// SPDX-License-Identifier: Apache-2.0

import Cases
import Foundation
import Standard
import Testing

@testable import Assistance

/// The forty invented people of Tests/cascade, whose figures were worked out on paper (working.md).
struct CascadeTests {
    struct Paper: Decodable {
        let people, episodes, bySex: [String: [String: Int]]
        let stopped: [String: [String: [String: Int]]]
        let open: [String: [String: Int]]
        let waits: [String: [String: [Double]]]
    }

    private static func table(_ name: String) throws -> [[String: String]] {
        let text = String(decoding: try Here.bytes("Tests/cascade/\(name).csv"), as: UTF8.self)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    private static func id(_ text: String) -> EntityID {
        EntityID(high: text.utf8.reduce(0) { $0 << 8 | UInt64($1) }, low: 1)
    }

    static func episodes(dropping: String? = nil) throws -> [Episode] {
        try table("episodes").filter { $0["id"] != dropping }.map { row in
            var days: [CascadeStep: Day] = [:]
            for step in CascadeStep.allCases { days[step] = Day(row["\(step)"]!) }
            let end = Day(row["end"]!).map { Episode.End(EndReason(rawValue: row["reason"]!)!, on: $0) }
            return try Episode(
                id: id(row["id"]!), person: id(row["person"]!), service: ServiceCode(rawValue: row["service"]!),
                days: days, end: end)
        }
    }

    private static func traits() throws -> [EntityID: [String: String]] {
        var all: [EntityID: [String: String]] = [:]
        for row in try table("people") { all[id(row["person"]!)] = row.filter { $0.key != "person" && $0.value != "" } }
        return all
    }

    private func service(_ name: String) -> ServiceCode? { name == "all" ? nil : ServiceCode(rawValue: name) }

    private func differences(_ cascade: Cascade, _ paper: Paper) -> [String] {
        var found: [String] = []
        for (name, steps) in paper.people {
            let line = cascade.line(service(name))
            for (step, count) in steps where line?.reached[Self.step(step)]?.people != count {
                found.append("\(name) \(step)")
            }
        }
        for (name, steps) in paper.episodes {
            let line = cascade.line(service(name))
            for (step, count) in steps where line?.reached[Self.step(step)]?.episodes != count {
                found.append("\(name) \(step)")
            }
        }
        for (name, steps) in paper.bySex {
            let parts = name.split(separator: " ").map(String.init)
            let line = cascade.line(service(parts[0]), [parts[1]])
            for (step, count) in steps where line?.reached[Self.step(step)]?.people != count {
                found.append("\(name) \(step)")
            }
        }
        for (name, waits) in paper.waits {
            let line = cascade.line(service(name))
            for (leg, figures) in waits {
                let ends = leg.split(separator: "-").map { Self.step(String($0)) }
                let wait = line?.waits[.init(from: ends[0], to: ends[1])]
                let counted = wait.map { [Double($0.count), $0.lowerQuartile, $0.median, $0.upperQuartile] }
                if counted != figures { found.append("\(name) \(leg)") }
            }
        }
        return found
    }

    private static func step(_ name: String) -> CascadeStep { CascadeStep.allCases.first { "\($0)" == name }! }

    @Test func `the report equals the figures worked on paper`() throws {
        let paper = try JSONDecoder().decode(Paper.self, from: Data(Here.bytes("Tests/cascade/figures.json")))
        let cascade = Cascade(try Self.episodes(), traits: try Self.traits(), by: ["sex"])
        #expect(differences(cascade, paper) == [])
        for (name, steps) in paper.stopped {
            let line = cascade.line(service(name))!
            let counted = Dictionary(
                uniqueKeysWithValues: line.stopped.map { step, reasons in
                    ("\(step)", Dictionary(uniqueKeysWithValues: reasons.map { ($0.key.rawValue, $0.value) }))
                })
            #expect(counted == steps, "\(name)")
        }
        for (name, steps) in paper.open {
            let counted = cascade.line(service(name))!.open.map { ("\($0.key)", $0.value) }
            #expect(Dictionary(uniqueKeysWithValues: counted) == steps, "\(name)")
        }
        #expect(cascade.line("SHE")!.share(.completed) == 0.5)
    }

    /// The comparison finds what it is there to find.
    @Test func `an episode that is left out is noticed`() throws {
        let paper = try JSONDecoder().decode(Paper.self, from: Data(Here.bytes("Tests/cascade/figures.json")))
        for episode in ["E001", "E050", "E106"] {
            let cascade = Cascade(try Self.episodes(dropping: episode), traits: try Self.traits(), by: ["sex"])
            #expect(!differences(cascade, paper).isEmpty)
        }
    }

    @Test func `groups and steps add up, whatever they are told apart by`() throws {
        let (episodes, traits) = (try Self.episodes(), try Self.traits())
        for dimensions in [["sex"], ["age"], ["form"], ["sex", "age"], ["sex", "age", "form"], ["nothing"]] {
            let cascade = Cascade(episodes.shuffled(), traits: traits, by: dimensions)
            for line in cascade.lines where line.group.isEmpty {
                let groups = cascade.lines.filter { $0.service == line.service && !$0.group.isEmpty }
                for step in CascadeStep.allCases {
                    #expect(groups.reduce(0) { $0 + $1.reached[step]!.people } == line.reached[step]!.people)
                    #expect(groups.reduce(0) { $0 + $1.reached[step]!.episodes } == line.reached[step]!.episodes)
                    guard let next = CascadeStep(rawValue: step.rawValue + 1) else { continue }
                    let left = line.stopped[step, default: [:]].values.reduce(0, +) + line.open[step, default: 0]
                    #expect(line.reached[next]!.episodes + left == line.reached[step]!.episodes)
                }
            }
        }
    }

    @Test func `what contradicts itself is no episode`() {
        func fault(_ days: [CascadeStep: Day], _ end: Episode.End? = nil) -> Episode.Fault? {
            do throws(Episode.Fault) {
                _ = try Episode(id: Self.id("e"), person: Self.id("p"), service: "SHE", days: days, end: end)
                return nil
            } catch { return error }
        }
        let (one, two) = (day("2026-05-01"), day("2026-05-02"))
        #expect(fault([.needed: one, .started: two]) == nil)
        #expect(fault([.started: two]) == .noNeed)
        #expect(fault([.needed: two, .started: one]) == .stepsOutOfOrder)
        #expect(fault([.needed: one, .completed: two], .init(.other, on: two)) == .endedAndCompleted)
        #expect(fault([.needed: one, .started: two], .init(.other, on: one)) == .endBeforeStep)
    }

    @Test(arguments: [
        ([1], [1.0, 1, 1]), ([1, 2], [1.25, 1.5, 1.75]), ([4, 1, 3, 2], [1.75, 2.5, 3.25]),
        ([1, 2, 3, 4, 5], [2, 3, 4]), ([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49], [25.5, 40, 42.5]),
    ])
    func `median and quartiles are those of type 7`(known: ([Int], [Double])) {
        let wait = WaitSummary(known.0)!
        #expect([wait.lowerQuartile, wait.median, wait.upperQuartile] == known.1)
        #expect(wait.least == Double(known.0.min()!) && wait.longest == Double(known.0.max()!))
        #expect(WaitSummary([]) == nil)
    }
}
